// What people read. Vietnamese is the measure: a word that is missing in another language does not compile.
import { en } from './en';
import { vi, type Words } from './vi';

export type Language = 'vi' | 'en';
export type Key = keyof Words;
const dictionaries: Record<Language, Words> = { vi, en };

let now = $state<Language>(localStorage.getItem('language') === 'en' ? 'en' : 'vi');

export const language = (): Language => now;
export function speak(next: Language) {
  now = next;
  localStorage.setItem('language', next);
  document.documentElement.lang = next;
}

/** t('line.waiting', 3): {0}, {1} stand for what follows. */
export function t(key: Key, ...args: (string | number)[]): string {
  return args.reduce<string>((text, a, i) => text.replaceAll(`{${i}}`, String(a)), dictionaries[now][key]);
}
/** For names that come from the wire ("dossier.receive", an outcome, a stage): the word where there is one, else the name. */
export function told(prefix: string, name: string): string {
  const found = (dictionaries[now] as Record<string, string>)[`${prefix}.${name}`];
  return found ?? name;
}
export const knows = (key: string): key is Key => key in vi;
