// What can be asked of the office about dossier; see index.ts.
import type { Spec } from './spec';

export const dossier = {
  'dossier.guide': { wire: 'dossier.guide', words: 'ask.dossier.guide' },
  'dossier.present': { wire: 'dossier.present', words: 'ask.dossier.present', shortcut: 'F2' },
  'dossier.receive': { wire: 'dossier.receive', words: 'ask.dossier.receive', shortcut: 'F4' },
  'dossier.ask_supplement': { wire: 'dossier.ask_supplement', words: 'ask.dossier.ask_supplement' },
  'dossier.refuse': { wire: 'dossier.refuse', words: 'ask.dossier.refuse', confirm: true },
  'dossier.supplement': { wire: 'dossier.supplement', words: 'ask.dossier.supplement' },
  'dossier.confirm': { wire: 'dossier.confirm', words: 'ask.dossier.confirm' },
  'dossier.apologise': { wire: 'dossier.apologise', words: 'ask.dossier.apologise' },
  'dossier.pay': { wire: 'dossier.pay', words: 'ask.dossier.pay' },
  'dossier.return': { wire: 'dossier.return', words: 'ask.dossier.return', shortcut: 'F8' },
  'dossier.withdraw': { wire: 'dossier.withdraw', words: 'ask.dossier.withdraw', confirm: true },
  'dossier.stop': { wire: 'dossier.stop', words: 'ask.dossier.stop', confirm: true },
  'dossier.take_over': { wire: 'dossier.take_over', words: 'ask.dossier.take_over' },
  'dossier.rate': { wire: 'dossier.rate', words: 'ask.dossier.rate' },
  'dossier.erase': { wire: 'dossier.erase', words: 'ask.dossier.erase', confirm: true },
} as const satisfies Record<string, Spec>;
