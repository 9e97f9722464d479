// A run's report.html as people meet it: a file opened without a network, on a desk, a phone and on paper.
import { pathToFileURL } from 'node:url';
import { DESKTOP, PHONE, open, overflow } from './browser.mjs';

/** What is wrong with the report, one sentence each. */
export async function checkReport(browser, file, { shots } = {}) {
  const found = [];
  for (const [name, viewport] of [['1366x768', DESKTOP], ['390x844', PHONE]]) {
    const { page, context, problems } = await open(browser, { viewport });
    const say = (text) => found.push(`${name}: ${text}`);
    await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
    for (const text of await page.evaluate(structure)) say(text);
    for (const text of await languages(page)) say(text);
    for (const text of await overflow(page)) say(text);
    if (shots) await page.screenshot({ path: `${shots}/report-${name}.png`, fullPage: false });
    if (viewport === DESKTOP) {
      await page.emulateMedia({ media: 'print' });
      for (const text of await page.evaluate(paper)) say(`printed: ${text}`);
      const pdf = await page.pdf({ format: 'A4', printBackground: true });
      if (pdf.length < 20000) say('printed: the PDF is all but empty');
    }
    problems.forEach(say);
    await context.close();
  }
  return found;
}

/** Runs in the page: are the parts there that a reader came for? */
function structure() {
  const bad = [];
  const root = document.documentElement;
  if (root.lang !== 'vi') bad.push(`opens in "${root.lang}", not in Vietnamese`);
  for (const id of ['gate', 'columns', 'tasks', 'findings', 'injects', 'day', 'procedures', 'provenance'])
    if (!document.getElementById(id)) bad.push(`the part #${id} is missing`);
  const drawn = (svg) => svg.getBoundingClientRect().width > 100 && svg.querySelectorAll('rect,path').length > 3;
  const day = document.querySelector('svg.day');
  if (!day || !drawn(day)) bad.push('the timeline of the day is not drawn');
  const folded = [...document.querySelectorAll('details:not([open])')];
  folded.forEach((d) => (d.open = true));
  const diagrams = [...document.querySelectorAll('svg.bpmn')];
  if (diagrams.length === 0 || !diagrams.every(drawn)) bad.push('a diagram of a procedure is not drawn');
  folded.forEach((d) => (d.open = false));
  const ids = new Set([...document.querySelectorAll('[id]')].map((e) => e.id));
  for (const a of document.querySelectorAll('a[href^="#"]'))
    if (!ids.has(decodeURIComponent(a.getAttribute('href').slice(1))))
      bad.push(`the link ${a.getAttribute('href')} leads nowhere`);
  return bad;
}

/** The other language and back: each hides the other's words, and says something itself. */
async function languages(page) {
  const bad = [];
  const button = page.locator('button.lang');
  if (!(await button.isVisible())) return ['the language switch cannot be seen'];
  const read = () => page.evaluate(() => [document.documentElement.lang, document.querySelector('h1').innerText, document.body.innerText]);
  const before = await read();
  await button.click();
  const other = await read();
  await button.click();
  const after = await read();
  if (other[0] !== 'en') bad.push('the language switch does not lead to English');
  if (other[1] === before[1]) bad.push('the title is the same in both languages');
  if (/[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/.test(before[2]) === false) bad.push('there is no Vietnamese on the page');
  if (after[0] !== 'vi' || after[1] !== before[1]) bad.push('the language switch does not lead back');
  return bad;
}

/** Runs in the page under print: controls are gone, and nothing is wider than the sheet lets it be. */
function paper() {
  const bad = [];
  const shown = (e) => e && getComputedStyle(e).display !== 'none' && e.getClientRects().length > 0;
  if (shown(document.querySelector('button.lang'))) bad.push('the language switch is on the paper');
  if (shown(document.querySelector('nav'))) bad.push('the navigation is on the paper');
  return bad;
}
