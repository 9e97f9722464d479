// The house's clock: of the day that is lived, which in a rehearsal is another than ours, and runs as fast as it is told.
import type { HouseClock } from './shapes';

class Clock {
  #told = $state.raw<{ clock: HouseClock; here: number } | null>(null);
  #tick = $state(Date.now());
  /** Now, ms since 1970; moves every second. */
  get now(): number {
    const told = this.#told;
    if (!told) return this.#tick;
    const { clock, here } = told;
    return clock.paused || clock.over ? clock.now : clock.now + Math.max(0, this.#tick - here) * clock.speed;
  }
  get speed() {
    return this.#told?.clock.speed ?? 1;
  }
  get paused() {
    return this.#told?.clock.paused ?? false;
  }
  get over() {
    return this.#told?.clock.over ?? false;
  }
  set(clock: HouseClock) {
    this.#told = { clock: { ...clock, over: clock.over ?? false }, here: Date.now() };
    this.#tick = Date.now();
  }
  start(): () => void {
    const timer = setInterval(() => (this.#tick = Date.now()), 1000);
    return () => clearInterval(timer);
  }
}

export const clock = new Clock();
