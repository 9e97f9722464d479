// What can be asked on the page as it now is: the buttons that are mounted. Shortcuts and palette read it.
import { SvelteMap } from 'svelte/reactivity';
import type { AskId } from './index';

export interface Offer {
  id: AskId;
  label: string;
  shortcut?: string;
  ready: boolean;
  run: () => void;
}

export const offers = new SvelteMap<symbol, Offer>();

/** 'F4', 'Ctrl+Enter', 'Alt+Shift+N' of a key press. */
export function pressed(e: KeyboardEvent): string {
  const name = e.key.length === 1 ? e.key.toUpperCase() : e.key;
  return [e.ctrlKey || e.metaKey ? 'Ctrl' : '', e.altKey ? 'Alt' : '', e.shiftKey && e.key.length > 1 ? 'Shift' : '', name]
    .filter(Boolean)
    .join('+');
}

/** Runs the ask whose shortcut it is; the button mounted last wins. True: it was one. */
export function shortcut(e: KeyboardEvent): boolean {
  const keys = pressed(e);
  for (const offer of [...offers.values()].reverse())
    if (offer.shortcut === keys && offer.ready) {
      offer.run();
      return true;
    }
  return false;
}
