// The frame: login, language, addresses, the palette; and that an ask is done once, however the line behaves.
import { axe } from './axe.mjs';
import { DESKTOP, open, overflow, PHONE } from './browser.mjs';
import { everywhere, mock } from './mock.mjs';
import { must } from './testing.mjs';
import { complaints } from '../tools/desks.mjs';
import { FIXTURES, WEB } from './testing.mjs';
import { gzipSync } from 'node:zlib';
import { readFileSync, readdirSync } from 'node:fs';

const EXPECTED = /Failed to load resource: (the server responded with a status of (401|404|409)|net::ERR_)/;

async function withPage({ browser }, options, does) {
  const server = await mock();
  const { page, context, problems } = await open(browser, { allow: [server.origin], ...options });
  page.setDefaultTimeout(8000);
  try {
    const bad = await does(page, server, context);
    return [...bad, ...problems.filter((p) => !EXPECTED.test(p))];
  } finally {
    await context.close();
    await server.close();
  }
}
async function signIn(page, server, address = '') {
  await page.goto(server.origin);
  await page.getByLabel('Tên đăng nhập').fill('mau');
  await page.getByLabel('Mật khẩu').fill(server.password);
  await page.keyboard.press('Enter');
  await page.locator('.banner').waitFor();
  if (address) await page.goto(`${server.origin}/${address}`);
}
const ASK = '#/gallery/Ask';
const press = (page, ask) => page.locator(`[data-ask="${ask}"]`).click();
/** The answer as the page got it. */
async function answered(page) {
  const out = page.locator('[data-answer]');
  await out.filter({ hasText: '{' }).waitFor({ timeout: 20_000 });
  return JSON.parse(await out.innerText());
}

export const tests = {
  'the first page is below 200 kB': async () => {
    const assets = `${WEB}/dist/assets`;
    const html = readFileSync(`${WEB}/dist/index.html`, 'utf8');
    const size = readdirSync(assets).filter((n) => html.includes(n)).reduce((sum, n) => sum + gzipSync(readFileSync(`${assets}/${n}`)).length, 0);
    return must(size > 5000 && size < 200_000, `${size} bytes`);
  },

  'no desk includes another': async () => {
    const wrong = complaints(`${FIXTURES}/src`);
    return [
      ...complaints(),
      ...must(wrong.length === 2 && wrong[0].includes('a desk may not include another') && wrong[1].includes('parts may not include'), `the broken sources are not named: ${wrong}`),
    ];
  },

  'login, wrong and right, in both languages, desk and phone': async (at) => {
    const bad = [];
    for (const viewport of [DESKTOP, PHONE])
      bad.push(...(await withPage(at, { viewport }, async (page, server) => {
        const size = viewport.width;
        await page.goto(server.origin);
        await page.getByLabel('Tên đăng nhập').fill('mau');
        if (at.shots) await page.screenshot({ path: `${at.shots}/login-${size}.png` });
        const found = [...(await axe(page)), ...(await overflow(page))];
        await page.getByLabel('Mật khẩu').fill('sai');
        await page.keyboard.press('Enter');
        await page.getByRole('alert').filter({ hasText: 'không đúng' }).waitFor();
        await page.getByRole('button', { name: /English/ }).click();
        await page.getByRole('alert').filter({ hasText: 'is wrong' }).waitFor().catch(() => {});
        found.push(...must((await page.locator('html').getAttribute('lang')) === 'en', 'the page is not marked as English'));
        await page.reload();
        found.push(...must(await page.getByLabel('Login name').waitFor().then(() => true, () => false), 'the language is forgotten on reload'));
        await page.getByRole('button', { name: /Tiếng Việt/ }).click();
        server.me.seats = [everywhere()];
        await signIn(page, server);
        await page.getByRole('heading', { name: /Xin chào/ }).waitFor();
        found.push(...(await axe(page)), ...(await overflow(page)));
        found.push(...must((await page.title()).startsWith('DIỄN TẬP'), 'the title does not say that it is a rehearsal'));
        if (at.shots) await page.screenshot({ path: `${at.shots}/home-${size}.png` });
        return found;
      })));
    return bad;
  },

  'the desks of a seat, and no other': (at) => withPage(at, {}, async (page, server) => {
    await signIn(page, server);
    const names = await page.locator('#nav li').allInnerTexts();
    await page.goto(`${server.origin}/#/admin`);
    const kept = await page.getByText('Không có trang này').isVisible().catch(() => false);
    await page.goto(`${server.origin}/#/counter/a%2Fb?x=1`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return [...must(names[0] === 'Một cửa' && names[1] === 'Việc của tôi' && !names.includes('Quản trị'), `desks: ${names}`), ...must(kept, 'a desk that is not mine opens')];
  }),

  'the palette by keyboard': (at) => withPage(at, {}, async (page, server) => {
    await signIn(page, server);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('viec cua');
    if (at.shots) await page.screenshot({ path: `${at.shots}/palette.png` });
    const bad = await axe(page);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/officer/);
    await page.keyboard.press('Alt+1');
    await page.waitForURL(/#\/counter/);
    return bad;
  }),

  'a login that ran out is asked for over the page': (at) => withPage(at, {}, async (page, server) => {
    await signIn(page, server, ASK);
    await page.getByLabel('Ghi chú').fill('đang viết dở');
    server.signedIn = false;
    await press(page, 'work.take');
    await page.getByText('Phiên đăng nhập đã hết').waitFor();
    const bad = must((await page.getByLabel('Ghi chú').inputValue()) === 'đang viết dở', 'what was typed is gone');
    await page.getByLabel('Tên đăng nhập').fill('mau');
    await page.getByLabel('Mật khẩu').fill(server.password);
    await page.keyboard.press('Enter');
    const got = await answered(page);
    return [...bad, ...must(got.ok && server.asked.length === 1, `after the login: ${JSON.stringify(got)}, asked ${server.asked.length} times`)];
  }),

  'a lost line: told, retried with the same request, done once': (at) => withPage(at, {}, async (page, server) => {
    await signIn(page, server, ASK);
    await page.locator('[data-ask="work.take"]').waitFor();
    let decided = 0;
    server.on('work.take', () => (decided++, { facts: [] }));
    server.down = true;
    server.cutStreams();
    await page.keyboard.press('F7'); // its shortcut
    await page.locator('[data-line=lost]').filter({ hasText: 'Mất kết nối' }).waitFor();
    if (at.shots) await page.screenshot({ path: `${at.shots}/lost.png` });
    server.down = false;
    server.cut = 1; // the first answer is lost after the office has decided
    const got = await answered(page);
    const ids = new Set(server.asked.map((a) => a.request));
    await page.locator('.bar').waitFor({ state: 'hidden' });
    return [
      ...must(got.ok && got.repeated, `the answer: ${JSON.stringify(got)}`),
      ...must(decided === 1 && ids.size === 1 && server.asked.length === 2, `decided ${decided} times, ${ids.size} ids, ${server.asked.length} sends`),
    ];
  }),

  'what was done on paper is entered with its true time, and only while the bar says so': (at) => withPage(at, {}, async (page, server) => {
    server.on('work.take', () => ({ facts: [] }));
    await signIn(page, server, ASK);
    await page.locator('[data-ask="work.take"]').waitFor();
    const byPalette = async (text) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    };
    await byPalette('nhap bu');
    const bar = page.getByRole('region', { name: 'ĐANG NHẬP BÙ' });
    await bar.waitFor();
    await press(page, 'work.take');
    await page.getByText('hãy ghi thời điểm thật trên giấy trước').waitFor();
    const bad = must(server.asked.length === 0, 'asked without a true time');
    await page.getByLabel('Thời điểm thật trên giấy').fill('01/07/2025 08:10');
    bad.push(...(await axe(page)), ...(await overflow(page)));
    if (at.shots) await page.screenshot({ path: `${at.shots}/afterwards.png` });
    await press(page, 'work.take');
    await answered(page);
    await byPalette('thoi nhap bu');
    await bar.waitFor({ state: 'hidden' });
    await press(page, 'work.take');
    await page.waitForFunction(() => document.querySelectorAll('.toast.done').length === 2);
    const times = server.asked.map((a) => a.happened);
    return [...bad, ...must(times.length === 2 && times[0] === Date.UTC(2025, 6, 1, 1, 10) && times[1] === undefined, `true times: ${JSON.stringify(times)}`)];
  }),

  'a refusal is a sentence to act on': (at) => withPage(at, {}, async (page, server) => {
    const sentence = 'Hồ sơ đã trả kết quả: không rút được nữa.';
    server.on('dossier.withdraw', () => ({ sentence, refusal: { code: 'rule', rule: 'dossier.withdraw_stage', args: [] } }));
    await signIn(page, server, ASK);
    await press(page, 'dossier.withdraw');
    await page.getByText('Bạn có chắc chắn không?').waitFor();
    if (server.asked.length) return ['it was sent before it was confirmed'];
    await page.getByRole('dialog').getByRole('button', { name: 'Rút hồ sơ' }).click();
    await page.getByRole('dialog').getByRole('alert').filter({ hasText: sentence }).waitFor();
    if (at.shots) await page.screenshot({ path: `${at.shots}/refusal.png` });
    const bad = await axe(page);
    const got = await answered(page);
    return [...bad, ...must(!got.ok && got.sentence === sentence && got.refusal.rule === 'dossier.withdraw_stage', JSON.stringify(got))];
  }),

  'a stale view is fetched again; the clock follows the house': (at) => withPage(at, {}, async (page, server) => {
    let fetched = 0;
    server.views.officer = () => ({ n: ++fetched });
    await signIn(page, server, ASK);
    const shows = (n) => page.locator('[data-view]').filter({ hasText: `{"n":${n}}` }).waitFor();
    await shows(1);
    server.stale(['counter']);
    server.stale(['officer']);
    await shows(2);
    server.tell({ now: Date.UTC(2025, 6, 1, 8, 0, 0), paused: true });
    await page.locator('.banner .clock').filter({ hasText: '15:00:00' }).filter({ hasText: 'Tạm dừng' }).waitFor();
    server.cutStreams(); // back again: what was missed is not known, so everything is fetched
    await shows(3);
    return [];
  }),
};
