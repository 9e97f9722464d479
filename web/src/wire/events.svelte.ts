// Live notices: which views are stale, and how the clock runs. They say what to fetch again, never what changed.
import { clock } from './clock.svelte';
import { here } from './here.svelte';
import { line } from './line.svelte';
import type { HouseClock, S } from './shapes';

type Listener = (views: Set<string> | 'all', seq: number) => void;
const listeners = new Set<Listener>();

export function onStale(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
const tell = (views: Set<string> | 'all', seq: number) => listeners.forEach((l) => l(views, seq));

/** Listens for a seat's unit until the returned function is called. */
export function listen(house: string, unit: string): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  const open = () => {
    source = new EventSource(`/v1/h/${house}/u/${unit}/events`);
    source.onopen = () => {
      if (!line.events || tries > 0) tell('all', 0); // what was missed meanwhile is not known
      tries = 0;
      line.events = true;
    };
    source.addEventListener('stale', (e) => {
      const stale = JSON.parse((e as MessageEvent<string>).data) as S['Stale'];
      tell(new Set(stale.views), stale.seq);
    });
    source.addEventListener('clock', (e) => clock.set(JSON.parse((e as MessageEvent<string>).data) as HouseClock));
    source.onerror = () => {
      if (here.me) line.events = false;
      tries++;
      if (source?.readyState !== EventSource.CLOSED) return; // the browser tries by itself
      source.close();
      clearTimeout(again);
      again = setTimeout(open, Math.min(15_000, 1000 * 2 ** Math.min(tries, 4)));
    };
  };
  open();
  return () => {
    clearTimeout(again);
    source?.close();
    line.events = true;
  };
}

/** Hears what is stale in any unit of a house: for whoever looks across units. */
export function listenHouse(house: string, stale: Listener): () => void {
  const source = new EventSource(`/v1/h/${house}/events`);
  source.addEventListener('stale', (e) => {
    const told = JSON.parse((e as MessageEvent<string>).data) as S['Stale'];
    stale(new Set(told.views), told.seq);
  });
  return () => source.close();
}
