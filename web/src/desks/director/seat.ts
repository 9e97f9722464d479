// What a director writes down goes into the journal of the unit it is about.
import { here } from '../../wire/here.svelte';

/** Sits down there. False: this login directs nothing there. */
export function sitAt(unit: string): boolean {
  const seat = here.me?.seats.find((s) => s.unit === unit && s.house === here.seat?.house);
  if (seat) here.sit(seat);
  return !!seat;
}
