// Which office the citizen means, and what he has filed from this machine.
import { clock } from '../../wire/clock.svelte';
import { here } from '../../wire/here.svelte';
import { publicHouses } from '../../wire/public';
import type { HouseLine } from '../../wire/shapes';

/** A filing made here: its track code, which nobody but this browser keeps. */
export interface Kept {
  where: string;
  track: string;
  name: string;
  at: number;
}
const KEPT = 'citizen/filed';

function read<T>(name: string, otherwise: T): T {
  try {
    return (JSON.parse(localStorage.getItem(name) ?? 'null') as T | null) ?? otherwise;
  } catch {
    return otherwise;
  }
}

class Office {
  houses = $state.raw<HouseLine[] | null>(null);
  #chosen = $state(localStorage.getItem('citizen/where') ?? '');
  filed = $state.raw<Kept[]>(read<Kept[]>(KEPT, []));

  readonly all = $derived((this.houses ?? []).flatMap((h) => h.units.map((u) => ({ where: `${h.code}/${u.code}`, unit: u.name, house: h }))));
  readonly now = $derived(this.all.find((o) => o.where === this.#chosen) ?? this.all[0]);

  get where() {
    return this.now?.where ?? '';
  }
  choose(where: string) {
    this.#chosen = where;
    localStorage.setItem('citizen/where', where);
  }
  async load() {
    this.houses = await publicHouses();
    if (!here.me && this.now) clock.set(this.now.house.clock);
  }
  keep(one: Kept) {
    this.filed = [one, ...this.filed.filter((f) => f.track !== one.track)].slice(0, 50);
    localStorage.setItem(KEPT, JSON.stringify(this.filed));
  }
  forget(track: string) {
    this.filed = this.filed.filter((f) => f.track !== track);
    localStorage.setItem(KEPT, JSON.stringify(this.filed));
  }
}
export const office = new Office();

/** What was typed into the form of a procedure and put aside on purpose; nothing is kept on the machine otherwise. */
const shelf = (where: string, code: string) => `citizen/draft/${where}/${code}`;
export const shelved = <T>(where: string, code: string) => read<T | null>(shelf(where, code), null);
export const putAside = (where: string, code: string, what: unknown) => localStorage.setItem(shelf(where, code), JSON.stringify(what));
export const throwAway = (where: string, code: string) => localStorage.removeItem(shelf(where, code));
/** Codes of procedures whose form was put aside. */
export const asides = (where: string) =>
  Object.keys(localStorage)
    .filter((k) => k.startsWith(shelf(where, '')))
    .map((k) => k.slice(shelf(where, '').length));

/** Only with the whole code of a filing can one answer for it; the code of the slip shows where it stands. */
export const whole = (code: string) => /\.[A-Z2-7]{20}$/i.test(code);
