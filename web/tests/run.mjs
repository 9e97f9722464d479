// node tests/run.mjs --run RUNDIR [--binary PROGRAM] [--shots DIR] [--only WORD]: every *.test.mjs beside this file, one browser for all.
import { mkdirSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { launch } from './browser.mjs';
import { HERE, TOP } from './testing.mjs';

const args = {};
for (let i = 2; i + 1 < process.argv.length; i += 2) args[process.argv[i].replace(/^--/, '')] = process.argv[i + 1];
if (args.binary) args.binary = resolve(TOP, args.binary);
if (args.shots) mkdirSync(args.shots, { recursive: true });
const browser = await launch();
let passed = 0;
let failed = 0;
for (const file of readdirSync(HERE).filter((n) => n.endsWith('.test.mjs')).sort()) {
  const { tests, closing } = await import(`./${file}`);
  for (const [name, test] of Object.entries(tests)) {
    const title = `${file.replace('.test.mjs', '')}: ${name}`;
    if (args.only && !title.includes(args.only)) continue;
    let bad;
    try {
      bad = await test({ browser, run: args.run, binary: args.binary, shots: args.shots });
    } catch (e) {
      bad = [e.stack ?? String(e)];
    }
    if (bad.length === 0) { passed++; console.log(`ok      ${title}`); }
    else { failed++; console.log(`FAILED  ${title}`); bad.forEach((b) => console.log(`  - ${b}`)); }
  }
  await closing?.(); // what the tests of one file have shared
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
