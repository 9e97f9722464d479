// A paper in and out, against the real program: an urgent letter comes, is registered, assigned, answered, checked, signed,
// numbered, sealed, issued, received elsewhere, and called back; what is late is chased. In Vietnamese by keyboard alone, in
// English on a telephone. The wall between state and Party papers stands on every side.
import { Actor, journeying, PEOPLE } from './journeying.mjs';
import { must, shortcut } from './testing.mjs';

const THERE = ['duong-no', 'tran-van-dien'];
let office;
const opened = (at) => (office ??= journeying(at.binary, '09:30', [THERE]));
export const closing = async () => office && (await office).close();

async function journey(at, { keys, language, symbol, about }) {
  const day = await opened(at);
  const bad = [];
  const people = [];
  const tag = `${language}-${keys ? 'desk' : 'phone'}`;
  const sits = async (who, desk, login = PEOPLE[who]) => {
    const one = await Actor.comes(at.browser, day.origin, who, { keys, language, shots: at.shots });
    people.push(one);
    await one.signs(login, day.password(login));
    await one.goes(desk);
    return one;
  };
  const seen = async (actor, what) => actor.look(`paper-${tag}-${what}`);
  try {
    // --- it comes on paper, urgent; registered; the chief of office says who answers, with whom, by when
    const clerk = await sits('clerk', 'records');
    const { w, page } = clerk;
    const box = (actor) => actor.page.getByRole('dialog');
    const row = (actor, text) => actor.page.locator('tr[data-row]', { hasText: text });
    await clerk.ask('document.arrive');
    await clerk.pick(box(clerk).getByRole('combobox', { name: w('records.from') }), 'Dương Nỗ');
    await clerk.pick(box(clerk).getByRole('combobox', { name: w('document.to_body') }), 'ubnd');
    await clerk.type(box(clerk).getByLabel(w('document.symbol')), symbol);
    await clerk.choose(box(clerk).getByLabel(w('document.type'), { exact: false }).and(page.locator('select')), 'CV');
    await clerk.choose(box(clerk).getByLabel(w('document.urgency')), 'khan');
    await clerk.type(box(clerk).getByLabel(w('document.abstract')), about);
    await seen(clerk, '01-arrive');
    await clerk.press(box(clerk).locator('button[type=submit]'));
    await row(clerk, symbol).first().waitFor();
    await seen(clerk, '02-to-register');
    await clerk.ask('document.register', row(clerk, symbol).first());
    await row(clerk, symbol).locator('[data-ask="document.register"]').waitFor({ state: 'detached' });
    await clerk.opens(symbol);
    await box(clerk).waitFor();
    await seen(clerk, '03-registered');
    const incoming = page.url().match(/paper=(\d+)/)[1];

    const chief = await sits('officeHead', 'leader/direct');
    await seen(chief, '04-direct');
    await chief.ask('document.assign', row(chief, symbol).first());
    await chief.pick(box(chief).getByRole('combobox', { name: w('document.lead'), exact: false }).first(), 'cc-dia-chinh');
    await chief.pick(box(chief).getByRole('combobox', { name: w('document.support') }), 'cc-xay-dung');
    await seen(chief, '05-assign');
    await chief.press(box(chief).locator('button[type=submit]'));
    await row(chief, symbol).locator('[data-ask="document.assign"]').waitFor({ state: 'detached' });

    // --- the officer drafts the reply, his head and the chief of office check it
    const officer = await sits('land', 'officer/papers');
    await officer.opens(symbol);
    await officer.page.locator('[data-ask="document.draft"]').first().waitFor();
    await seen(officer, '06-mine');
    await officer.ask('document.draft');
    await officer.pick(box(officer).getByRole('combobox', { name: w('document.signer_post') }), 'pho-ct-ubnd');
    const reply = w('document.answers', symbol);
    await officer.type(box(officer).getByLabel(w('document.text')), language === 'vi' ? 'Ủy ban nhân dân phường đã nhận và thống nhất nội dung.' : 'The ward has received it and agrees.');
    await seen(officer, '07-draft');
    await officer.press(box(officer).locator('button[type=submit]'));
    await box(officer).waitFor({ state: 'detached' });
    const head = await sits('head', 'leader/direct');
    const check = async (actor, what, stage) => {
      await actor.opens(reply);
      await seen(actor, what);
      await actor.ask('document.check', box(actor));
      await box(actor).getByText(w(`document.stage.${stage}`)).waitFor();
    };
    await check(head, '08-check-content', 'checked_content');
    await chief.goes('leader/direct');
    await check(chief, '09-check-form', 'checked');

    // --- the Vice-chair signs, and sees how
    const leader = await sits('leader', 'leader');
    await leader.opens(reply);
    const paper = leader.page.locator('section.sheet article.sheet');
    await paper.filter({ hasText: reply }).waitFor();
    bad.push(...must((await paper.innerText()).toUpperCase().includes(language === 'vi' ? 'KT. CHỦ TỊCH' : 'KT. CHAIR'), 'the formula is not shown'));
    await seen(leader, '10-sign');
    if (keys) await shortcut(leader.page, 'F9');
    else await leader.page.locator('section.sheet [data-ask="document.sign"]').click();
    await row(leader, reply).waitFor({ state: 'detached' });

    // --- number, seal, issue
    await clerk.goes('records');
    for (const ask of ['document.number', 'document.seal', 'document.issue']) {
      const button = row(clerk, reply).locator(`[data-ask="${ask}"]`);
      await button.waitFor();
      if (ask === 'document.number') await seen(clerk, '11-number');
      await clerk.press(button);
      await button.waitFor({ state: 'detached' });
    }
    await clerk.goes('records/outgoing');
    await clerk.opens(reply);
    await box(clerk).waitFor();
    const text = await clerk.paper(box(clerk).getByRole('link', { name: w('document.print') }));
    bad.push(...['DIỄN TẬP', 'KT. CHỦ TỊCH', 'trả lời', symbol].filter((part) => language === 'vi' && !text.includes(part)).map((part) => `the paper does not say ${part}: ${text}`));
    await seen(clerk, '12-issued');
    const outgoing = page.url().match(/paper=(\d+)/)[1];

    // --- the officer says which paper answered; the letter is done
    await officer.goes(`officer/paper/${incoming}`);
    await officer.ask('document.answer');
    await officer.sees(w('document.stage.finished'));
    await seen(officer, '13-answered');

    // --- it has come to the other ward, whose clerk registers it; ours sees that
    const there = await sits('there', 'records', THERE.join('.'));
    await day.pass(2);
    await row(there, reply).first().waitFor();
    await seen(there, '14-there');
    await there.ask('document.register', row(there, reply).first());
    await row(there, reply).locator('[data-ask="document.register"]').waitFor({ state: 'detached' });
    await day.pass(2);
    await clerk.sees(w('document.status.03'));

    // --- called back: the other clerk agrees
    await clerk.ask('document.recall', box(clerk));
    const why = page.getByRole('dialog').filter({ has: page.locator('form textarea') }).last();
    await clerk.type(why.locator('textarea'), language === 'vi' ? 'Sai nơi nhận.' : 'Wrong recipient.');
    await clerk.press(why.locator('button[type=submit]'));
    await day.pass(2);
    await row(there, reply).locator('[data-ask="document.answer_recall"]').first().waitFor();
    await seen(there, '15-recall-asked');
    await there.press(row(there, reply).locator('[data-ask="document.answer_recall"]').first());
    await row(there, reply).locator('[data-ask="document.answer_recall"]').first().waitFor({ state: 'detached' });
    await day.pass(2);
    await clerk.sees(w('document.stage.recalled'));
    await seen(clerk, '16-recalled');

    // --- the wall: the Party's clerk sees nothing of it, and may not print it
    const party = await sits('partyClerk', 'records/outgoing');
    await party.page.locator('table').waitFor();
    bad.push(...must((await row(party, reply).count()) === 0, "a state paper stands in the Party's register"));
    await party.goes(`records?paper=${outgoing}`);
    await party.sees(w('document.gone'));
    await seen(party, '17-wall');
    const print = await box(clerk).getByRole('link', { name: w('document.print') }).getAttribute('href');
    const refused = await party.page.context().request.get(new URL(print, day.origin).href);
    bad.push(...must(refused.status() === 404, `the Party's clerk prints a state paper: ${refused.status()}`));
    await clerk.goes('records/outgoing');
    await page.locator('table').waitFor();
    bad.push(...must((await row(clerk, '/ĐU').count()) + (await row(clerk, '-NQ/ĐU').count()) === 0, "a Party paper stands in the state's register"));
    const papers = print.replace(/[^/]+$/, '');
    const wall = await page.context().request.get(new URL(`${papers}register-outgoing-party.pdf`, day.origin).href);
    bad.push(...must(wall.status() === 404, `the state's clerk prints the Party's register: ${wall.status()}`));
  } finally {
    for (const one of people) bad.push(...(await one.leaves()));
  }
  return bad;
}

export const tests = {
  'in and out and called back, in Vietnamese by keyboard alone': (at) => journey(at, { keys: true, language: 'vi', symbol: '71/UBND-VP', about: 'Phối hợp xử lý điểm ngập giáp ranh' }),
  'in and out and called back, in English by keyboard alone': (at) => journey(at, { keys: true, language: 'en', symbol: '73/UBND-VP', about: 'The flooded road by the school' }),
  'in and out and called back, in English on a telephone': (at) => journey(at, { keys: false, language: 'en', symbol: '72/UBND-VP', about: 'The flooded road at the border' }),
};
