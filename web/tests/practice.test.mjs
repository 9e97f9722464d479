// An official practises alone, against the real program in trial: starts, receives one simulated citizen's dossier, sees it
// counted, is refused and told the rule, ends, shares; and the director reads the report. Vietnamese and English.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axe } from './axe.mjs';
import { DESKTOP, open, overflow, PHONE } from './browser.mjs';
import { enter, EXPECTED, freePort } from './rehearsing.mjs';
import { must, TOP, WEB } from './testing.mjs';

/** A trial house of Mỹ Thượng with a clerk and a director, in a folder that is thrown away. */
async function trial(binary) {
  if (!binary) throw new Error('needs the program: tools/web.sh test BINARY');
  const folder = mkdtempSync(join(tmpdir(), 'practice-'));
  const data = join(folder, 'data');
  const password = 'mat-khau-luyen-tap';
  const add = (...args) => execFileSync(binary, ['account', 'add', ...args, '--data', data, '--password-stdin'], { cwd: TOP, input: `${password}\n` });
  add('cc.vo', '--unit', 'my-thuong', '--officer', 'vo-tuong-tuong', '--name', 'Võ Tưởng Tượng');
  add('dao-dien', '--kind', 'director', '--name', 'Đạo diễn');
  const port = await freePort();
  const program = spawn(binary, ['serve', '--data', data, '--plan', 'plans/hue-2025', '--trial', 'my-thuong', '--port', String(port), '--web', process.env.WEB_DIST ?? join(WEB, 'dist')], { cwd: TOP, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  await new Promise((ready, failed) => {
    const hear = (bytes) => {
      said += bytes;
      if (/^http:\/\//m.test(said)) ready();
    };
    program.stdout.on('data', hear);
    program.stderr.on('data', hear);
    program.on('exit', (code) => failed(new Error(`serve ended with ${code}: ${said}`)));
    program.on('error', failed);
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    password: () => password,
    async close() {
      const gone = new Promise((done) => program.on('exit', done));
      program.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Two papers of the household's members are not there: the office refuses to receive it. */
async function refuseOnce(page) {
  await page.keyboard.press('F2');
  await page.getByLabel('Họ và tên người nộp').waitFor();
  await page.getByText('Chọn thủ tục để hiện').waitFor();
  await page.keyboard.type('Trần Thị Thử');
  await page.keyboard.press('Tab');
  await page.keyboard.type('thanh lap ho kinh doanh');
  await page.keyboard.press('Enter');
  await page.getByLabel('Do các thành viên hộ gia đình thành lập').check();
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('F4');
  await page.getByRole('heading', { name: 'Đăng ký thành lập hộ kinh doanh', level: 1 }).waitFor();
}
/** The simulated citizen's copy, every paper looked at. */
async function receiveIt(page, address) {
  await page.goto(address);
  await page.getByRole('heading', { name: 'Chứng thực bản sao từ bản chính', level: 1 }).waitFor();
  await page.getByLabel('Bản chính giấy tờ, văn bản (trả lại ngay)').check();
  await page.getByLabel(/Bản sao cần chứng thực/).check();
  await page.locator('[data-ask="dossier.receive"]').click();
  await page.getByText('Tiếp nhận hồ sơ').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[data-ask="dossier.receive"]'));
}

export const tests = {
  'alone with a simulated citizen: received, counted, refused with its rule, ended, shared': async ({ browser, binary, shots }) => {
    const server = await trial(binary);
    const bad = [];
    const problems = [];
    const seat = async (login, viewport = DESKTOP) => {
      const opened = await open(browser, { viewport, allow: [server.origin] });
      opened.page.setDefaultTimeout(60_000);
      await enter(opened.page, server, login, 'practice');
      problems.push(opened.problems);
      return opened.page;
    };
    const look = async (page, name) => {
      if (shots) await page.screenshot({ path: `${shots}/practice-${name}.png`, fullPage: true });
      bad.push(...(await axe(page)), ...(await overflow(page)));
    };
    try {
      const clerk = await seat('cc.vo');
      await clerk.getByText('Chưa có lần nào.').waitFor();
      bad.push(...must((await clerk.locator('[data-list="todo"] [data-ask="dossier.receive"]').count()) === 1, 'receiving counts as practised before anything was'));
      await look(clerk, 'start');
      await clerk.locator('[data-do="start"]').focus();
      await clerk.keyboard.press('Enter');
      await clerk.getByText('LUYỆN TẬP – riêng tư').waitFor();
      await clerk.getByText('DIỄN TẬP', { exact: true }).first().waitFor();

      await clerk.goto(`${server.origin}/#/counter`);
      const waiting = clerk.locator('main tr', { hasText: 'Chứng thực bản sao từ bản chính' }).first();
      await waiting.waitFor();
      await look(clerk, 'counter');
      await waiting.click();
      await clerk.getByRole('heading', { name: 'Chứng thực bản sao từ bản chính', level: 1 }).waitFor();
      await clerk.locator('[data-ask="dossier.receive"]').waitFor();
      const dossier = clerk.url();
      const house = await clerk.evaluate(async () => {
        const { houses } = await (await fetch('/v1/houses')).json();
        return houses.find((h) => h.practice)?.code ?? '';
      });
      bad.push(...must(house.startsWith('practice-'), `no practice among the houses: ${house}`));
      await clerk.keyboard.press('F10');
      const hints = clerk.locator('#hints');
      await hints.getByText('61/2018/NĐ-CP Điều 18').first().waitFor();
      await hints.locator('[data-do="next"]').click();
      await hints.locator('[data-hint="next"]', { hasText: 'Tiếp nhận hồ sơ' }).waitFor();
      await look(clerk, 'hints');
      await refuseOnce(clerk);
      await hints.locator('[data-hint="refused"]', { hasText: '61/2018/NĐ-CP Điều 17' }).waitFor();
      await look(clerk, 'refused');
      await clerk.keyboard.press('F10');
      await receiveIt(clerk, dossier);

      await clerk.getByRole('link', { name: 'Đã luyện đến đâu' }).click();
      await clerk.locator('[data-list="done"] [data-ask="dossier.receive"]').waitFor();
      await clerk.locator('[data-rule="dossier.components_missing"]').waitFor();
      await look(clerk, 'progress');
      await clerk.getByRole('button', { name: /English/ }).click();
      await clerk.getByText('PRACTICE – private').waitFor();
      await look(clerk, 'progress-en');
      await clerk.getByRole('button', { name: /Tiếng Việt/ }).click();
      await clerk.setViewportSize(PHONE);
      await look(clerk, 'progress-phone');
      await clerk.keyboard.press('F10');
      await hints.waitFor();
      await look(clerk, 'hints-phone');
      await clerk.keyboard.press('F10');
      await clerk.setViewportSize(DESKTOP);

      const director = await seat('dao-dien');
      await director.getByText('Chưa ai chia sẻ lần luyện tập nào.').waitFor();
      await clerk.locator('[data-do="end"]').click();
      const kept = clerk.locator(`[data-practice="${house}"]`);
      await kept.locator('[data-do="share"]').click();
      await kept.getByText('đã chia sẻ').waitFor();
      bad.push(...must((await clerk.getByText('LUYỆN TẬP – riêng tư').count()) === 0, 'the bar of the practice is still there'));
      await clerk.locator('[data-list="done"] [data-ask="dossier.receive"]').waitFor();
      await look(clerk, 'ended');
      await director.reload();
      await director.getByText('Võ Tưởng Tượng').first().waitFor();
      await look(director, 'shared');
      const report = await director.evaluate(async (code) => (await fetch(`/v1/practices/${code}/report.html`)).status, house);
      bad.push(...must(report === 200, `the report is answered ${report}`));
      await kept.locator('[data-do="away"]').click();
      await clerk.locator('[data-do="away-now"]').click();
      await clerk.getByText('Chưa có lần nào.').waitFor();
      await clerk.locator('[data-list="todo"] [data-ask="dossier.receive"]').waitFor();
    } finally {
      await Promise.all(browser.contexts().map((c) => c.close()));
      await server.close();
    }
    return [...bad, ...problems.flat().filter((p) => !EXPECTED.test(p))];
  },
};
