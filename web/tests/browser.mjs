// One Chromium for all checks. Pages may read files of this machine and the servers a check names; nothing else.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const DESKTOP = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

export async function launch() {
  const executablePath = PLACES.find((p) => p && existsSync(p));
  if (!executablePath) throw new Error('No Chromium here: apt-get install chromium, or set CHROMIUM to its path.');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'],
  });
}

/**
 * A page in Vietnamese, of the given size, that may speak to `allow` (list of origins) and to no one else.
 * `problems` gathers console errors, uncaught errors and attempts to reach anywhere else.
 */
export async function open(browser, { viewport = DESKTOP, allow = [], locale = 'vi-VN', ...options } = {}) {
  const context = await browser.newContext({
    viewport, locale, timezoneId: 'Asia/Ho_Chi_Minh', reducedMotion: 'reduce', ...options,
  });
  const problems = [];
  await context.route('**/*', (route) => {
    const url = route.request().url();
    if (/^(file|data|blob|about):/.test(url) || allow.some((a) => url.startsWith(a))) return route.continue();
    problems.push(`reaches out to ${url}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', (m) => {
    if (m.type() === 'error' || m.type() === 'warning') problems.push(`console ${m.type()}: ${m.text()}`);
  });
  page.on('pageerror', (e) => problems.push(`uncaught: ${e.message}`));
  return { page, context, problems };
}

/** What is wider than the page, as words; an empty list when nothing scrolls sideways. */
export async function overflow(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const scrolls = (e) => {
      for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
        if (/(auto|scroll|hidden|clip)/.test(getComputedStyle(p).overflowX)) return true;
      return false;
    };
    const wide = [...document.body.querySelectorAll('*')]
      .filter((e) => e.getBoundingClientRect().right > room + 1 && !scrolls(e))
      .slice(0, 3)
      .map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute('class') ?? ''}`);
    return [`${document.documentElement.scrollWidth} px wide on a screen of ${room}: ${wide.join(', ')}`];
  });
}
