// What can be asked of the office about work; see index.ts.
import type { Spec } from './spec';

export const work = {
  'work.take': { wire: 'work.take', words: 'ask.work.take', shortcut: 'F7' },
  'work.release': { wire: 'work.release', words: 'ask.work.release' },
  'work.hand_over': { wire: 'work.hand_over', words: 'ask.work.hand_over', form: () => import('./forms/HandOver.svelte') },
  'work.complete': { wire: 'work.complete', words: 'ask.work.complete', shortcut: 'F9' },
} as const satisfies Record<string, Spec>;
