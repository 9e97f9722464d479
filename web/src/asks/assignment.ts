// What can be asked of the office about assignment; see index.ts.
import type { Spec } from './spec';

const REPORT = [
  { name: 'progress', words: 'assignment.progress', kind: 'area', required: true },
  { name: 'done', words: 'assignment.finished', kind: 'check' },
] as const;
const EXTEND = [
  { name: 'due', words: 'assignment.new_due', kind: 'instant', required: true },
  { name: 'reason', words: 'document.reason', kind: 'area', required: true },
] as const;
const CLOSE = [{ name: 'remarks', words: 'assignment.remarks', kind: 'area' }] as const;

export const assignment = {
  'assignment.create': { wire: 'assignment.create', words: 'ask.assignment.create', shortcut: 'F4', form: () => import('./forms/NewAssignment.svelte') },
  'assignment.accept': { wire: 'assignment.accept', words: 'ask.assignment.accept', shortcut: 'F7' },
  'assignment.report': { wire: 'assignment.report', words: 'ask.assignment.report', shortcut: 'F9', form: REPORT },
  'assignment.extend': { wire: 'assignment.extend', words: 'ask.assignment.extend', form: EXTEND },
  'assignment.close': { wire: 'assignment.close', words: 'ask.assignment.close', form: CLOSE },
} as const satisfies Record<string, Spec>;
