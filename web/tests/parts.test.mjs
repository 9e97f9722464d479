// The kit: each part's examples are drawn, usable by keyboard, and found without fault by axe, on desk and phone.
import { axe } from './axe.mjs';
import { DESKTOP, open, overflow, PHONE } from './browser.mjs';
import { mock } from './mock.mjs';
import { must } from './testing.mjs';

const PARTS = ['Ask', 'Badge', 'Banner', 'Button', 'Chart', 'Diagram', 'Dialog', 'EmptyState', 'Field', 'Panel', 'Pick', 'Select', 'Table', 'Toast'];

async function withGallery({ browser }, viewport, part, does) {
  const server = await mock();
  const { page, context, problems } = await open(browser, { viewport, allow: [server.origin] });
  page.setDefaultTimeout(8000);
  try {
    await page.goto(`${server.origin}/#/gallery${part ? `/${part}` : ''}`);
    await page.locator('[data-part]').first().waitFor();
    const bad = await does(page);
    return [...bad, ...problems.filter((p) => !/status of 401|\(Unauthorized\)/.test(p))];
  } finally {
    await context.close();
    await server.close();
  }
}

const drawn = async (page, shots, size) => {
  const bad = [];
  await page.locator('[data-part=Diagram] .djs-overlay').first().waitFor();
  await page.locator('[data-part=Chart] canvas').waitFor();
  const names = await page.locator('[data-part]').evaluateAll((all) => all.map((e) => e.dataset.part));
  for (const p of PARTS) bad.push(...must(names.includes(p), `the part ${p} has no example`));
  bad.push(...must(await page.locator('[data-part=Diagram] .bjs-powered-by').isVisible(), 'the mark of bpmn.io cannot be seen'));
  bad.push(...(await overflow(page)), ...(await axe(page)));
  if (shots) await page.screenshot({ path: `${shots}/gallery-${size}.png`, fullPage: true });
  return bad;
};

export const tests = {
  'every part on a desk': (at) => withGallery(at, DESKTOP, '', (page) => drawn(page, at.shots, '1366')),
  'every part on a phone': (at) => withGallery(at, PHONE, '', (page) => drawn(page, at.shots, '390')),

  'axe finds what is broken': (at) => withGallery(at, DESKTOP, 'Button', async (page) => {
    await page.evaluate(() => document.querySelector('#main').insertAdjacentHTML('beforeend', '<button></button><input>'));
    const found = await axe(page);
    return must(found.some((f) => f.includes('button-name')) && found.some((f) => f.includes('label')), `axe said only: ${found}`);
  }),

  'a table by keyboard alone': (at) => withGallery(at, DESKTOP, 'Table', async (page) => {
    const outputs = page.locator('[data-part=Table] output');
    await page.locator('[data-part=Table] tr[data-row]').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const opened = await outputs.nth(0).innerText();
    await page.keyboard.press('Space');
    const chosen = await outputs.nth(1).innerText();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const first = await outputs.nth(0).innerText();
    return [
      ...must(opened === 'H57.34-250701-0003', `Enter on the third row opened "${opened}"`),
      ...must(chosen === '2', `Space chose ${chosen} rows, not 2`),
      ...must(first === 'H57.34-250701-0001', `Home and Enter opened "${first}"`),
    ];
  }),

  'a day is day/month/year on every PC': (at) => withGallery(at, DESKTOP, 'Field', async (page) => {
    const field = page.getByLabel('Ngày sinh');
    const before = await field.inputValue();
    await field.fill('32/12/2025');
    await page.keyboard.press('Tab');
    const wrong = await field.getAttribute('aria-invalid');
    await field.fill('3122025');
    await page.keyboard.press('Tab');
    const unclear = await field.inputValue();
    await field.fill('03122025');
    await page.keyboard.press('Tab');
    const after = await field.inputValue();
    return [
      ...must(before === '01/07/2025' && after === '03/12/2025', `shown before "${before}", after "${after}" (between: "${unclear}")`),
      ...must(wrong === 'true', 'the 32nd of December is taken'),
    ];
  }),

  'one of many is found without marks': (at) => withGallery(at, DESKTOP, 'Pick', async (page) => {
    await page.getByRole('combobox').click();
    await page.keyboard.type('chung ky');
    await page.keyboard.press('Enter');
    const got = await page.locator('[data-part=Pick] output').innerText();
    return must(got === '2.000884', `"chung ky" chose "${got}"`);
  }),

  'a dialog keeps the focus and gives it back': (at) => withGallery(at, DESKTOP, 'Dialog', async (page) => {
    const opener = page.getByRole('button', { name: 'Mở hộp thoại' });
    await opener.click();
    const inside = await page.evaluate(() => !!document.activeElement.closest('dialog'));
    const bad = await axe(page);
    await page.keyboard.press('Escape');
    const back = await opener.evaluate((e) => e === document.activeElement);
    return [...bad, ...must(inside, 'the focus is not in the dialog'), ...must(back, 'the focus does not come back')];
  }),
};
