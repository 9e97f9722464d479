// The city's board: four units of the rehearsal live in the real program; forty units on the wall with an invented server.
import { axe } from './axe.mjs';
import { DESKTOP, open, overflow, PHONE } from './browser.mjs';
import { mock, seat } from './mock.mjs';
import { enter, EXPECTED, rehearsing } from './rehearsing.mjs';
import { must } from './testing.mjs';

const fit = async (page, name) => [...(await axe(page)), ...(await overflow(page))].map((b) => `${name}: ${b}`);
const shot = (at, page, name) => at.shots && page.screenshot({ path: `${at.shots}/city-${name}.png` });
const english = (page) => page.getByRole('button', { name: /English/ }).click();

async function withDay(at, from, does) {
  const day = await rehearsing(at.binary, from);
  const opened = [];
  const page = async (login, address, viewport = DESKTOP) => {
    const one = await open(at.browser, { viewport, allow: [day.origin] });
    one.page.setDefaultTimeout(60_000);
    opened.push(one);
    await enter(one.page, day, login, address);
    return one.page;
  };
  try {
    const bad = await does(day, page);
    return [...bad, ...opened.flatMap((o) => o.problems.filter((p) => !EXPECTED.test(p)))];
  } finally {
    for (const o of opened) await o.context.close();
    await day.close();
  }
}

// --- forty units of an invented city -----------------------------------------------------------

const NOW = Date.UTC(2025, 6, 1, 3, 0, 0);
const NAMES = ['Mỹ Thượng', 'Dương Nỗ', 'Vỹ Dạ', 'Thuận Hóa', 'Phú Xuân', 'An Cựu', 'Thủy Xuân', 'Kim Long', 'Hương An', 'Thuận An'];
const COLOURS = ['green', 'yellow', 'red', ''];
const unit = (i) => ({
  judged: COLOURS[i % 4] === '' ? undefined : {
    at: NOW, blocking: i % 4 === 2 ? 2 : 0, colour: COLOURS[i % 4], entries: 1200, findings: [], from: NOW - 9 * 3_600_000, gate: '', held: 9, most: 62_000, points: 31_000 + i * 500,
    score: 400 + i * 10, scorecard: [], seen: 11, seq: 1200, tasks: 20, wanting: [], whole: true,
  },
  now: {
    assignments_late: i % 3, assignments_open: 5, colour: 'green', documents_late: 0, in_process: 40 + i, injects: 0, late: [], meetings_open: 0, milestones: 6, milestones_reached: 6,
    mode: 'live', now: NOW, on_time: 950, overdue: i % 5, queues: [], received_today: 12, returned_today: 8, signers: [], stuck: 0, supplement_rate: 20,
    unit: { code: `u${i}`, name: `${i < 20 ? 'Phường' : 'Xã'} ${NAMES[i % NAMES.length]}${i < 10 ? '' : ` ${Math.floor(i / 10) + 1}`}` }, waiting_at_counter: i % 7, worst: [],
  },
});

async function withCity(at, viewport, does) {
  const server = await mock();
  server.me = { ...server.me, name: 'Thành phố', seats: [seat({ house: 'live', unit: 'u0', mode: 'live', officer: '', name: '', titles: [], posts: [], roles: [], asks: [], views: ['city'] })] };
  server.board = { house: 'live', units: Array.from({ length: 40 }, (_, i) => unit(i)) };
  const { page, context, problems } = await open(at.browser, { allow: [server.origin], viewport });
  page.setDefaultTimeout(30_000);
  try {
    await page.goto(server.origin);
    await page.getByLabel('Tên đăng nhập').fill('thanh-pho');
    await page.getByLabel('Mật khẩu').fill(server.password);
    await page.keyboard.press('Enter');
    await page.locator('.banner').waitFor();
    await page.goto(`${server.origin}/#/city`);
    await page.locator('[data-unit]').first().waitFor();
    const bad = await does(page, server);
    return [...bad, ...problems.filter((p) => !EXPECTED.test(p))];
  } finally {
    await context.close();
    await server.close();
  }
}

export const tests = {
  'four units rehearse at once: all are judged, the counts of cards rise, a unit opens down to a dossier': (at) => withDay(at, '09:30', async (day, enterAs) => {
    const bad = [];
    const page = await enterAs('thanh-pho', 'city');
    await page.locator('[data-unit]').nth(3).waitFor();
    // Judged beside the loop: it comes by itself.
    await page.locator('[data-unit=my-thuong]').getByText(/(Xanh|Vàng|Đỏ)$/).waitFor();
    const injects = async () => Object.fromEntries(await page.locator('[data-unit]').evaluateAll((all) => all.map((e) => [e.dataset.unit, Number(e.querySelector('[data-injects]')?.textContent)])));
    const before = await injects();
    bad.push(...must(Object.keys(before).length === 4, `units: ${JSON.stringify(before)}`));
    bad.push(...(await fit(page, 'board')));
    await shot(at, page, 'board');

    const boss = await enterAs('dao-dien', 'director');
    await boss.locator('[data-state=running]').waitFor();
    for (const speed of ['10×', '60×']) {
      await boss.keyboard.press('Alt+ArrowUp');
      await boss.locator('[aria-pressed=true]', { hasText: speed }).waitFor();
    }
    await page.waitForFunction((n) => Number(document.querySelector('[data-unit=my-thuong] [data-injects]')?.textContent) > n, before['my-thuong'], { timeout: 120_000 });

    // By keyboard: search without marks, open, line by line, one dossier.
    await page.getByLabel('Tìm đơn vị').fill('my thuong');
    await page.waitForFunction(() => document.querySelectorAll('[data-unit]').length === 1);
    await page.locator('[data-unit=my-thuong] a').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Chỉ số theo Quyết định 766/QĐ-TTg' }).waitFor();
    await page.waitForFunction(() => [...document.querySelectorAll('table')].some((x) => /766/.test(x.caption?.textContent ?? '') && x.querySelectorAll('tr[data-row]').length === 6));
    bad.push(...(await fit(page, 'unit')));
    await shot(at, page, 'unit');
    const worst = page.locator('table', { has: page.locator('caption', { hasText: 'Hồ sơ đáng lo nhất' }) }).locator('tr[data-row]').first();
    await worst.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Bảng thành phố không hiện tên').waitFor();
    bad.push(...(await fit(page, 'dossier')));

    await page.goto(`${day.origin}/#/city/wall?bare`);
    await page.locator('.wall [data-unit]').nth(3).waitFor();
    bad.push(...must((await page.locator('.banner:visible').count()) === 0, 'the wall still has the banner'));
    bad.push(...(await fit(page, 'wall of four')));
    await shot(at, page, 'wall-four');
    await page.keyboard.press('Escape');
    await page.locator('.banner').waitFor();
    return bad;
  }),

  'on a phone, and in English': (at) => withDay(at, '10:30', async (_day, enterAs) => {
    const page = await enterAs('thanh-pho', 'city', PHONE);
    await page.locator('[data-unit=my-thuong]').getByText(/(Xanh|Vàng|Đỏ)$/).waitFor();
    const bad = await fit(page, 'board');
    await shot(at, page, 'phone');
    await page.locator('[data-unit=my-thuong] a').click();
    await page.getByRole('heading', { name: 'Ai chậm việc gì' }).waitFor();
    bad.push(...(await fit(page, 'unit')));
    await shot(at, page, 'phone-unit');
    await english(page);
    await page.getByRole('heading', { name: 'Who is late on what' }).waitFor();
    bad.push(...(await fit(page, 'unit in English')));
    return bad;
  }),

  'forty units on one wall, from one request': (at) => withCity(at, { width: 1920, height: 1080 }, async (page, server) => {
    const asked = () => server.boards;
    const bad = must(asked() <= 2, `${asked()} boards were fetched for the first page`);
    await page.goto(`${server.origin}/#/city/wall?bare`);
    await page.locator('.wall [data-unit]').nth(39).waitFor();
    bad.push(...(await fit(page, 'wall')));
    bad.push(...must(await page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight + 2), 'forty units do not fit on the screen'));
    const cut = await page.evaluate(() => [...document.querySelectorAll('.wall li')].filter((e) => e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2).length);
    bad.push(...must(cut === 0, `${cut} tiles are cut off`));
    await shot(at, page, 'wall-forty');
    return bad;
  }),

  'forty units on an ordinary screen, found and ordered': (at) => withCity(at, DESKTOP, async (page, server) => {
    const bad = await fit(page, 'board');
    await shot(at, page, 'forty');
    const first = () => page.locator('[data-unit] h2').first().textContent();
    bad.push(...must(/red/.test(await page.locator('[data-unit]').first().getAttribute('class') ?? ''), 'the worst does not come first'));
    await page.getByLabel('Sắp xếp').selectOption('name');
    bad.push(...must((await first()) === 'Phường An Cựu', `by name first: ${await first()}`));
    await page.getByLabel('Tìm đơn vị').fill('vy da');
    await page.waitForFunction(() => document.querySelectorAll('[data-unit]').length === 4);
    await page.goto(`${server.origin}/#/city/wall?bare`);
    await page.locator('.wall [data-unit]').nth(39).waitFor();
    await shot(at, page, 'wall-forty-1366');
    bad.push(...(await fit(page, 'wall at 1366')));
    return bad;
  }),

  'a stale board is fetched again, but not for every notice': (at) => withCity(at, PHONE, async (page, server) => {
    const bad = await fit(page, 'board');
    const before = server.boards;
    for (let i = 0; i < 50; i++) server.stale(['city']);
    server.board.units[0].now.overdue = 77;
    await page.getByText('77', { exact: true }).waitFor();
    return [...bad, ...must(server.boards - before <= 2, `${server.boards - before} boards for fifty notices`)];
  }),
};
