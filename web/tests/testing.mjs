// What every *.test.mjs uses. A test is a function that gets {browser, run, web, shots} and answers what is wrong: [] is good.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const HERE = dirname(fileURLToPath(import.meta.url));
export const FIXTURES = `${HERE}/fixtures`;
export const WEB = resolve(HERE, '..');
export const TOP = resolve(HERE, '../..');

/** A check that cannot fail is no check: each expected part (a|b: either) must stand in some sentence found. */
export function expectNamed(found, parts) {
  return parts
    .filter((part) => !part.split('|').some((p) => found.some((f) => f.includes(p))))
    .map((part) => `nothing said about "${part}"; said were:\n    ${found.join('\n    ')}`);
}

/** `what` must be true. */
export const must = (what, otherwise) => (what ? [] : [otherwise]);

/** A shortcut, once a button on the page has it: buttons of the same ask in a list have none. */
export async function shortcut(page, key) {
  await page.locator(`[aria-keyshortcuts="${key}"]:not([disabled])`).first().waitFor();
  await page.keyboard.press(key);
}
