// Practising alone: the house of one's own, and what of it is done and not yet.
import { doPractice, me, practice, Problem, sharedPractices, SignedOut } from './client';
import { here } from './here.svelte';
import type { PracticeDo, S, Seat } from './shapes';

/** Does this seat stand in the house of a practice? Nobody but its owner has one. */
export const practises = (seat: Seat | null) => !!seat && here.houses.some((h) => h.practice && h.code === seat.house);
export const practiceSeat = (): Seat | null => here.me?.seats.find((s) => practises(s)) ?? null;
export const ordinarySeat = (): Seat | null => here.me?.seats.find((s) => !practises(s)) ?? null;

class Practising {
  /** As the server last told it. */
  data = $state.raw<S['Practice'] | undefined>(undefined);
  shared = $state.raw<S['PracticeLine'][]>([]);
  problem = $state<Error | null>(null);
  busy = $state(false);
  #done = 0;

  async again() {
    if (!here.me) return;
    const done = this.#done;
    try {
      if (here.me.seats.some((s) => s.officer)) {
        const told = await practice();
        if (!this.busy && done === this.#done) this.data = told; // what was told before something was done is no longer so
      } else this.shared = (await sharedPractices()).practices;
      this.problem = null;
    } catch (e) {
      if (e instanceof SignedOut) here.me = null;
      else this.problem = e as Error;
    }
  }
  /** The problem, where it is not to be had. Starting and ending change which houses there are. */
  async do(what: PracticeDo): Promise<Problem | null> {
    this.busy = true;
    try {
      this.data = await doPractice(what);
      this.#done++;
      if ('practice.start' in what || 'practice.end' in what) await me();
      return null;
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
      return e;
    } finally {
      this.busy = false;
    }
  }
}
export const practising = new Practising();
