// What can be asked of the office about assignment; see index.ts.
import type { Spec } from './spec';

export const assignment = {
  'assignment.create': { wire: 'assignment.create', words: 'ask.assignment.create' },
  'assignment.accept': { wire: 'assignment.accept', words: 'ask.assignment.accept', shortcut: 'F7' },
  'assignment.report': { wire: 'assignment.report', words: 'ask.assignment.report', shortcut: 'F9' },
  'assignment.extend': { wire: 'assignment.extend', words: 'ask.assignment.extend' },
  'assignment.close': { wire: 'assignment.close', words: 'ask.assignment.close', confirm: true },
} as const satisfies Record<string, Spec>;
