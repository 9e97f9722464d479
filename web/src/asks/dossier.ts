// What can be asked of the office about dossier; see index.ts.
import type { Spec } from './spec';

const REASON = [{ name: 'reason', words: 'dossier.reason', kind: 'area', required: true }] as const;
const APOLOGY = [...REASON, { name: 'new_due', words: 'dossier.new_due', kind: 'instant', required: true }] as const;
const COMPLAINT = [{ name: 'text', words: 'dossier.complaints', kind: 'sealed', required: true }] as const;

export const dossier = {
  'dossier.guide': { wire: 'dossier.guide', words: 'ask.dossier.guide' },
  'dossier.present': { wire: 'dossier.present', words: 'ask.dossier.present', shortcut: 'F2' },
  'dossier.receive': { wire: 'dossier.receive', words: 'ask.dossier.receive', shortcut: 'F4' },
  'dossier.ask_supplement': { wire: 'dossier.ask_supplement', words: 'ask.dossier.ask_supplement', form: () => import('./forms/Reasons.svelte') },
  'dossier.refuse': { wire: 'dossier.refuse', words: 'ask.dossier.refuse', form: () => import('./forms/Reasons.svelte') },
  'dossier.supplement': { wire: 'dossier.supplement', words: 'ask.dossier.supplement' },
  'dossier.confirm': { wire: 'dossier.confirm', words: 'ask.dossier.confirm' },
  'dossier.apologise': { wire: 'dossier.apologise', words: 'ask.dossier.apologise', form: APOLOGY },
  'dossier.pay': { wire: 'dossier.pay', words: 'ask.dossier.pay', shortcut: 'F6' },
  'dossier.return': { wire: 'dossier.return', words: 'ask.dossier.return', shortcut: 'F8' },
  'dossier.withdraw': { wire: 'dossier.withdraw', words: 'ask.dossier.withdraw', confirm: true },
  'dossier.stop': { wire: 'dossier.stop', words: 'ask.dossier.stop', form: REASON },
  'dossier.take_over': { wire: 'dossier.take_over', words: 'ask.dossier.take_over' },
  'dossier.attach': { wire: 'dossier.attach', words: 'ask.dossier.attach' },
  'dossier.complain': { wire: 'dossier.complain', words: 'ask.dossier.complain', form: COMPLAINT },
  'dossier.rate': { wire: 'dossier.rate', words: 'ask.dossier.rate' },
  'dossier.erase': { wire: 'dossier.erase', words: 'ask.dossier.erase', form: REASON },
} as const satisfies Record<string, Spec>;
