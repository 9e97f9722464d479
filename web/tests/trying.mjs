// A trial, served by the real program from a folder that is thrown away; every account has the same password:
//   const day = await trial(at.binary, { units: ['my-thuong'], accounts: [['quan-tri', '--kind', 'administrator']], backup: true });
// Of Mỹ Thượng alone, with a login for each officer named:
//   const ward = await trying(at.binary, ['nguyen-van-mau']);  const page = await ward.sit(browser, 'nguyen-van-mau', {...});  await ward.close()
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DESKTOP, open } from './browser.mjs';
import { freePort, serving } from './rehearsing.mjs';
import { TOP, WEB } from './testing.mjs';

export const PASSWORD = 'mat-khau-thu-nghiem';
const UNIT = 'my-thuong';

/** The words people read, from the client's own sources: word('vi', 'meeting.in_favour'). */
const books = {};
export function word(language, key, ...args) {
  if (!books[language]) {
    const folder = join(WEB, 'src/words', language);
    const all = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    books[language] = Object.fromEntries([...all.matchAll(/^ {2}'([^']+)': (?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/gm)].map((m) => [m[1], (m[2] ?? m[3]).replace(/\\(.)/g, '$1')]));
  }
  const text = books[language][key];
  if (text === undefined) throw new Error(`no word ${key} in ${language}`);
  return args.reduce((text_, a, i) => text_.replaceAll(`{${i}}`, String(a)), text);
}

/** A page of its own, in the language asked for, signed in by keyboard alone. */
export async function sit(browser, origin, login, password, { viewport = DESKTOP, language = 'vi', touch = false } = {}) {
  const one = await open(browser, { viewport, allow: [origin], hasTouch: touch });
  one.page.setDefaultTimeout(30_000);
  await one.context.addInitScript((l) => localStorage.setItem('language', l), language);
  await one.page.goto(origin);
  await one.page.getByLabel(word(language, 'login.name')).focus();
  await one.page.keyboard.type(login);
  await one.page.keyboard.press('Tab');
  await one.page.keyboard.type(password);
  await one.page.keyboard.press('Enter');
  await one.page.locator('.banner').waitFor();
  return one;
}

/** The plan, with signatures that do not run out while the project lives. */
function plan(folder, units) {
  const to = join(folder, 'plan');
  cpSync(join(TOP, 'plans/hue-2025'), to, { recursive: true });
  for (const unit of units) {
    const roster = join(to, 'units', `${unit}.yaml`);
    writeFileSync(roster, readFileSync(roster, 'utf8').replaceAll(/signature_until: \d{4}/g, 'signature_until: 2099'));
  }
  return to;
}

export async function trial(binary, { units, accounts, backup = false }) {
  if (!binary) throw new Error('needs the program: tools/web.sh test BINARY');
  const folder = mkdtempSync(join(tmpdir(), 'trying-'));
  const data = join(folder, 'data');
  const gone = () => rmSync(folder, { recursive: true, force: true });
  try {
    for (const account of accounts)
      execFileSync(binary, ['account', 'add', ...account, '--data', data, '--password-stdin'], { cwd: TOP, input: `${PASSWORD}\n` });
    const port = await freePort();
    const server = await serving(binary, [
      '--data', data, '--plan', plan(folder, units), ...units.flatMap((u) => ['--trial', u]), '--port', String(port), ...(backup ? ['--backup', join(folder, 'backups')] : []),
    ]);
    return {
      origin: `http://127.0.0.1:${port}`,
      data,
      password: () => PASSWORD,
      async close() {
        await server.close();
        gone();
      },
    };
  } catch (e) {
    gone();
    throw e;
  }
}

export async function trying(binary, officers) {
  const ward = await trial(binary, { units: [UNIT], accounts: officers.map((o) => [o, '--unit', UNIT, '--officer', o]) });
  const opened = [];
  return {
    ...ward,
    journal: () => execFileSync(binary, ['journal', 'tell', join(ward.data, 'trial', `${UNIT}.db`)], { encoding: 'utf8', maxBuffer: 1 << 26 }),
    problems: (expected) => opened.flatMap((o) => o.problems.filter((p) => !expected.test(p))),
    async sit(browser, officer, how = {}) {
      const one = await sit(browser, ward.origin, officer, PASSWORD, how);
      opened.push(one);
      return one.page;
    },
    /** Where everybody stands when something went wrong. */
    async show(shots) {
      for (const [i, o] of opened.entries()) await o.page.screenshot({ path: `${shots}/wrong-${i}.png` });
    },
    async close() {
      for (const o of opened) await o.context.close();
      await ward.close();
    },
  };
}
