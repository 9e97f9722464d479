// How a journey is walked: by the keyboard alone (focus and keys), or with a finger on a phone. And what is looked at on the way.
import { axe } from './axe.mjs';
import { overflow } from './browser.mjs';
import { word } from './trying.mjs';

export function hands(page, { language, finger = false, shots, name, bad }) {
  const w = (key, ...args) => word(language, key, ...args);
  const at = (what) => (typeof what === 'string' ? page.locator(what).first() : what);
  const box = () => page.getByRole('dialog');
  const self = {
    page, w,
    async press(what) {
      const one = at(what);
      await one.waitFor();
      if (finger) return one.tap();
      await one.focus();
      await page.keyboard.press('Enter');
    },
    /** The button of an ask, once it may be pressed. */
    ask: (wire, within = page) => self.press(within.locator(`[data-ask="${wire}"]:enabled`).first()),
    do: (what) => self.press(page.locator(`[data-do="${what}"]:enabled`).first()),
    async type(label, text, within = box()) {
      await within.getByLabel(label).first().focus();
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    },
    async pick(label, text, within = box()) {
      const one = within.getByRole('combobox', { name: label });
      await one.focus();
      await page.keyboard.type(text);
      await within.getByRole('option').first().waitFor();
      await page.keyboard.press('Enter');
    },
    async tick(what, within = box()) {
      const one = typeof what === 'string' ? within.getByLabel(what, { exact: true }).first() : what;
      if (finger) return one.tap();
      await one.focus();
      await page.keyboard.press('Space');
    },
    /** Sends what the open dialog asks, and waits until it is gone. */
    async send(wire) {
      await self.ask(wire, box());
      await box().waitFor({ state: 'hidden' });
    },
    /** The same for a form that an ask brings with it. */
    async submit() {
      await self.press(box().locator('[type=submit]:enabled'));
      await box().waitFor({ state: 'hidden' });
    },
    async look(what) {
      const title = `${name}-${what}-${language}${finger ? '-phone' : ''}`;
      if (shots) await page.screenshot({ path: `${shots}/${title}.png`, fullPage: true });
      bad.push(...[...(await axe(page)), ...(await overflow(page))].map((b) => `${title}: ${b}`));
    },
    say: (what, otherwise) => {
      if (!what) bad.push(`${name} (${language}): ${otherwise}`);
    },
  };
  return self;
}
