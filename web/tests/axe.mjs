// What people with keyboards and screen readers could not use: axe-core's serious and critical findings.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function once(page, scope, skip) {
  await page.evaluate(SOURCE); // not a script tag: the page's policy would forbid it
  const found = await page.evaluate(
    async ([scope, skip]) => {
      const { violations } = await window.axe.run(
        scope || skip.length ? { include: [[scope ?? 'body']], exclude: skip.map((s) => [s]) } : document,
        { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
      );
      return violations.map((v) => ({ id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.slice(0, 3).map((n) => n.target.join(' ')) }));
    },
    [scope, skip],
  );
  return found.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => `axe: ${v.id} (${v.impact}): ${v.help}: ${v.nodes.join(', ')}`);
}

/** A page that is redrawn while it is read (a button greyed between two looks) is read again, at rest. */
export async function axe(page, { within = null, without = [] } = {}) {
  const found = await once(page, within, without);
  if (!found.length) return found;
  await page.waitForTimeout(500);
  return once(page, within, without);
}
