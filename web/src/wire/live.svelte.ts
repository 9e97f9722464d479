// A view that stays true while the page is open: fetched again when it is told to be stale, its parameters change,
// or another language is chosen: names of posts, bodies and steps are the server's words.
import { SignedOut, view } from './client';
import { onStale } from './events.svelte';
import { here, key } from './here.svelte';
import { language } from '../words/words.svelte';
import type { Params, ViewOf } from './shapes';

export class Live<T> {
  /** The last state known; undefined before the first answer. Never guessed, never changed by the page. */
  data = $state.raw<T | undefined>(undefined);
  /** Of the journal, as the data has seen it. */
  seq = $state(0);
  problem = $state<Error | null>(null);
  loading = $state(false);
  again: () => void = () => {};
}

/**
 * To be called while a component is made: `const work = live('officer', () => ({ role }))`, then {#if work.data}.
 * `params` may read $state; undefined from it means "not now".
 */
export function live<N extends string, T = ViewOf<N>>(name: N, params: () => Params | undefined = () => ({})): Live<T> {
  const result = new Live<T>();
  let round = 0;
  let asked: Params | undefined;
  let stop: AbortController | null = null;
  let late = false; // stale again while it was being fetched
  const fetchNow = async () => {
    if (!asked || !here.seat) return;
    const mine = ++round;
    late = false;
    stop?.abort();
    stop = new AbortController();
    result.loading = true;
    try {
      const got = await view<N, T>(name, asked, stop.signal);
      if (mine !== round) return;
      result.data = got.data;
      result.seq = got.seq;
      result.problem = null;
    } catch (e) {
      if (mine !== round) return;
      if (e instanceof SignedOut) here.me = null;
      else result.problem = e as Error;
    }
    if (mine !== round) return;
    result.loading = false;
    if (late) void fetchNow();
  };
  // One fetch at a time, and one more after it however often it was told meanwhile: to break one off would close the
  // line it came on, for every page at once when the office is busiest.
  const fetchAgain = () => {
    if (result.loading) late = true;
    else void fetchNow();
  };
  result.again = () => void fetchNow();
  let before = '';
  $effect(() => {
    const next = params();
    const where = here.seat && key(here.seat);
    const now = JSON.stringify([where, next, language()]);
    if (now === before) return;
    if (before && (!next || where !== (JSON.parse(before) as unknown[])[0])) result.data = undefined;
    before = now;
    asked = next;
    void fetchNow();
  });
  $effect(() => {
    const off = onStale((views) => {
      if (views === 'all' || views.has(name)) fetchAgain();
    });
    return () => {
      off();
      round++;
      stop?.abort();
    };
  });
  return result;
}
