// A citizen without a login: find in plain words, file online once, put aside and go on, track, withdraw; against `sansang serve`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axe } from './axe.mjs';
import { DESKTOP, open, overflow, PHONE } from './browser.mjs';
import { must, TOP } from './testing.mjs';

const EXPECTED = /Failed to load resource: the server responded with a status of (401|404|409)/;

/** A rehearsal served on a port of its own; `origin` is printed when it listens. */
export async function serve(binary) {
  const folder = mkdtempSync(join(tmpdir(), 'serve-'));
  const child = spawn(binary, ['serve', '--rehearse', 'scenarios/my-thuong-2025-06-23.yaml', '--run', join(folder, 'run'), '--port', '0', '--from', '09:00'], { cwd: TOP });
  let told = '';
  child.stdout.on('data', (d) => (told += d));
  child.stderr.on('data', (d) => (told += d));
  const stop = () => new Promise((done) => {
    child.once('exit', () => { rmSync(folder, { recursive: true, force: true }); done(); });
    child.kill('SIGTERM');
  });
  for (let i = 0; i < 600; i++) {
    const origin = /^(http:\/\/\S+?)\/$/m.exec(told)?.[1];
    if (origin && !origin.endsWith(':0')) return { origin, stop, told: () => told };
    if (child.exitCode !== null) throw new Error(`serve ended: ${told}`);
    await new Promise((r) => setTimeout(r, 100));
  }
  await stop();
  throw new Error(`serve does not answer: ${told}`);
}

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
    if (!binary) return []; // a run that was played already has nobody to file to
    const server = await serve(binary);
    try {
      return [...(await journey(browser, server.origin, DESKTOP)), ...(await journey(browser, server.origin, PHONE))];
    } finally {
      await server.stop();
    }
  },
};
