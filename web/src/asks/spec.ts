// What one ask is: the same entry serves buttons, shortcuts and the command palette.
import type { Component } from 'svelte';
import type { Key } from '../words/words.svelte';
import type { Wire } from '../wire/shapes';

/** One field of a form that the frame draws itself; `name` is the key in the command's body. */
export interface FormField {
  name: string;
  words: Key;
  kind: 'text' | 'area' | 'number' | 'money' | 'day' | 'instant' | 'choice' | 'check' | 'sealed';
  options?: { value: string; words: Key }[];
  required?: boolean;
  hint?: Key;
}

/** A form of its own: gets what is known of the body, calls `onsend` with the whole of it. */
export interface FormProps {
  start: Record<string, unknown>;
  busy: boolean;
  onsend: (body: Record<string, unknown>) => void;
  oncancel: () => void;
}

export interface Spec {
  wire: Wire;
  words: Key;
  /** 'F4', 'Ctrl+Enter', 'Alt+N'. Works while a button of this ask is on the page. */
  shortcut?: string;
  /** Asks once more before it is sent: what cannot be taken back. */
  confirm?: boolean;
  /** What is to be filled in before it is sent. None: it is sent as the button gives it. */
  form?: readonly FormField[] | (() => Promise<{ default: Component<FormProps> }>);
}
