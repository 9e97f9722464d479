// A dossier from the ticket to the rating, against the real program: in Vietnamese by keyboard alone on the desktop, and in
// English on a telephone. Nobody of the ward is simulated: each step is taken by the one whose it is.
import { Actor, journeying, PEOPLE } from './journeying.mjs';
import { must, shortcut } from './testing.mjs';

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const PROCEDURE = '1.001612'; // household business: three days, 100 000 đ, papers of the members where there are members

let office;
const opened = (at) => (office ??= journeying(at.binary, '08:55'));
export const closing = async () => office && (await office).close();

async function journey(at, { keys, language, name }) {
  const day = await opened(at);
  const bad = [];
  const people = [];
  const shots = at.shots;
  const tag = `${language}-${keys ? 'desk' : 'phone'}`;
  const comes = async (who) => {
    const one = await Actor.comes(at.browser, day.origin, who, { keys, language, shots });
    people.push(one);
    return one;
  };
  const sits = async (who, desk) => {
    const one = await comes(who);
    await one.signs(PEOPLE[who], day.password(PEOPLE[who]));
    await one.goes(desk);
    return one;
  };
  const seen = async (actor, what) => actor.look(`dossier-${tag}-${what}`);
  try {
    // --- the counter: number, guidance, papers, what is missing
    const counter = await sits('counter', 'counter');
    const { w, page } = counter;
    const row = (text) => page.locator('tr[data-row]', { hasText: text });
    const hundred = language === 'vi' ? '100.000 đ' : '100,000 VND';
    const paid = w('dossier.paid_of', hundred, hundred);
    await counter.heading(w('counter.queue.take'));
    await counter.choose(page.getByLabel(w('counter.purpose'), { exact: true }), 'household-business');
    await counter.ask('ticket.take');
    await page.locator('output', { hasText: /\d/ }).waitFor();
    const number = (await page.locator('output').innerText()).match(/\w*\d+/)[0];
    await counter.choose(page.getByLabel(w('counter.queue.of')), 'household-business');
    await seen(counter, '01-ticket');
    if (keys) await page.keyboard.press('F3');
    else await counter.ask('ticket.call');
    await page.locator('.now .number', { hasText: number }).waitFor();
    await seen(counter, '02-called');

    await counter.press(page.getByRole('link', { name: w('counter.guide'), exact: true }));
    await page.locator('#main input[type=search]:not([aria-keyshortcuts])').waitFor();
    await counter.type(page.getByLabel(w('counter.guide.search')), 'dang ky thanh lap ho kinh doanh');
    await counter.press(page.locator(`a[href$="/guide/${PROCEDURE}"]`));
    await page.getByText(/100[.,]000/).first().waitFor();
    await seen(counter, '03-guidance');
    await counter.ask('dossier.guide');
    await counter.sees(w('ask.done', '').split('(')[0].trim());
    await counter.press(page.getByRole('link', { name: w('counter.guide.start') }));
    const who = page.getByLabel(w('counter.name'));
    await who.waitFor();
    await counter.type(who, name);
    await page.locator('form fieldset input[type=checkbox]').first().waitFor();
    await counter.tick(page.locator('form fieldset').getByRole('checkbox').first());
    const members = page.getByRole('checkbox', { name: language === 'vi' ? 'Do các thành viên hộ gia đình thành lập' : 'Founded by household members' });
    await counter.tick(members);
    await counter.type(page.getByLabel(w('dossier.contact')), '0900000000');
    await seen(counter, '04-form');
    await counter.press(page.getByRole('button', { name: w('counter.present') }));

    // --- two papers are missing: asked for once, with both reasons
    await page.waitForURL(/#\/counter\/dossier\/\d+$/);
    const id = page.url().match(/\d+$/)[0];
    const check = page.locator('.stack fieldset').first();
    await check.waitFor();
    const boxes = check.getByRole('checkbox');
    const papers = await boxes.count();
    bad.push(...must(papers >= 4, `${papers} boxes: the members' papers are not asked for`)); // "all", the request, two of the members
    await counter.tick(boxes.nth(1));
    await seen(counter, '05-check');
    await counter.ask('dossier.ask_supplement');
    const box = page.getByRole('dialog');
    const reasons = (await box.locator('textarea').inputValue()).split('\n').filter(Boolean);
    bad.push(...must(reasons.length >= 2, `not all reasons at once: ${reasons}`));
    await seen(counter, '06-supplement');
    await counter.press(box.locator('button[type=submit]'));
    await counter.sees(w('stage.incomplete'));
    const notice = await counter.paper(page.locator('a.slip'));
    const track = notice.match(/\d+\.[A-Z2-7]{20}/)?.[0] ?? '';
    bad.push(...must(notice.includes('DIỄN TẬP') && track !== '', `the notice: ${notice}`));
    await seen(counter, '07-incomplete');

    // --- the citizen follows it without a login, by what stands on the notice
    const citizen = await comes('citizen');
    await citizen.goes('citizen/track');
    await citizen.type(citizen.page.getByLabel(w('citizen.track.code')), track);
    await citizen.press(citizen.page.getByRole('button', { name: w('citizen.track.look') }));
    await citizen.sees(w('stage.incomplete'));
    await citizen.heading(w('citizen.supplement'));
    await seen(citizen, '08-citizen-incomplete');

    // --- supplemented at the desk, received, scanned, paid for on the telephone's way, slip
    const brought = page.locator('.stack fieldset').first().getByRole('checkbox');
    await counter.tick(brought.first());
    await counter.ask('dossier.supplement');
    await page.locator('[data-ask="dossier.receive"]').waitFor();
    await counter.tick(page.locator('.stack fieldset').first().getByRole('checkbox').first());
    await page.locator('[data-ask="dossier.receive"]:not([disabled])').waitFor();
    await seen(counter, '09-complete');
    if (keys) await shortcut(page, 'F4');
    else await counter.ask('dossier.receive');
    await counter.sees(w('stage.in_process'));
    const code = (await page.locator('.code').innerText()).trim();
    bad.push(...must(/^H57[\w.-]+$/.test(code), `no code: ${code}`));
    await page.locator('input[type=file]').setInputFiles({ name: 'quet.pdf', mimeType: 'application/pdf', buffer: PDF });
    await page.locator('a[href*="/attachment/"]').first().waitFor();
    if (!keys) {
      await counter.ask('dossier.pay');
      await counter.sees(paid);
    }
    const slip = await counter.paper(page.locator('a.slip').first());
    bad.push(...['DIỄN TẬP', code, track, name].filter((part) => !slip.includes(part)).map((part) => `the slip does not say ${part}: ${slip}`));
    await seen(counter, '10-received');
    await counter.goes('counter');
    await counter.ask('ticket.finish');
    await page.locator('.now').waitFor({ state: 'detached' });
    await citizen.page.reload();
    await citizen.sees(code);
    await seen(citizen, '11-citizen-received');

    // --- the officer verifies; the tax office answers; the certificate is drawn up
    const officer = await sits('business', 'officer');
    const step = async (actor, text, shot) => {
      await actor.opens(text);
      await actor.page.locator('[data-ask="work.complete"]:not([disabled])').first().waitFor();
      await seen(actor, shot);
      if (keys) await shortcut(actor.page, 'F9');
      else await actor.ask('work.complete');
      await actor.page.waitForURL(/#\/officer$/);
    };
    await seen(officer, '12-officer');
    await step(officer, code, '13-verify');
    await day.pass(30);
    await officer.page.locator('tr[data-row]', { hasText: code }).waitFor();
    await step(officer, code, '14-draft');

    // --- three certified copies go the same way, so that the leader signs a batch
    const copies = [1, 2, 3].map((n) => `${name} ${['Một', 'Hai', 'Ba'][n - 1]}`);
    for (const copy of copies) await certified(counter, copy);
    const certifier = await sits('certification', 'officer');
    for (const copy of copies)
      for (let i = 0; i < 2; i++) {
        const line = certifier.page.locator('main table').first().locator('tr[data-row]', { hasText: copy });
        const done = line.filter({ hasText: await line.locator('td.head').innerText() });
        await certifier.opens(copy);
        await certifier.ask('work.complete');
        await certifier.page.waitForURL(/#\/officer$/);
        await certifier.page.locator('main table, main .empty').first().waitFor(); // after the last one nothing is left
        await done.waitFor({ state: 'detached' }); // the list knows of it
      }

    // --- the leader sees the paper and how he would sign it; then three at once
    const leader = await sits('leader', 'leader');
    const lp = leader.page;
    await lp.locator('tr[data-row]', { hasText: code }).waitFor();
    await leader.opens(code);
    await lp.locator('.sheet article.sheet', { hasText: name }).first().waitFor();
    bad.push(...must((await lp.locator('article.sheet').first().innerText()).toUpperCase().includes(language === 'vi' ? 'KT. CHỦ TỊCH' : 'KT. CHAIR'), 'the formula is not shown before signing'));
    await seen(leader, '15-sign');
    if (keys) await shortcut(lp, 'F9');
    else await lp.locator('section.sheet [data-ask="work.complete"]').first().click();
    await lp.locator('tr[data-row]', { hasText: code }).waitFor({ state: 'detached' });
    let commits = 0;
    lp.on('request', (r) => { if (r.url().endsWith('/asks')) commits++; });
    for (const copy of copies) {
      const line = lp.locator('tr[data-row]', { hasText: copy });
      await line.waitFor();
      if (keys) {
        await leader.to(line);
        await lp.keyboard.press('Space');
      } else await line.getByRole('checkbox').check();
    }
    await leader.press(lp.getByRole('button', { name: w('leader.sign.review', 3) }));
    await lp.getByRole('dialog').locator('article.sheet').nth(2).waitFor();
    await seen(leader, '16-batch');
    await leader.press(lp.locator('[data-sign-all]'));
    await lp.getByRole('dialog').waitFor({ state: 'hidden' });
    for (const copy of copies) await lp.locator('tr[data-row]', { hasText: copy }).waitFor({ state: 'detached' });
    bad.push(...must(commits === 1, `${commits} requests for one batch`));

    // --- the clerk numbers and seals, the result is digitised
    const clerk = await sits('clerk', 'records');
    const seal = clerk.page.locator('tr[data-row]', { hasText: code });
    await seal.waitFor();
    await seen(clerk, '17-seal');
    await clerk.ask('work.complete', seal);
    const scan = clerk.page.locator('tr[data-row]', { hasText: code }).filter({ hasText: 'Số hóa' });
    await scan.waitFor();
    await seen(clerk, '18-digitise');
    await clerk.ask('work.complete', scan);
    await scan.waitFor({ state: 'detached' });

    // --- back to the citizen
    await counter.goes('counter');
    await row(code).first().waitFor();
    await seen(counter, '19-ready');
    await counter.opens(code);
    if (keys) {
      await shortcut(page, 'F6');
      await counter.sees(paid);
    }
    await page.locator('[data-ask="dossier.return"]:not([disabled])').first().waitFor();
    await seen(counter, '20-return');
    if (keys) await shortcut(page, 'F8');
    else await counter.ask('dossier.return');
    await page.waitForURL(/#\/counter$/);

    // --- the citizen sees it, rates it once, and complains
    await citizen.goes(`citizen/track/${track}`);
    await citizen.page.reload();
    await citizen.sees(w('stage.returned'));
    await citizen.tick(citizen.page.getByRole('radio').first());
    await seen(citizen, '21-rate');
    await citizen.press(citizen.page.getByRole('button', { name: w('citizen.rate.send') }));
    await citizen.sees(w('citizen.rate.thanks'));
    await citizen.page.getByRole('radio').first().waitFor({ state: 'detached' });
    await citizen.page.reload();
    await citizen.sees(w('citizen.rate.thanks')); // not the passing notice of a moment ago
    bad.push(...must((await citizen.page.getByRole('radio').count()) === 0, 'what was rated may be rated again'));
    await citizen.press(citizen.page.locator('summary', { hasText: w('citizen.complain') }));
    await citizen.type(citizen.page.getByLabel(w('citizen.complain.what')), language === 'vi' ? 'Phải chờ lâu ở bàn số hóa.' : 'I waited long for the scan.');
    await seen(citizen, '22-complain');
    await citizen.press(citizen.page.getByRole('button', { name: w('citizen.complain.send') }));
    await citizen.sees(w('citizen.done.complain'));
    await counter.goes(`counter/dossier/${id}`);
    await counter.heading(w('dossier.complaints'));
    await seen(counter, '23-complaint');
  } finally {
    for (const one of people) bad.push(...(await one.leaves()));
  }
  return bad;
}

/** Eight keystrokes after the name, or the same by touch. */
async function certified(counter, name) {
  const { page, w, keys } = counter;
  await counter.goes('counter/new');
  const clear = page.getByRole('button', { name: w('counter.clear') });
  await clear.waitFor();
  const who = page.getByLabel(w('counter.name'));
  await counter.type(who, name);
  const pick = page.getByRole('combobox', { name: w('counter.procedure') });
  await counter.pick(pick, keys && counter.language === 'vi' ? 'ctbs' : '2.000815');
  await page.locator('form fieldset').first().waitFor();
  if (keys) {
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('F4');
  } else {
    await page.locator('form fieldset').getByRole('checkbox').first().check();
    await page.locator('[data-ask="counter.receive"]').click();
  }
  await page.locator('.received', { hasText: name }).waitFor();
}

export const tests = {
  'from the ticket to the rating, in Vietnamese by keyboard alone': (at) => journey(at, { keys: true, language: 'vi', name: 'Trần Thị Hộ Thử' }),
  'from the ticket to the rating, in English by keyboard alone': (at) => journey(at, { keys: true, language: 'en', name: 'Phan Thị Hộ Thử' }),
  'from the ticket to the rating, in English on a telephone': (at) => journey(at, { keys: false, language: 'en', name: 'Lê Văn Hộ Thử' }),
};
