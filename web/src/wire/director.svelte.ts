// The rehearsal as its director sees it: fetched again every few seconds, and as soon as something is told to be stale.
import { direct, directed, Problem, SignedOut } from './client';
import { clock } from './clock.svelte';
import { onStale } from './events.svelte';
import { here } from './here.svelte';
import type { Direction, S } from './shapes';

const EVERY = 4000;

export class Led {
  /** As the server last told it. */
  data = $state.raw<S['Director'] | undefined>(undefined);
  problem = $state<Error | null>(null);
  /** A direction is on its way. */
  busy = $state(false);
  #take(told: S['Director']) {
    this.data = told;
    this.problem = null;
    clock.set(told.clock);
  }
  async again() {
    if (this.busy) return;
    try {
      const told = await directed();
      if (!this.busy) this.#take(told);
    } catch (e) {
      if (e instanceof SignedOut) here.me = null;
      else this.problem = e as Error;
    }
  }
  /** Asks for it and shows what then is. The problem, where it is not to be had. */
  async lead(direction: Direction): Promise<Problem | null> {
    this.busy = true;
    try {
      this.#take(await direct(direction));
      return null;
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
      return e;
    } finally {
      this.busy = false;
    }
  }
}

/** To be called while a component is made. */
export function led(): Led {
  const one = new Led();
  $effect(() => {
    void one.again();
    let soon: ReturnType<typeof setTimeout> | undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void one.again();
    }, EVERY);
    const off = onStale(() => {
      soon ??= setTimeout(() => {
        soon = undefined;
        void one.again();
      }, 700);
    });
    return () => {
      clearInterval(timer);
      clearTimeout(soon);
      off();
    };
  });
  return one;
}
