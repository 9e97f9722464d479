// The desks: one folder each, fetched when it is opened. No desk knows another (tools/desks.mjs checks).
import type { Component } from 'svelte';
import type { Me, Seat } from '../wire/shapes';
import type { Key } from '../words/words.svelte';

/** What a desk is given: the address after its name. */
export interface DeskProps {
  path: string[];
  query: URLSearchParams;
}

export interface Desk {
  name: string;
  words: Key;
  /** Shown to this login at this seat? The server decides again on everything. */
  open: (me: Me, seat: Seat | null) => boolean;
  /** Not among the desks: reached from below one's name. */
  quiet?: boolean;
  /** Needs no login. */
  anyone?: boolean;
  load: () => Promise<{ default: Component<DeskProps> }>;
}

// A director's seat may look at everything, but nobody sits there: an officer's desk would have nothing to show.
const looks = (...views: string[]) => (_: Me, seat: Seat | null) => !!seat?.officer && views.some((v) => seat.views.includes(v));
const asks = (...wires: string[]) => (_: Me, seat: Seat | null) => wires.some((w) => seat?.asks.includes(w));

export const desks: readonly Desk[] = [
  { name: 'counter', words: 'desk.counter', open: looks('counter'), load: () => import('./counter/index.svelte') },
  { name: 'officer', words: 'desk.officer', open: looks('officer'), load: () => import('./officer/index.svelte') },
  { name: 'leader', words: 'desk.leader', open: looks('leader'), load: () => import('./leader/index.svelte') },
  { name: 'records', words: 'desk.records', open: looks('records'), load: () => import('./records/index.svelte') },
  { name: 'meeting', words: 'desk.meeting', open: looks('meetings', 'meeting'), load: () => import('./meeting/index.svelte') },
  { name: 'assignments', words: 'desk.assignments', open: (me, seat) => looks('assignments')(me, seat) || asks('assignment.report')(me, seat), load: () => import('./assignments/index.svelte') },
  { name: 'director', words: 'desk.director', open: (me) => me.director, load: () => import('./director/index.svelte') },
  { name: 'practice', words: 'desk.practice', open: (me, seat) => !me.administrator && seat !== null, load: () => import('./practice/index.svelte') },
  { name: 'city', words: 'desk.city', open: (_, seat) => !!seat?.views.includes('city'), load: () => import('./city/index.svelte') },
  { name: 'admin', words: 'desk.admin', open: (me) => me.administrator, load: () => import('./admin/index.svelte') },
  { name: 'account', words: 'account.title', open: () => true, quiet: true, load: () => import('./account/index.svelte') },
  { name: 'citizen', words: 'desk.citizen', open: () => true, anyone: true, load: () => import('./citizen/index.svelte') },
];
