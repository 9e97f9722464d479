// The journey of a dossier through counter and officer, against the real program: a certified copy by keyboard alone, then
// every step by whoever has it, until it is handed back. Axe and sideways scrolling on the way, at both sizes.
import { axe } from './axe.mjs';
import { DESKTOP, open, overflow, PHONE } from './browser.mjs';
import { director as leading } from './journeying.mjs';
import { enter, EXPECTED, rehearsing } from './rehearsing.mjs';
import { must, shortcut } from './testing.mjs';

/** After the name: Tab, c t b s, Enter, Ctrl+Enter, F4. */
const KEYS = ['Tab', 'c', 't', 'b', 's', 'Enter', 'Control+Enter', 'F4'];

export const tests = {
  'a certified copy in ten keystrokes, and back to the citizen': async ({ browser, binary, shots }) => {
    const server = await rehearsing(binary, '09:00');
    const bad = [];
    const problems = [];
    const seat = async (word, viewport = DESKTOP) => {
      const opened = await open(browser, { viewport, allow: [server.origin] });
      opened.page.setDefaultTimeout(30_000);
      await enter(opened.page, server, server.login(word), '');
      problems.push(opened.problems);
      return opened.page;
    };
    const look = async (page, name) => {
      if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
      bad.push(...(await axe(page)), ...(await overflow(page)));
    };
    try {
      // The certification lane is held: else a simulated officer may be quicker.
      const lead = await leading(server);
      const certifies = server.login('Chứng thực');
      for (const officer of ['dang-tuong-tuong', 'bui-thay-the'])
        await lead.tell({ 'director.take_seat': { unit: 'my-thuong', officer, login: officer === certifies ? certifies : 'dao-dien' } });
      const counter = await seat('Một cửa');
      await counter.goto(`${server.origin}/#/counter`);
      await counter.getByRole('heading', { name: /Chờ tiếp nhận/ }).waitFor();
      await look(counter, 'counter');
      await counter.keyboard.press('F2');
      await counter.getByLabel('Họ và tên người nộp').waitFor();
      await counter.getByText('Chọn thủ tục để hiện').waitFor();
      await counter.keyboard.type('Trần Thị Thử');
      for (const key of KEYS.slice(0, 5)) await counter.keyboard.press(key);
      await counter.locator('main').getByRole('option').first().waitFor();
      await counter.keyboard.press(KEYS[5]);
      await counter.getByText('Bản chính giấy tờ').first().waitFor();
      await look(counter, 'counter-new');
      for (const key of KEYS.slice(6)) await counter.keyboard.press(key);
      const told = counter.locator('.received');
      await told.waitFor();
      bad.push(...must(KEYS.length <= 10, `${KEYS.length} keystrokes`));
      const code = (await told.innerText()).match(/H57[\w.-]+/)?.[0] ?? '';
      bad.push(...must(code !== '', `no code in: ${await told.innerText()}`));
      await look(counter, 'counter-received');
      await told.getByRole('link', { name: 'Mở hồ sơ' }).click();
      await counter.getByRole('heading', { name: 'Chứng thực bản sao từ bản chính', level: 1 }).waitFor();
      await look(counter, 'dossier');

      const officer = await seat('Chứng thực');
      for (let step = 0; step < 2; step++) {
        await officer.goto(`${server.origin}/#/officer`);
        await officer.locator('tr', { hasText: code }).first().click();
        await officer.locator('[data-ask="work.complete"]').waitFor();
        await look(officer, `officer-step-${step}`);
        await shortcut(officer, 'F9');
        await officer.waitForURL(/#\/officer$/);
      }
      // Signing, sealing and digitising are left to the cast: the day is run faster until the result is there.
      const director = await seat('Đạo diễn');
      const speed = (n) => director.evaluate(async (to) => {
        const me = await (await fetch('/v1/me')).json();
        const { houses } = await (await fetch('/v1/houses')).json();
        const answer = await fetch(`/v1/h/${houses[0].code}/director`, { method: 'POST', headers: { 'X-CSRF': me.csrf, 'Content-Type': 'application/json' }, body: JSON.stringify({ 'director.set_speed': { speed: to } }) });
        return answer.status;
      }, n);
      bad.push(...must((await speed(60)) === 200, 'the director could not set the speed'));
      await counter.getByText('Có kết quả, chờ trả').first().waitFor({ timeout: 120_000 });
      await speed(1);
      await shortcut(counter, 'F6');
      await counter.getByText('đã thu 2.000 đ trên 2.000 đ').waitFor();
      await shortcut(counter, 'F8');
      await counter.waitForURL(/#\/counter$/);
      await counter.goto(`${server.origin}/#/counter/code/${code}`);
      await counter.getByText('Đã trả kết quả').first().waitFor();
      await look(counter, 'dossier-returned');
      const phone = await seat('Chứng thực', PHONE);
      await phone.goto(`${server.origin}/#/officer`);
      await phone.getByRole('heading', { name: 'Việc của tôi' }).waitFor();
      await look(phone, 'officer-phone');
      const small = await seat('Một cửa', PHONE);
      await small.goto(`${server.origin}/#/counter/code/${code}`);
      await small.getByText(code).first().waitFor();
      await look(small, 'dossier-phone');
    } finally {
      await Promise.all(browser.contexts().map((c) => c.close()));
      await server.close();
    }
    return [...bad, ...problems.flat().filter((p) => !EXPECTED.test(p))];
  },
};
