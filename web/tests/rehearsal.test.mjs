// A rehearsal with people in it: who directs leads the day, who chairs takes the conference over from the cast.
import { axe } from './axe.mjs';
import { DESKTOP, open, overflow, PHONE } from './browser.mjs';
import { enter, EXPECTED, rehearsing } from './rehearsing.mjs';
import { must } from './testing.mjs';

async function withDay({ browser, binary }, from, does) {
  const day = await rehearsing(binary, from);
  const opened = [];
  const page = async (login, address, viewport = DESKTOP) => {
    const one = await open(browser, { viewport, allow: [day.origin] });
    one.page.setDefaultTimeout(30_000);
    opened.push(one);
    await enter(one.page, day, login, address);
    return one.page;
  };
  try {
    const bad = await does(day, page);
    return [...bad, ...opened.flatMap((o) => o.problems.filter((p) => !EXPECTED.test(p)))];
  } finally {
    for (const o of opened) await o.context.close();
    await day.close();
  }
}
const fit = async (page, name) => [...(await axe(page)), ...(await overflow(page))].map((b) => `${name}: ${b}`);

export const tests = {
  'the director pauses, speeds up, gives a card, seats a person, notes, ends': (at) => withDay(at, '07:00', async (day, open) => {
    const bad = [];
    const page = await open('dao-dien', 'director');
    const state = (s) => page.locator(`[data-state=${s}]`).waitFor();
    await state('running');
    await page.keyboard.press('F9');
    await state('paused');
    await page.keyboard.press('Alt+ArrowUp');
    await page.locator('[aria-pressed=true]', { hasText: '10×' }).waitFor();
    bad.push(...(await fit(page, 'timeline')));
    if (at.shots) await page.screenshot({ path: `${at.shots}/director-timeline.png` });

    await page.goto(`${day.origin}/#/director/cards`);
    await page.getByLabel('Tìm tình huống').fill('I05');
    await page.locator('tr[data-row]').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('phường Vỹ Dạ').check();
    await page.locator('[data-do=give]').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.locator('tr[data-row]', { hasText: 'Đã phát' }).nth(1).waitFor(); // here and in Vỹ Dạ
    await page.locator('tr[data-row]').first().getByRole('button', { name: 'Đánh giá lại' }).click();
    await page.getByLabel('Mức của người đánh giá').selectOption('M');
    await page.locator('[data-do=rate]').click();
    await page.getByRole('dialog').getByText('Lý do').waitFor(); // not without a reason
    await page.getByLabel('Lý do').fill('Phải nhắc hai lần.');
    await page.locator('[data-do=rate]').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.locator('tr[data-row]', { hasText: 'M: Khó khăn lớn' }).first().waitFor();
    bad.push(...(await fit(page, 'cards')));
    if (at.shots) await page.screenshot({ path: `${at.shots}/director-cards.png` });

    await page.goto(`${day.origin}/#/director/before`);
    await page.locator('tr[data-row]', { hasText: 'Lịch trực' }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('Minh chứng').fill('Đã gửi các bàn.');
    await page.getByRole('dialog').getByLabel('Tình trạng').selectOption('done');
    await page.locator('[data-do=report]').click();
    await page.locator('tr[data-row]', { hasText: 'Đã gửi các bàn.' }).getByText('Đã xong').waitFor();
    bad.push(...(await fit(page, 'before')));
    if (at.shots) await page.screenshot({ path: `${at.shots}/director-before.png` });

    await page.goto(`${day.origin}/#/director/cast`);
    const chair = day.login('Chủ tọa');
    await page.getByLabel('Tìm người').fill('Bí thư');
    const row = page.locator('tr[data-row]', { hasText: 'Nguyễn Văn Mẫu' }).filter({ hasText: 'Mỹ Thượng' }).first();
    await row.getByRole('button').click();
    await page.getByLabel('Giao cho tài khoản').fill(chair);
    await page.locator('[data-do=take]').click();
    await row.getByText(`Người thật: ${chair}`).waitFor();
    bad.push(...(await fit(page, 'cast')));
    await row.getByRole('button').click();
    await page.locator('[data-do=give-back]').click();
    await row.getByText('Mô phỏng').waitFor();

    await page.goto(`${day.origin}/#/director/notes`);
    await page.getByLabel('Quan sát được gì').fill('Chủ tọa nhắc đúng trình tự.');
    await page.locator('[data-do=note]').click();
    await page.getByRole('listitem').filter({ hasText: 'Chủ tọa nhắc đúng trình tự.' }).waitFor();
    bad.push(...(await fit(page, 'notes')));

    await page.locator('[data-do=end]').click();
    await page.locator('[data-do=end-now]').click();
    await page.locator('[data-state=over]').waitFor();
    await page.goto(`${day.origin}/#/director/wash`);
    await page.getByText('Chủ tọa nhắc đúng trình tự.').waitFor();
    await page.getByLabel('Khắc phục việc gì').fill('Dán trình tự trên bàn chủ tọa.');
    await page.getByRole('combobox', { name: 'Người phụ trách' }).fill('Nguyễn Văn Mẫu');
    await page.keyboard.press('Enter');
    await page.getByLabel('Hạn xong').fill('27/6/2025');
    await page.locator('[data-do=correct]').click();
    await page.getByRole('listitem').filter({ hasText: 'Dán trình tự trên bàn chủ tọa.' }).filter({ hasText: '27/06/2025' }).waitFor();
    bad.push(...(await fit(page, 'hot wash')));
    if (at.shots) await page.screenshot({ path: `${at.shots}/director-wash.png`, fullPage: true });
    const phone = await open('dao-dien', 'director/wash', PHONE);
    await phone.getByText('Dán trình tự trên bàn chủ tọa.').first().waitFor();
    bad.push(...(await fit(phone, 'hot wash on a phone')));
    if (at.shots) await phone.screenshot({ path: `${at.shots}/director-wash-phone.png`, fullPage: true });

    await page.locator('[data-do=close]').click();
    await page.locator('[data-do=close-now]').click();
    await page.getByRole('link', { name: 'Mở báo cáo' }).waitFor({ timeout: 120_000 });
    await page.getByText('--only failed --of').waitFor({ state: 'attached' });
    const address = `${day.origin}${await page.getByRole('link', { name: 'Mở báo cáo' }).getAttribute('href')}`;
    const answer = await page.context().request.get(address);
    const report = await answer.text();
    for (const text of ['Phải nhắc hai lần.', 'Chủ tọa nhắc đúng trình tự.', 'Dán trình tự trên bàn chủ tọa.', 'Đã gửi các bàn.'])
      bad.push(...must(report.includes(text), `the report does not say "${text}"`));
    const elsewhere = await page.context().request.get(address.replace('report.html', 'compare-..%2F..%2Fetc.html'));
    bad.push(...must(elsewhere.status() === 400, `a run that is not there: ${elsewhere.status()}`));
    return [...bad, ...must(answer.status() === 200 && day.report(), `the report: ${answer.status()}`)];
  }),

  'the chair takes the conference over; a speech stands in the minutes and on the screen of the hall': (at) => withDay(at, '07:01', async (day, open) => {
    const bad = [];
    const chair = day.login('Chủ tọa');
    const page = await open(chair, 'meeting');
    await page.locator('tr[data-row]').first().focus();
    bad.push(...(await fit(page, 'meetings')));
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/meeting\/1/);
    await page.locator('[data-do=speak]').first().click();
    const box = page.getByRole('dialog');
    await box.getByLabel('Tóm tắt ý kiến').fill('Phát biểu từ bàn chủ tọa.');
    await box.locator('[data-ask="meeting.speak"]').click();
    await box.waitFor({ state: 'hidden' });
    await page.locator('.minutes').getByText('Phát biểu từ bàn chủ tọa.').waitFor();
    bad.push(...(await fit(page, 'room')));
    if (at.shots) await page.screenshot({ path: `${at.shots}/meeting-room.png` });
    const hall = await open(chair, 'meeting/hall/1');
    await hall.locator('.hall h1').filter({ hasText: 'Hội nghị' }).waitFor();
    bad.push(...(await fit(hall, 'hall')));
    const phone = await open(chair, 'meeting/1', PHONE);
    bad.push(...(await fit(phone, 'room on a phone')));
    return bad;
  }),
};
