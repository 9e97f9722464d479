// An official practises alone, against the real program in trial: starts, receives one simulated citizen's dossier, sees it
// counted, is refused and told the rule, ends, shares; and the director reads the report. Vietnamese and English.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe } from './axe.mjs';
import { DESKTOP, open, overflow, PHONE } from './browser.mjs';
import { enter, EXPECTED } from './rehearsing.mjs';
import { must, TOP } from './testing.mjs';
import { trial } from './trying.mjs';

const UNIT = 'my-thuong';
const ACCOUNTS = [
  ['cc.vo', '--unit', UNIT, '--officer', 'vo-tuong-tuong', '--name', 'Võ Tưởng Tượng'],
  ['dao-dien', '--kind', 'director', '--name', 'Đạo diễn'],
];

/** What the plan says of a procedure. */
const planned = (code) => readFileSync(join(TOP, 'plans/hue-2025/procedures', code, 'procedure.yaml'), 'utf8');

/** Another citizen comes first each time: the first one whose dossier can be received as it is, with what the hint says. */
async function ready(page, house) {
  const look = (name, query = '') => page.evaluate(async (path) => (await fetch(path)).json(), `/v1/h/${house}/u/${UNIT}/view/${name}${query}`);
  for (let patience = 60; patience > 0; patience--) {
    for (const { line } of (await look('counter')).presented) {
      const hint = await look('hint', `?dossier=${line.dossier}`);
      if (hint.next?.ask === 'dossier.receive') return { line, hint };
    }
    await page.waitForTimeout(1000);
  }
  throw new Error('nobody has come whose dossier can be received');
}

/** Two papers of the household's members are not there: the office refuses to receive it. */
async function refuseOnce(page) {
  await page.keyboard.press('F2');
  await page.getByLabel('Họ và tên người nộp').waitFor();
  await page.getByText('Chọn thủ tục để hiện').waitFor();
  await page.keyboard.type('Trần Thị Thử');
  await page.keyboard.press('Tab');
  await page.keyboard.type('thanh lap ho kinh doanh');
  // The list narrows down as one types: what Enter takes is the first.
  await page.locator('main').getByRole('option').first().filter({ hasText: /thành lập hộ kinh doanh/i }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByLabel('Do các thành viên hộ gia đình thành lập').check();
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('F4');
  await page.getByRole('heading', { name: 'Đăng ký thành lập hộ kinh doanh', level: 1 }).waitFor();
}
/** The simulated citizen's dossier, every paper looked at. */
async function receiveIt(page, address, procedure) {
  await page.goto(address);
  await page.getByRole('heading', { name: procedure, level: 1 }).waitFor();
  await page.getByLabel('Đủ tất cả').check();
  await page.locator('[data-ask="dossier.receive"]:enabled').click();
  await page.locator('[data-ask="dossier.receive"]').waitFor({ state: 'detached' });
  await page.getByText('Tiếp nhận hồ sơ').first().waitFor();
}

export const tests = {
  'alone with a simulated citizen: received, counted, refused with its rule, ended, shared': async ({ browser, binary, shots }) => {
    const server = await trial(binary, { units: [UNIT], accounts: ACCOUNTS });
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
      bad.push(...[...(await axe(page)), ...(await overflow(page))].map((b) => `${name}: ${b}`));
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
      const house = await clerk.evaluate(async () => {
        const { houses } = await (await fetch('/v1/houses')).json();
        return houses.find((h) => h.practice)?.code ?? '';
      });
      bad.push(...must(house.startsWith('practice-'), `no practice among the houses: ${house}`));

      await clerk.goto(`${server.origin}/#/counter`);
      const { line, hint } = await ready(clerk, house);
      const basis = hint.case_rule?.basis ?? hint.legal_basis[0].text;
      bad.push(...must(planned(line.procedure.code).includes(basis), `the plan of ${line.procedure.code} does not cite ${basis}`));
      const waiting = clerk.locator('main tr[data-row]', { hasText: line.applicant }).first();
      await waiting.waitFor();
      await look(clerk, 'counter');
      await waiting.click();
      await clerk.getByRole('heading', { name: line.procedure.name, level: 1 }).waitFor();
      await clerk.locator('[data-ask="dossier.receive"]').waitFor();
      const dossier = clerk.url();
      await clerk.keyboard.press('F10');
      const hints = clerk.locator('#hints');
      await hints.getByText(basis).first().waitFor();
      await hints.locator('[data-do="next"]').click();
      await hints.locator('[data-hint="next"]', { hasText: 'Tiếp nhận hồ sơ' }).waitFor();
      await look(clerk, 'hints');
      await refuseOnce(clerk);
      await hints.locator('[data-hint="refused"]', { hasText: '61/2018/NĐ-CP Điều 17' }).waitFor();
      await look(clerk, 'refused');
      await clerk.keyboard.press('F10');
      await receiveIt(clerk, dossier, line.procedure.name);

      await clerk.getByRole('link', { name: 'Đã luyện đến đâu' }).click();
      await clerk.locator('[data-list="done"] [data-ask="dossier.receive"]').waitFor();
      await clerk.locator('li[data-rule="dossier.components_missing"]').waitFor();
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
      await share(clerk, house);
      bad.push(...must((await clerk.getByText('LUYỆN TẬP – riêng tư').count()) === 0, 'the bar of the practice is still there'));
      await clerk.locator('[data-list="done"] [data-ask="dossier.receive"]').waitFor();
      await look(clerk, 'ended');
      await director.reload();
      await director.getByText('Võ Tưởng Tượng').first().waitFor();
      await look(director, 'shared');
      const report = await director.evaluate(async (code) => (await fetch(`/v1/practices/${code}/report.html`)).status, house);
      bad.push(...must(report === 200, `the report is answered ${report}`));
      await clerk.locator(`[data-practice="${house}"] [data-do="away"]`).click();
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

/** Over; then its report is for the director too. */
async function share(clerk, house) {
  await clerk.locator('[data-do="end"]').click();
  const kept = clerk.locator(`[data-practice="${house}"]`);
  await kept.locator('[data-do="share"]').click();
  await kept.getByText('đã chia sẻ').waitFor();
}
