// What can be asked of the office about meeting; see index.ts.
import type { Spec } from './spec';

export const meeting = {
  'meeting.convene': { wire: 'meeting.convene', words: 'ask.meeting.convene', form: () => import('./forms/Convene.svelte') },
  'meeting.call_roll': { wire: 'meeting.call_roll', words: 'ask.meeting.call_roll' },
  'meeting.open': { wire: 'meeting.open', words: 'ask.meeting.open' },
  'meeting.leave': { wire: 'meeting.leave', words: 'ask.meeting.leave' },
  'meeting.return': { wire: 'meeting.return', words: 'ask.meeting.return' },
  'meeting.take_item': { wire: 'meeting.take_item', words: 'ask.meeting.take_item', shortcut: 'F9' },
  'meeting.end_item': { wire: 'meeting.end_item', words: 'ask.meeting.end_item' },
  'meeting.speak': { wire: 'meeting.speak', words: 'ask.meeting.speak' },
  'meeting.move': { wire: 'meeting.move', words: 'ask.meeting.move' },
  'meeting.amend': { wire: 'meeting.amend', words: 'ask.meeting.amend' },
  'meeting.vote': { wire: 'meeting.vote', words: 'ask.meeting.vote', shortcut: 'F8' },
  'meeting.issue_ballots': { wire: 'meeting.issue_ballots', words: 'ask.meeting.issue_ballots' },
  'meeting.tally': { wire: 'meeting.tally', words: 'ask.meeting.tally' },
  'meeting.direct': { wire: 'meeting.direct', words: 'ask.meeting.direct' },
  'meeting.adjourn': { wire: 'meeting.adjourn', words: 'ask.meeting.adjourn' },
  'meeting.close': { wire: 'meeting.close', words: 'ask.meeting.close', confirm: true },
  'meeting.sign_minutes': { wire: 'meeting.sign_minutes', words: 'ask.meeting.sign_minutes' },
  'meeting.ask_floor': { wire: 'meeting.ask_floor', words: 'ask.meeting.ask_floor', shortcut: 'F7' },
  'meeting.open_poll': { wire: 'meeting.open_poll', words: 'ask.meeting.open_poll' },
  'meeting.cast': { wire: 'meeting.cast', words: 'ask.meeting.cast' },
  'meeting.name_tellers': { wire: 'meeting.name_tellers', words: 'ask.meeting.name_tellers' },
} as const satisfies Record<string, Spec>;
