// What can be asked of the office about queue tickets; see index.ts.
import type { Spec } from './spec';

export const ticket = {
  'ticket.take': { wire: 'ticket.take', words: 'ask.ticket.take' },
  'ticket.call': { wire: 'ticket.call', words: 'ask.ticket.call', shortcut: 'F3' },
  'ticket.finish': { wire: 'ticket.finish', words: 'ask.ticket.finish' },
  'ticket.miss': { wire: 'ticket.miss', words: 'ask.ticket.miss' },
} as const satisfies Record<string, Spec>;
