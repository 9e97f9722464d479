// Back-entry after an outage: what was done on paper is asked for with the time at which it truly was.
import { fromField } from '../words/format';
import { t } from '../words/words.svelte';
import { Problem } from './http';

class Afterwards {
  on = $state(false);
  /** "2025-07-01T08:10", as the bar over the desks has it; empty: not typed yet. */
  at = $state('');

  start() {
    this.at = '';
    this.on = true;
  }
  end() {
    this.on = false;
  }
  /** ms of whatever is asked now; undefined: it happens now. Throws where the time is still missing. */
  happened(): number | undefined {
    if (!this.on) return undefined;
    const ms = this.at ? fromField(this.at) : undefined;
    if (ms === undefined) throw new Problem(0, 'happened', t('afterwards.missing'), '');
    return ms;
  }
}
export const afterwards = new Afterwards();
