// What was typed outlives a lost line, a reload and a login that ran out; it ends with the tab or at logout.
import { here, key } from './here.svelte';

/** `const form = draft('counter.receive', { name: '', phone: '' })`: read and write form.value; form.clear() when sent. */
export function draft<T extends object>(name: string, empty: T) {
  const place = () => `draft/${here.seat ? key(here.seat) : 'public'}/${name}`;
  const read = (): T => {
    try {
      return { ...structuredClone(empty), ...(JSON.parse(sessionStorage.getItem(place()) ?? '{}') as Partial<T>) };
    } catch {
      return structuredClone(empty);
    }
  };
  let value = $state(read());
  $effect(() => {
    const text = JSON.stringify(value);
    if (text === JSON.stringify(empty)) sessionStorage.removeItem(place());
    else sessionStorage.setItem(place(), text);
  });
  return {
    get value() {
      return value;
    },
    set value(next: T) {
      value = next;
    },
    clear() {
      value = structuredClone(empty);
      sessionStorage.removeItem(place());
    },
  };
}
