// A short rehearsal with two people in it: the director leads, seats them, gives a card; one of them deals with it; a seat goes back
// to the cast in the middle; the day ends and the report opens. In Vietnamese by keyboard alone, in English on a phone.
import { DESKTOP, PHONE } from './browser.mjs';
import { hands } from './hands.mjs';
import { EXPECTED, rehearsing } from './rehearsing.mjs';
import { sit } from './trying.mjs';

const CARD = 'I29'; // planned for 9:50: a building permit without its drawings and the land paper

async function journey(at, language, phone) {
  const day = await rehearsing(at.binary, '09:00');
  const bad = [];
  const opened = [];
  const seat = async (login, name, address, small) => {
    const one = await sit(at.browser, day.origin, login, day.password(login), { language, viewport: small ? PHONE : DESKTOP, touch: small });
    opened.push(one);
    const who = hands(one.page, { language, finger: small, shots: at.shots, name, bad });
    who.goto = async (to) => {
      await one.page.goto(`${day.origin}/#/${to}`);
      await one.page.locator('main h1').first().waitFor();
    };
    await who.goto(address);
    return who;
  };
  try {
    await rehearse(day, seat, phone, bad);
    return [...bad, ...opened.flatMap((o) => o.problems.filter((p) => !EXPECTED.test(p)))];
  } finally {
    for (const o of opened) await o.context.close();
    await day.close();
  }
}

async function rehearse(day, seat, small, bad) {
  const people = { clerk: day.login('Một cửa'), leader: day.login('Lãnh đạo') };
  const director = await seat('dao-dien', 'director', 'director', small);
  const { page, w } = director;
  const state = (s) => page.locator(`[data-state=${s}]`).waitFor();
  const faster = (n) => page.locator('[aria-pressed=true]', { hasText: `${n}×` }).waitFor();
  await state('running');
  await director.do('toggle');
  await state('paused');
  await director.press(page.getByRole('button', { name: '10×' }));
  await faster(10);
  await director.press(page.getByRole('button', { name: '1×', exact: true }));
  await faster(1);
  await director.look('paused');

  // Two people sit down; everybody else is played.
  await director.goto('director/cast');
  const row = (login) => page.locator('tr[data-row]', { hasText: login }).first();
  for (const login of Object.values(people)) {
    await director.type(w('director.find_seat'), day.name(login), page);
    const one = page.locator('tr[data-row]', { hasText: day.name(login) }).first();
    await one.waitFor();
    await director.press(one);
    await director.type(w('director.seat.login'), login);
    await director.do('take');
    await row(login).waitFor();
  }
  await director.look('cast');
  await director.do('toggle');
  await state('running');
  const clerk = await seat(people.clerk, 'rehearsal-clerk', 'counter', small);
  const leader = await seat(people.leader, 'rehearsal-leader', 'leader', small);
  await leader.look('desk');

  await director.goto('director/cards');
  await director.type(w('director.find_card'), CARD, page);
  await director.press(page.locator('tr[data-row]').first());
  await director.look('card');
  await director.do('give');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await director.look('given');

  const came = clerk.page.locator('tr[data-row]', { hasText: director.language === 'en' ? 'permit' : 'Cấp giấy phép xây dựng' }).first();
  await came.waitFor();
  await clerk.press(came);
  await clerk.page.locator('[data-ask="dossier.ask_supplement"]').waitFor();
  await clerk.look('dossier');
  const papers = clerk.page.locator('main input[type=checkbox]'); // the first ticks them all; drawings and land paper are not there
  for (const there of [1, 4]) await clerk.tick(papers.nth(there));
  await clerk.ask('dossier.ask_supplement');
  await clerk.submit();
  await clerk.look('asked');

  // The leader is called away: the cast takes the seat over while the day goes on.
  await director.goto('director/cast');
  await director.type(w('director.find_seat'), day.name(people.leader), page);
  await director.press(row(people.leader));
  await director.do('give-back');
  await page.locator('tr[data-row]', { hasText: day.name(people.leader) }).first().getByText(w('director.by_cast'), { exact: true }).waitFor();

  await director.do('end');
  await director.do('end-now');
  await state('over');
  await director.look('hot-wash');
  await director.do('close');
  await director.do('close-now');
  const report = page.getByRole('link', { name: w('director.report') });
  await report.waitFor({ timeout: 120_000 });
  await director.look('ended');
  const answer = await page.context().request.get(`${day.origin}${await report.getAttribute('href')}`);
  if (answer.status() !== 200 || !day.report()) bad.push(`the report: ${answer.status()}`);
}

export const tests = {
  'a rehearsal with two people, in Vietnamese by keyboard alone': (at) => journey(at, 'vi', false),
  'a rehearsal with two people, in English by keyboard alone': (at) => journey(at, 'en', false),
  'a rehearsal with two people, in English on a phone': (at) => journey(at, 'en', true),
};
