// The boards of all houses this login may look at: one request per house, repeated when something is stale, never more
// often than FLOOR, and now and then in any case.
import { here } from '../../wire/here.svelte';
import { http, SignedOut } from '../../wire/http';
import { listenHouse, onStale } from '../../wire/events.svelte';
import type { S } from '../../wire/shapes';
import { language } from '../../words/words.svelte';

const FLOOR = 5_000;
const SLOWEST = 15_000;

export interface Tile {
  key: string; // of the unit in the address: house/unit
  now: S['CityView'];
  judged: S['BoardJudged'] | undefined;
}

export class Boards {
  tiles = $state.raw<Tile[]>([]);
  loaded = $state(false);
  /** What came last could not be fetched: the line bar says so as well. */
  failed = $state(false);
}

/** To be called while a component is made. */
export function boards(): Boards {
  const all = new Boards();
  const seats = $derived((here.me?.seats ?? []).filter((s) => s.views.includes('city')));
  const houses = $derived([...new Set(seats.map((s) => s.house))].join('/'));
  const whole = $derived([...new Set(seats.filter((s) => !s.officer).map((s) => s.house))].join('/'));
  let round = 0;
  let last = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void load(), ms);
  };
  async function load() {
    const mine = ++round;
    last = Date.now();
    later(SLOWEST);
    try {
      const got = await Promise.all(houses.split('/').filter(Boolean).map((house) => http<S['Board']>('GET', `/v1/h/${house}/board`)));
      if (mine !== round) return;
      all.tiles = got.flatMap(({ body }) => body.units.map((u) => ({ key: `${body.house}/${u.now.unit.code}`, now: u.now, judged: u.judged })));
      all.failed = false;
    } catch (e) {
      if (e instanceof SignedOut) here.me = null;
      if (mine === round) all.failed = true;
    }
    if (mine === round) all.loaded = true;
  }
  const stale = (views: Set<string> | 'all') => {
    if (views === 'all' || views.has('city')) later(Math.max(0, last + FLOOR - Date.now()));
  };
  $effect(() => {
    void [houses, language()];
    void load();
    const offs = [onStale(stale), ...whole.split('/').filter(Boolean).map((house) => listenHouse(house, stale))];
    return () => {
      round++;
      clearTimeout(timer);
      offs.forEach((off) => off());
    };
  });
  return all;
}

const RANK = { red: 0, yellow: 1, '': 2, green: 3 } as const;
const NOW = { red: 0, amber: 1, green: 2 } as const;
export type Plan02 = keyof typeof RANK;
export const plan02 = (tile: Tile): Plan02 => (tile.judged && tile.judged.colour in RANK ? (tile.judged.colour as Plan02) : '');
/** The worst first. */
export const worse = (a: Tile, b: Tile) =>
  RANK[plan02(a)] - RANK[plan02(b)] || NOW[a.now.colour] - NOW[b.now.colour] || b.now.overdue - a.now.overdue;
/** Decision 766: share got of what there is evidence for, per thousand; undefined: no evidence yet. */
export const share766 = (j: S['BoardJudged'] | undefined) => (j && j.most > 0 ? Math.round((j.points * 1000) / j.most) : undefined);
export const signing = (v: S['CityView']) => v.signers.reduce((n, s) => Math.max(n, s.waiting), 0);
export const waiting = (v: S['CityView']) => v.queues.reduce((n, q) => n + q.waiting, 0);
