// What waits for a signature, as commands: a step of a dossier, or a paper.
import type { Command, S } from '../../wire/shapes';

export type SignLine = S['SignLine'];

export const idOf = (l: SignLine) => (l.work ? `w${l.work}` : `d${l.document ?? 0}`);
export const agrees = (l: SignLine) => (l.outcomes.includes('ok') ? 'ok' : (l.outcomes[0] ?? 'ok'));
export const titleOf = (l: SignLine) => l.abstract || l.type.name || l.procedure.name;

export function commandOf(l: SignLine, outcome = agrees(l), note = ''): Command {
  if (l.work) return { 'work.complete': { work: l.work, outcome, note, data: {}, reasons: note ? [note] : [] } } as Command;
  return { 'document.sign': { document: l.document ?? 0 } } as Command;
}
