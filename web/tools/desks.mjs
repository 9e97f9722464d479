// Floors of the client: words < wire < asks, parts < shell, desks. A desk includes no other desk, and nothing below includes a desk.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = join(dirname(fileURLToPath(import.meta.url)), '../src');
const MAY = {
  words: ['words'],
  wire: ['wire', 'words'],
  parts: ['parts', 'wire', 'words'],
  asks: ['asks', 'parts', 'wire', 'words'],
  desks: ['desks', 'shell/router', 'asks', 'parts', 'wire', 'words'],
  shell: ['shell', 'desks/desks', 'asks', 'parts', 'wire', 'words'],
};

const files = (dir) => readdirSync(dir).flatMap((n) => {
  const p = join(dir, n);
  return statSync(p).isDirectory() ? files(p) : /\.(ts|svelte)$/.test(n) ? [p] : [];
});

export function complaints(root = src) {
  const bad = [];
  for (const file of files(root)) {
    const name = file.slice(root.length + 1);
    const [room, desk] = name.split('/');
    if (!(room in MAY)) continue;
    for (const [, target] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)) {
      const to = normalize(join(dirname(name), target));
      if (to.startsWith('..')) continue; // a plan's file, as an example
      const ownDesk = room === 'desks' && name !== 'desks/desks.ts' && to.startsWith('desks/') && !to.startsWith(`desks/${desk}/`) && to !== 'desks/desks';
      if (ownDesk) bad.push(`${name}: a desk may not include another (${to})`);
      else if (!MAY[room].some((m) => to === m || to.startsWith(`${m}/`) || to.startsWith(`${m}.`))) bad.push(`${name}: ${room} may not include ${to}`);
    }
  }
  return bad;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bad = complaints();
  console.log(bad.join('\n') || 'desks: none includes another');
  process.exit(bad.length ? 1 : 0);
}
