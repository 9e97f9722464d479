// Sends an ask and tells what became of it. Between the click and the answer nothing counts as done.
import { ask, type Answer, type AskOptions, Problem } from '../wire/client';
import type { Command } from '../wire/shapes';
import { toast } from '../parts/toasts.svelte';
import { t } from '../words/words.svelte';
import { spec, type AskId, type BodyOf } from './index';

/** The ask the office has refused last, for whoever wants to know why. */
export const refused = $state<{ last: { ask: string; sentence: string; rule: string } | null }>({ last: null });

export interface SendOptions extends AskOptions {
  /** Says nothing by itself: the caller shows refusal and success. */
  quiet?: boolean;
}

/**
 * send('dossier.receive', {dossier: 17, seen: ['a']}): the answer, told by a toast as well. null: the server could not
 * read it or will not have it, which a toast has told.
 */
export async function send<Id extends AskId>(id: Id, body: BodyOf<Id>, options: SendOptions = {}): Promise<Answer | null> {
  const { quiet, ...rest } = options;
  try {
    const answer = await ask({ [spec(id).wire]: body } as unknown as Command, rest);
    if (!answer.ok) refused.last = { ask: spec(id).wire, sentence: answer.sentence, rule: answer.refusal.rule };
    if (!quiet) tellAnswer(id, answer);
    return answer;
  } catch (e) {
    if (!(e instanceof Problem)) throw e;
    toast({ kind: 'refused', title: t(spec(id).words), text: problemText(e) });
    return null;
  }
}

export const problemText = (e: Problem) => (e.status === 0 ? e.message : t('ask.problem', e.at ? `${e.message} (${e.at})` : e.message));

export function tellAnswer(id: AskId, answer: Answer) {
  if (answer.ok) toast({ kind: 'done', title: t(spec(id).words), text: t('ask.done', answer.seq) });
  else toast({ kind: 'refused', title: `${t(spec(id).words)}: ${t('ask.refused')}`, text: answer.sentence, rule: answer.refusal.rule });
}
