// Who sits here, and at which seat: a login may hold several (two units, a rehearsal and the live house).
import type { HouseLine, Me, Seat } from './shapes';

class Here {
  me = $state<Me | null>(null);
  /** me was asked for at least once. */
  known = $state(false);
  houses = $state.raw<HouseLine[]>([]);
  #at = $state(sessionStorage.getItem('seat') ?? '');

  get seat(): Seat | null {
    const seats = this.me?.seats ?? [];
    return seats.find((s) => key(s) === this.#at) ?? seats[0] ?? null;
  }
  sit(seat: Seat) {
    this.#at = key(seat);
    sessionStorage.setItem('seat', this.#at);
  }
  get house(): HouseLine | null {
    return this.houses.find((h) => h.code === this.seat?.house) ?? null;
  }
  /** May this seat ask it now, by the table of access? The server decides again. */
  may(wire: string): boolean {
    return this.seat?.asks.includes(wire) ?? false;
  }
  mayLook(view: string): boolean {
    return this.seat?.views.includes(view) ?? false;
  }
}

export const key = (s: Seat) => `${s.house}/${s.unit}/${s.officer}`;
export const here = new Here();
