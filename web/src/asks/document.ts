// What can be asked of the office about document; see index.ts.
import type { Spec } from './spec';

const REASON = [{ name: 'reason', words: 'document.reason', kind: 'area', required: true }] as const;
const REMARKS = [{ name: 'remarks', words: 'document.reason', kind: 'area', required: true }] as const;
const FINISH = [{ name: 'remarks', words: 'document.finish_remarks', kind: 'area' }] as const;

export const document = {
  'document.draft': { wire: 'document.draft', words: 'ask.document.draft', shortcut: 'F4', form: () => import('./forms/Draft.svelte') },
  'document.revise': { wire: 'document.revise', words: 'ask.document.revise', form: () => import('./forms/Revise.svelte') },
  'document.check': { wire: 'document.check', words: 'ask.document.check' },
  'document.check/back': { wire: 'document.check', words: 'document.send_back', form: REMARKS },
  'document.sign': { wire: 'document.sign', words: 'ask.document.sign', shortcut: 'F9' },
  'document.number': { wire: 'document.number', words: 'ask.document.number' },
  'document.seal': { wire: 'document.seal', words: 'ask.document.seal' },
  'document.issue': { wire: 'document.issue', words: 'ask.document.issue', shortcut: 'F8' },
  'document.issue/to': { wire: 'document.issue', words: 'ask.document.issue', shortcut: 'F8', form: () => import('./forms/Issue.svelte') },
  'document.acknowledge': { wire: 'document.acknowledge', words: 'ask.document.acknowledge' },
  'document.recall': { wire: 'document.recall', words: 'ask.document.recall', form: REASON },
  'document.correct': { wire: 'document.correct', words: 'ask.document.correct' },
  'document.replace': { wire: 'document.replace', words: 'ask.document.replace' },
  'document.arrive': { wire: 'document.arrive', words: 'ask.document.arrive', form: () => import('./forms/Arrive.svelte') },
  'document.turn_back': { wire: 'document.turn_back', words: 'ask.document.turn_back', form: REASON },
  'document.register': { wire: 'document.register', words: 'ask.document.register', shortcut: 'F2' },
  'document.assign': { wire: 'document.assign', words: 'ask.document.assign', form: () => import('./forms/AssignPaper.svelte') },
  'document.answer': { wire: 'document.answer', words: 'ask.document.answer' },
  'document.finish': { wire: 'document.finish', words: 'ask.document.finish', form: FINISH },
  'document.ask_recall': { wire: 'document.ask_recall', words: 'ask.document.ask_recall' },
  'document.answer_recall': { wire: 'document.answer_recall', words: 'ask.document.answer_recall' },
  'document.report_secret': { wire: 'document.report_secret', words: 'ask.document.report_secret' },
} as const satisfies Record<string, Spec>;
