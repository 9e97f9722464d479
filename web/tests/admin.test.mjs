// The administrator's desk and one's own account, with the real program.
import { createHmac } from 'node:crypto';
import { axe } from './axe.mjs';
import { DESKTOP, open, overflow, PHONE } from './browser.mjs';
import { EXPECTED } from './rehearsing.mjs';
import { must } from './testing.mjs';
import { PASSWORD, trial } from './trying.mjs';

const fit = async (page, name) => [...(await axe(page)), ...(await overflow(page))].map((b) => `${name}: ${b}`);
const shot = (at, page, name) => at.shots && page.screenshot({ path: `${at.shots}/admin-${name}.png`, fullPage: true });
const FORBIDDEN = /Failed to load resource: the server responded with a status of 40[03]/;

/** RFC 6238, as a telephone does it. */
function codeOf(base32) {
  const bits = [...base32].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function withTrial(at, does) {
  const day = await trial(at.binary, {
    units: ['my-thuong'], backup: true,
    accounts: [
      ['quan-tri', '--kind', 'administrator'],
      ['nguoi-thu', '--unit', 'my-thuong', '--officer', 'vo-tuong-tuong', '--name', 'Võ Tưởng Tượng'],
    ],
  });
  const opened = [];
  const signIn = async (page, login, password) => {
    await page.goto(day.origin);
    await page.getByLabel('Tên đăng nhập').fill(login);
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.locator('.banner').waitFor();
  };
  const page = async (login, address, { viewport = DESKTOP, password = PASSWORD } = {}) => {
    const one = await open(at.browser, { viewport, allow: [day.origin] });
    one.page.setDefaultTimeout(60_000);
    opened.push(one);
    await signIn(one.page, login, password);
    await one.page.goto(`${day.origin}/#/${address}`);
    await one.page.locator('main h1').waitFor();
    return one.page;
  };
  try {
    const bad = await does(day, page);
    return [...bad, ...opened.flatMap((o) => o.problems.filter((p) => !EXPECTED.test(p) && !FORBIDDEN.test(p)))];
  } finally {
    for (const o of opened) await o.context.close();
    await day.close();
  }
}

export const tests = {
  'the administrator backs up, makes an account, renews its password, disables it, all by keyboard': (at) => withTrial(at, async (day, enterAs) => {
    const bad = [];
    const page = await enterAs('quan-tri', 'admin');
    await page.getByRole('heading', { name: 'Sao lưu' }).waitFor();
    await page.locator('[data-do=backup]').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-last]').waitFor();
    await page.getByText('trial/my-thuong.db').waitFor();
    bad.push(...(await fit(page, 'machine')));
    await shot(at, page, 'machine');

    await page.goto(`${day.origin}/#/admin/accounts`);
    await page.locator('tr[data-row]', { hasText: 'quan-tri' }).first().waitFor();
    await page.locator('[data-do=add]').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Cán bộ (mã trong đơn vị)').fill('khong-co-ai');
    await page.getByLabel('Tên đăng nhập').fill('tiep.nhan');
    await page.keyboard.press('Enter');
    await page.getByText('Đơn vị không có cán bộ mang mã này.').waitFor();
    bad.push(...(await fit(page, 'adding')));
    await page.getByLabel('Cán bộ (mã trong đơn vị)').fill('vo-tuong-tuong');
    await page.keyboard.press('Enter');
    const password = await page.locator('[data-password]').textContent();
    bad.push(...must(/^[a-z0-9-]{19}$/.test(password ?? ''), `password: ${password}`));
    bad.push(...(await fit(page, 'password')));
    await shot(at, page, 'password');
    await page.locator('[data-do=shown]').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-password]').waitFor({ state: 'detached' });
    bad.push(...must(!(await page.content()).includes(password), 'the password still stands in the page'));
    bad.push(...must(!page.url().includes(password), 'the password stands in the address'));
    bad.push(...(await fit(page, 'accounts')));
    await shot(at, page, 'accounts');
    await enterAs('tiep.nhan', 'account', { password });

    await page.getByLabel('Tìm tài khoản').fill('tiep');
    const row = page.locator('tr[data-row]', { hasText: 'tiep.nhan' }).first();
    await row.focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-do=disable]').focus();
    await page.keyboard.press('Enter');
    await page.locator('tr[data-row]', { hasText: 'Đã khóa' }).first().waitFor();
    await page.locator('tr[data-row]', { hasText: 'Thêm tài khoản' }).filter({ hasText: 'my-thuong/vo-tuong-tuong' }).first().waitFor();
    return bad;
  }),

  'everybody changes his password, sets up a second factor, and sees what was done to his account': (at) => withTrial(at, async (day, enterAs) => {
    const bad = [];
    const root = await enterAs('quan-tri', 'admin/accounts');
    await root.locator('tr[data-row]', { hasText: 'nguoi-thu' }).first().focus();
    await root.keyboard.press('Enter');
    await root.locator('[data-do=password]').click();
    const password = await root.locator('[data-password]').textContent();
    await root.locator('[data-do=shown]').click();

    const page = await enterAs('nguoi-thu', '', { password });
    await page.getByText('thay đổi mới về tài khoản').waitFor();
    bad.push(...(await fit(page, 'home')));
    await page.goto(`${day.origin}/#/account`);
    await page.locator('[data-changes] li', { hasText: 'quan-tri' }).first().waitFor();
    bad.push(...(await fit(page, 'account')));
    await shot(at, page, 'account');
    const form = page.locator('form').first();
    await form.getByLabel('Mật khẩu hiện tại').fill('khong phai the');
    await form.getByLabel(/^Mật khẩu mới/).fill('mot-mat-khau-khac');
    await form.getByLabel('Nhập lại mật khẩu mới').fill('mot-mat-khau-khac');
    await page.keyboard.press('Enter');
    await page.getByText('Mật khẩu hiện tại chưa đúng.').waitFor();
    await form.getByLabel('Mật khẩu hiện tại').fill(password);
    await page.keyboard.press('Enter');
    await page.getByText('Đã đổi mật khẩu.').waitFor();

    const factor = page.locator('form').nth(1);
    await factor.getByLabel('Mật khẩu hiện tại').fill('mot-mat-khau-khac');
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'Mã QR của khóa xác thực' }).waitFor();
    bad.push(...(await fit(page, 'factor')));
    await shot(at, page, 'factor');
    const secret = await page.locator('[data-secret]').textContent();
    await page.getByLabel('Mã sáu số').fill(codeOf(secret));
    await page.keyboard.press('Enter');
    await page.getByText('Đang bật: mỗi lần đăng nhập').waitFor();
    bad.push(...must(!(await page.content()).includes(secret), 'the secret still stands in the page'));
    return bad;
  }),

  'on a phone, and in English': (at) => withTrial(at, async (day, enterAs) => {
    const bad = [];
    const page = await enterAs('quan-tri', 'admin', { viewport: PHONE });
    await page.getByRole('heading', { name: 'Sao lưu' }).waitFor();
    bad.push(...(await fit(page, 'machine')));
    await shot(at, page, 'phone-machine');
    await page.goto(`${day.origin}/#/admin/accounts`);
    await page.locator('tr[data-row]', { hasText: 'nguoi-thu' }).first().waitFor();
    bad.push(...(await fit(page, 'accounts')));
    await shot(at, page, 'phone-accounts');
    await page.goto(`${day.origin}/#/admin/unit`);
    await page.getByRole('heading', { name: 'Vị trí còn chỗ' }).waitFor();
    bad.push(...(await fit(page, 'unit')));
    await page.goto(`${day.origin}/#/account`);
    await page.getByRole('heading', { name: 'Xác thực hai lớp' }).waitFor();
    bad.push(...(await fit(page, 'account')));
    await shot(at, page, 'phone-account');
    await page.getByRole('button', { name: /English/ }).click();
    await page.getByRole('heading', { name: 'Second factor' }).waitFor();
    bad.push(...(await fit(page, 'account in English')));
    await page.goto(`${day.origin}/#/admin/accounts`);
    await page.getByRole('heading', { name: 'Who changed which account' }).waitFor();
    bad.push(...(await fit(page, 'accounts in English')));
    return bad;
  }),
};
