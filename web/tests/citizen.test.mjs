// A citizen without a login: find in plain words, file online once, put aside and go on, track, withdraw; against `sansang serve`.
import { axe } from './axe.mjs';
import { DESKTOP, open, overflow, PHONE } from './browser.mjs';
import { EXPECTED, rehearsing } from './rehearsing.mjs';
import { must } from './testing.mjs';

/** The whole way; answers what is wrong. */
export async function journey(browser, origin, viewport) {
  const bad = [];
  const { page, context, problems } = await open(browser, { allow: [origin], viewport });
  page.setDefaultTimeout(60_000);
  const look = async (where) => bad.push(...(await overflow(page)).map((x) => `${where}: ${x}`), ...(await axe(page)).map((x) => `${where}: ${x}`));
  try {
    await page.goto(`${origin}/#/citizen`);
    await page.getByLabel('Việc cần làm').fill('khai sinh');
    const birth = page.getByRole('link', { name: 'Đăng ký khai sinh', exact: true });
    await birth.waitFor();
    await look('find');
    await birth.click();
    await page.getByRole('heading', { name: 'Giấy tờ cần có' }).waitFor();
    await look('procedure');
    await page.getByRole('link', { name: 'Nộp trực tuyến' }).click();
    await page.getByRole('button', { name: 'Xem lại và nộp' }).click();
    await page.getByText('Số định danh cá nhân gồm 12 chữ số.').first().waitFor();
    await look('form with faults');
    await page.getByLabel('Họ và tên').first().fill('Nguyễn Văn Mẫu');
    await page.getByLabel(/^Số định danh cá nhân/).first().fill('046000000001');
    await page.getByLabel('Điện thoại hoặc thư điện tử').fill('0900000000');
    await page.getByRole('button', { name: 'Lưu để làm tiếp sau' }).click();
    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await page.getByText('Đã mở lại hồ sơ làm dở').waitFor();
    bad.push(...must((await page.getByLabel('Họ và tên').first().inputValue()) === 'Nguyễn Văn Mẫu', 'what was put aside is not there again'));
    await page.getByLabel(/Tôi cam đoan/).check();
    await page.getByRole('button', { name: 'Xem lại và nộp' }).click();
    await page.getByRole('heading', { name: 'Xem lại trước khi nộp' }).waitFor();
    await look('check');
    await page.getByRole('button', { name: 'Nộp hồ sơ' }).click();
    const code = (await page.locator('section.new code').innerText()).trim();
    bad.push(...must(/^\d+\.[A-Z2-7]{20}$/.test(code), `no track code: ${code}`));
    await page.getByRole('heading', { name: 'Đăng ký khai sinh' }).waitFor();
    await look('filed');
    bad.push(...must(await page.evaluate(() => !Object.keys(localStorage).some((k) => k.startsWith('citizen/draft/'))), 'what was put aside outlives the filing'));
    await page.goto(`${origin}/#/citizen/track`);
    await page.getByLabel('Mã tra cứu hoặc mã hồ sơ').fill('999.AAAAAAAAAAAAAAAAAAAA');
    await page.keyboard.press('Enter');
    await page.getByText('Không có hồ sơ nào mang mã này').waitFor();
    await page.getByLabel('Mã tra cứu hoặc mã hồ sơ').fill(code);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Rút hồ sơ', exact: true }).click();
    await page.getByRole('button', { name: 'Rút hồ sơ này' }).click();
    await page.getByText('Đã rút', { exact: true }).first().waitFor();
    bad.push(...must((await page.getByRole('button', { name: 'Rút hồ sơ', exact: true }).count()) === 0, 'a withdrawn dossier can be withdrawn again'));
  } finally {
    await context.close();
  }
  return [...bad, ...problems.filter((p) => !EXPECTED.test(p))];
}

export const tests = {
  'find, put aside, file, track, withdraw; desk and phone': async ({ browser, binary }) => {
    const server = await rehearsing(binary, '09:00');
    try {
      return [...(await journey(browser, server.origin, DESKTOP)), ...(await journey(browser, server.origin, PHONE))];
    } finally {
      await server.close();
    }
  },
};
