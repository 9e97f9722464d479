// An Actor who works mostly in dialogs, by the labels read there. Goes to a control at once: by Tab it would take long in the hall.
import { Actor } from './journeying.mjs';

class Hands extends Actor {
  async reach(locator) {
    await locator.first().focus();
  }
  box() {
    return this.page.getByRole('dialog');
  }
  press(what, key) {
    return super.press(typeof what === 'string' ? this.page.locator(what) : what, key);
  }
  do(what) {
    return this.press(`[data-do="${what}"]:enabled`);
  }
  type(label, text, within = this.box()) {
    return super.type(within.getByLabel(label), text);
  }
  async pick(label, text, within = this.box()) {
    await this.reach(within.getByRole('combobox', { name: label }));
    await this.page.keyboard.type(text);
    await within.locator('[role=option]:not([aria-disabled])').first().waitFor(); // not that there is none, yet
    await this.page.keyboard.press('Enter');
  }
  tick(what, within = this.box()) {
    return super.tick(typeof what === 'string' ? within.getByLabel(what, { exact: true }) : what);
  }
  /** Sends what the open dialog asks, and waits until it is gone. */
  async send(wire) {
    await this.ask(wire, this.box());
    await this.box().waitFor({ state: 'hidden' });
  }
  /** The same for a form that an ask brings with it. */
  async submit() {
    await this.press(this.box().locator('[type=submit]:enabled'));
    await this.box().waitFor({ state: 'hidden' });
  }
  look(what) {
    return super.look(`${this.name}-${what}-${this.language}${this.keys ? '' : '-phone'}`);
  }
  say(what, otherwise) {
    if (!what) this.bad.push(`${this.name} (${this.language}): ${otherwise}`);
  }
}

export function hands(page, { language, finger = false, shots, name, bad }) {
  const one = new Hands({ page, context: page.context(), problems: [] }, { keys: !finger, language, name, shots });
  one.bad = bad; // one list for all who walk together
  return one;
}
