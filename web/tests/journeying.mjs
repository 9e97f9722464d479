// People who go a whole way through the program: one by keyboard alone, or by touch on a telephone, in either language.
//   const office = await journeying(binary, '08:56');  const clerk = await office.sits('clerk', { keys: true });
//   await clerk.press(locator); await clerk.type(locator, 'text'); await clerk.look('shot'); office.bad(clerk)
import { execFileSync } from 'node:child_process';
import { axe } from './axe.mjs';
import { DESKTOP, open, overflow, PHONE } from './browser.mjs';
import { EXPECTED, rehearsing } from './rehearsing.mjs';
import { word } from './trying.mjs';

const UNIT = 'my-thuong';
/** Every officer who does something on the way, by what he does. A code of another unit is "unit/officer". */
export const PEOPLE = {
  counter: 'bui-kich-ban', justice: 'phan-mo-phong', certification: 'dang-tuong-tuong', business: 'ly-hu-cau',
  leader: 'hoang-gia-dinh', officeHead: 'duong-on-tap', land: 'nguyen-vi-du', head: 'ly-dong-vai', clerk: 'do-kich-ban',
  partyClerk: 'bui-tuong-tuong',
};

/** A trial day in which nobody of the ward is simulated: every seat is held, only citizens and the other units move by themselves. */
export async function journeying(binary, from, others = []) {
  const day = await rehearsing(binary, from);
  const passwords = {};
  const account = (login, unit, officer) => {
    if (day.password(login)) return;
    const said = execFileSync(binary, ['account', 'add', login, '--data', day.run, '--unit', unit, '--officer', officer, '--name', officer], { encoding: 'utf8' });
    passwords[login] = said.trim().split(' ').at(-1);
  };
  for (const officer of Object.values(PEOPLE)) account(officer, UNIT, officer);
  for (const [unit, officer] of others) account(`${unit}.${officer}`, unit, officer);
  const session = await director(day);
  const mine = new Set(Object.values(PEOPLE));
  for (const seat of (await session.get()).seats)
    if (seat.unit === UNIT) await session.tell({ 'director.take_seat': { unit: UNIT, officer: seat.officer, login: mine.has(seat.officer) ? seat.officer : 'dao-dien' } });
  for (const [unit, officer] of others) await session.tell({ 'director.take_seat': { unit, officer, login: `${unit}.${officer}` } });
  return {
    ...day,
    director: session,
    password: (login) => day.password(login) || passwords[login] || '',
    /** So many minutes of the day pass at once. */
    async pass(minutes) {
      const at = (await session.get()).clock.now + minutes * 60_000;
      await session.tell({ 'director.skip_to': { at } });
      while ((await session.get()).clock.now < at) await new Promise((done) => setTimeout(done, 50));
    },
  };
}

/** The director of a rehearsal, over HTTP: get(), tell({...}). */
export async function director(day) {
  const jar = { cookie: '', csrf: '' };
  const call = async (path, body) => {
    const answer = await fetch(`${day.origin}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { Cookie: jar.cookie, 'X-CSRF': jar.csrf, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const set = answer.headers.get('set-cookie');
    if (set) jar.cookie = set.split(';')[0];
    const said = await answer.json();
    if (!answer.ok) throw new Error(`${path} ${JSON.stringify(body)}: ${answer.status} ${JSON.stringify(said)}`);
    return said;
  };
  await call('/v1/login', { login: 'dao-dien', password: day.password('dao-dien') });
  jar.csrf = (await call('/v1/me')).csrf;
  const { houses } = await call('/v1/houses');
  const path = `/v1/h/${houses[0].code}/director`;
  return { house: houses[0].code, get: () => call(path), tell: (direction) => call(path, direction) };
}

/** What a mouse would set off is told as a problem: a journey by keyboard may not use one. */
const NO_MOUSE = () => {
  for (const kind of ['mousedown', 'pointerdown', 'touchstart'])
    addEventListener(kind, (e) => console.error(`${kind} on ${e.target?.outerHTML?.slice(0, 80)}: this way goes by keyboard alone`), true);
};

export class Actor {
  constructor(opened, { keys, language, name, origin, shots }) {
    Object.assign(this, { page: opened.page, context: opened.context, problems: opened.problems, keys, language, name, origin, shots, bad: [] });
    this.w = (key, ...args) => word(language, key, ...args);
    this.page.setDefaultTimeout(45_000);
  }
  static async comes(browser, origin, name, { keys = true, language = 'vi', shots } = {}) {
    const opened = await open(browser, { viewport: keys ? DESKTOP : PHONE, hasTouch: !keys, allow: [origin] });
    await opened.page.addInitScript((l) => localStorage.setItem('language', l), language);
    if (keys) await opened.page.addInitScript(NO_MOUSE);
    return new Actor(opened, { keys, language, name, origin, shots });
  }
  async signs(login, password) {
    await this.page.goto(this.origin);
    await this.type(this.page.getByLabel(this.w('login.name')), login);
    await this.type(this.page.getByLabel(this.w('login.password')), password);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.banner').waitFor();
  }
  async goes(address) {
    await this.page.goto(`${this.origin}/#/${address}`);
    await this.page.locator('main h1').first().waitFor();
  }
  /** By Tab, as far as it takes; what cannot be reached so is a fault. */
  async reach(locator) {
    const at = locator.first();
    await at.waitFor();
    const there = () => at.evaluate((e) => e === document.activeElement);
    for (let i = 0; i < 150; i++) {
      if (await there()) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`${this.name}: no Tab leads to ${locator}`);
  }
  async press(locator, key = 'Enter') {
    if (!this.keys) return locator.first().click();
    await this.reach(locator);
    await this.page.keyboard.press(key);
  }
  /** The ask's button, once it may be pressed. */
  async ask(name, within = this.page) {
    const button = within.locator(`[data-ask="${name}"]:not([disabled])`).first();
    await button.waitFor();
    await this.press(button);
  }
  async tick(locator) {
    return this.keys ? this.press(locator, 'Space') : locator.first().check();
  }
  async type(locator, text) {
    if (!this.keys) return locator.first().fill(text);
    await this.reach(locator);
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.type(text);
  }
  /** One of a Select. */
  async choose(locator, value) {
    if (!this.keys) return locator.first().selectOption(value);
    await this.reach(locator);
    const steps = await locator.first().evaluate((e, v) => [...e.options].findIndex((o) => o.value === v) - e.selectedIndex, value);
    for (let i = 0; i < Math.abs(steps); i++) await this.page.keyboard.press(steps < 0 ? 'ArrowUp' : 'ArrowDown');
  }
  /** One of a Pick, by a few letters. */
  async pick(locator, text) {
    if (this.keys) await this.reach(locator);
    else await locator.first().click();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }
  /** The row of a table, opened. */
  async opens(text) {
    const row = this.page.locator('tr[data-row]', { hasText: text }).first();
    await row.waitFor();
    if (!this.keys) return row.locator('td.head').click({ position: { x: 4, y: 4 } });
    await this.to(row);
    await this.page.keyboard.press('Enter');
  }
  /** Tab into the table, arrows to the row. */
  async to(row) {
    const table = this.page.locator('table', { has: row }).first();
    await this.reach(table.locator('tr[tabindex="0"]'));
    for (let i = 0; i < 60; i++) {
      const way = await row.evaluate((e) => Math.sign([...e.parentElement.children].indexOf(e) - [...e.parentElement.children].indexOf(document.activeElement)));
      if (way === 0) return;
      await this.page.keyboard.press(way > 0 ? 'ArrowDown' : 'ArrowUp');
    }
    throw new Error(`${this.name}: no arrow leads to the row`);
  }
  sees(text) {
    return this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }
  heading(name) {
    return this.page.getByRole('heading', { name }).first().waitFor();
  }
  /** Axe, sideways scrolling, a screenshot. */
  async look(shot) {
    const where = `${shot} (${this.name})`;
    if (this.shots) await this.page.screenshot({ path: `${this.shots}/${shot}.png`, fullPage: !this.keys });
    this.bad.push(...[...(await axe(this.page)), ...(await overflow(this.page))].map((b) => `${where}: ${b}`));
  }
  /** A printed paper as its link gives it, as text. */
  async paper(locator) {
    const link = locator.first();
    await link.waitFor();
    if (this.keys) await this.reach(link);
    const answer = await this.page.context().request.get(new URL(await link.getAttribute('href'), this.origin).href);
    if (answer.status() !== 200) throw new Error(`${this.name}: ${await link.getAttribute('href')} answers ${answer.status()}`);
    return execFileSync('pdftotext', ['-layout', '-', '-'], { input: await answer.body(), encoding: 'utf8' });
  }
  async leaves() {
    await this.context.close();
    return [...this.bad, ...this.problems.filter((p) => !EXPECTED.test(p)).map((p) => `${this.name}: ${p}`)];
  }
}
