// Every desk of every kind of seat against the real program, in both languages and at both sizes: usable by all, nothing beside
// the screen, nothing in the console.
import { axe } from './axe.mjs';
import { DESKTOP, open, overflow, PHONE } from './browser.mjs';
import { enter, EXPECTED, rehearsing } from './rehearsing.mjs';
import { must } from './testing.mjs';
import { word } from './trying.mjs';

// Each desk is looked at in all four ways where it is met first; by whoever comes after, in the two that differ most.
const WAYS = [['vi', DESKTOP], ['en', PHONE], ['vi', PHONE], ['en', DESKTOP]];
const KINDS = ['dao-dien', 'Một cửa', 'Chứng thực', 'Lãnh đạo', 'Văn thư', 'Văn thư Đảng', 'Chủ tọa', 'Thư ký', 'thanh-pho', 'quan-tri'];
const OPEN_TO_ALL = ['citizen', 'gallery'];

async function turn(page, [language, size]) {
  await page.setViewportSize(size);
  if ((await page.locator('html').getAttribute('lang')) === language) return;
  await page.locator(`button[aria-label^="${word(language === 'vi' ? 'en' : 'vi', 'language.label')}"]`).click();
  await page.locator(`html[lang=${language}]`).waitFor();
}
/** The page has fetched what it shows. */
const settled = (page) => page.waitForFunction((opening) => {
  const main = document.querySelector('main');
  return main?.querySelector('h1') && !opening.some((w) => main.innerText.includes(w));
}, ['vi', 'en'].map((l) => word(l, 'desk.loading')));

export const tests = {
  'every desk of every seat can be read and used by all': async ({ browser, binary, shots }) => {
    const day = await rehearsing(binary, '09:30');
    const bad = [];
    const met = new Set();
    const opened = [];
    const look = async (page, name, way) => {
      const title = `desk-${name}-${way[0]}-${way[1].width}`;
      if (shots) await page.screenshot({ path: `${shots}/${title}.png`, fullPage: true });
      bad.push(...[...(await axe(page)), ...(await overflow(page))].map((b) => `${title}: ${b}`));
    };
    const sit = async () => {
      const one = await open(browser, { allow: [day.origin] });
      one.page.setDefaultTimeout(30_000);
      opened.push(one);
      return one.page;
    };
    try {
      const public_ = await sit();
      await public_.goto(day.origin);
      await public_.getByLabel(word('vi', 'login.name')).waitFor();
      for (const way of WAYS) {
        await turn(public_, way);
        await look(public_, 'login', way);
      }
      for (const desk of OPEN_TO_ALL) {
        await public_.goto(`${day.origin}/#/${desk}`);
        for (const way of WAYS) {
          await turn(public_, way);
          await settled(public_);
          await look(public_, desk, way);
        }
      }
      for (const kind of KINDS) {
        const page = await sit();
        await enter(page, day, day.password(kind) ? kind : day.login(kind), '');
        const desks = (await page.locator('#nav a').evaluateAll((all) => all.map((a) => a.getAttribute('href').slice(2)))).filter((d) => !OPEN_TO_ALL.includes(d));
        bad.push(...must(desks.length > 0, `${kind} has no desk`));
        for (const way of WAYS.slice(0, met.size ? 1 : 4)) {
          await turn(page, way);
          await look(page, `home-${kind}`, way);
        }
        for (const desk of desks) {
          await page.goto(`${day.origin}/#/${desk}`);
          for (const way of WAYS.slice(0, met.has(desk) ? 2 : 4)) {
            await turn(page, way);
            await settled(page);
            await look(page, met.has(desk) ? `${desk}-${kind}` : desk, way);
          }
          met.add(desk);
        }
        await turn(page, WAYS[0]);
        await page.keyboard.press('Control+K');
        await page.getByRole('dialog').waitFor();
        if (kind === 'Lãnh đạo') await look(page, 'palette', WAYS[0]);
        await page.keyboard.press('Escape');
      }
      const all = ['counter', 'officer', 'leader', 'records', 'meeting', 'assignments', 'director', 'practice', 'city', 'admin'];
      bad.push(...all.filter((d) => !met.has(d)).map((d) => `nobody was shown the desk ${d}`));
      return [...bad, ...new Set(opened.flatMap((o) => o.problems.filter((p) => !EXPECTED.test(p))))];
    } finally {
      for (const o of opened) await o.context.close();
      await day.close();
    }
  },
};
