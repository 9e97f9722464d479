// Two journeys through a ward's founding day against the real program, in both languages on a desk by keyboard alone, and in
// English on a phone: the first conference of the Party committee, from the roll call to an assignment done and closed; and the
// first session of the People's Council with its secret ballot.
import { DESKTOP, PHONE } from './browser.mjs';
import { hands } from './hands.mjs';
import { EXPECTED } from './rehearsing.mjs';
import { trying } from './trying.mjs';

const CHAIR = 'nguyen-van-mau'; // Secretary of the Party committee; convener and Chair of the Council
const SECRETARY = 'phan-van-dien'; // Chief of the Party office
const CLERK = 'bui-tuong-tuong'; // of Party records
const OWNER = 'le-vi-du'; // Deputy Secretary: the service centre is his
const KEEPER = 'huynh-van-dien'; // secretary of the session
const MEMBER = 'ngo-bai-tap'; // delegate, sits with a phone
const TELLER = 'ho-kich-ban'; // delegate

// As they stand in the registers, whatever language is read.
const PAPERS = ['Quy chế làm việc của Ban Chấp hành', 'Nghị quyết Hội nghị lần thứ nhất'];
const TASK = 'Trung tâm Phục vụ hành chính công tiếp nhận';
const NAMES = { [CHAIR]: 'Nguyễn Văn Mẫu', [OWNER]: 'Lê Ví Dụ', [MEMBER]: 'Ngô Bài Tập', [TELLER]: 'Hồ Kịch Bản', [SECRETARY]: 'Phan Văn Diễn' };

async function withWard(at, officers, language, phone, does) {
  const ward = await trying(at.binary, officers);
  const bad = [];
  const seat = async (officer, name, address, small = phone) => {
    const page = await ward.sit(at.browser, officer, { language, viewport: small ? PHONE : DESKTOP, touch: small });
    const one = hands(page, { language, finger: small, shots: at.shots, name, bad });
    one.goto = async (to) => {
      await page.goto(`${ward.origin}/#/${to}`);
      await page.locator('main h1').waitFor();
    };
    await one.goto(address);
    return one;
  };
  try {
    await does(ward, seat, bad);
    return [...bad, ...ward.problems(EXPECTED)];
  } catch (e) {
    if (at.shots) await ward.show(at.shots);
    throw e;
  } finally {
    await ward.close();
  }
}

const row = (who, text) => who.page.locator('tr[data-row]', { hasText: text }).first();
const inHand = (who) => who.page.locator('.agenda li[aria-current=step]');
const minutes = (who) => who.page.locator('.minutes');
const carried = (who) => who.w('meeting.result.carried');
const result = (who, title, word = carried(who)) => who.page.locator('.agenda li', { hasText: title }).locator('.badge', { hasText: word }).first();

/** Convenes the kind of meeting whose name holds these words, and goes in. */
async function convene(chair, named, paper) {
  await chair.ask('meeting.convene', chair.page.locator('main li', { hasText: named }));
  await chair.type(chair.w('meeting.papers.ahead'), paper);
  await chair.submit();
  await chair.press(row(chair, named));
  await chair.page.locator('[data-do=roll]').waitFor();
}

/** The roll is called with these members; without names, with everybody who may be there. */
async function roll(keeper, present) {
  await keeper.do('roll');
  await keeper.do(present ? 'nobody' : 'everybody');
  for (const officer of present ?? []) await keeper.tick(NAMES[officer]);
  await keeper.send('meeting.call_roll');
}

/** Goes on to the next item, and waits until it is in hand. */
async function take(keeper, title) {
  await keeper.ask('meeting.take_item', keeper.page.locator('[data-next]'));
  await inHand(keeper).filter({ hasText: title }).waitFor();
}

/** Puts the draft of the item in hand. */
async function move(keeper, text, more) {
  await keeper.do('move');
  if (text) await keeper.type(keeper.w('meeting.text.move'), text);
  await more?.();
  await keeper.send('meeting.move');
}

/** A show of hands with all in favour but these, told from the minutes. */
async function vote(keeper, against = 0) {
  await keeper.do('vote');
  if (against) {
    const all = Number(await keeper.page.getByRole('dialog').getByLabel(keeper.w('meeting.in_favour')).first().inputValue());
    await keeper.type(keeper.w('meeting.in_favour'), String(all - against));
    await keeper.type(keeper.w('meeting.against'), String(against));
  }
  await keeper.send('meeting.vote');
}

async function motion(keeper, title, text, more) {
  await take(keeper, title);
  await move(keeper, text, more);
  await vote(keeper);
  await result(keeper, title).waitFor();
}

const TEXT = {
  vi: {
    conference: 'Hội nghị lần thứ nhất', agenda: 'chương trình hội nghị', regulation: 'Quy chế làm việc của Ban Chấp hành', programme: 'Chương trình công tác', members: 'Phân công nhiệm vụ', resolution: 'Nghị quyết về nhiệm vụ 6 tháng',
    directions: 'Phát biểu chỉ đạo', closing: 'bế mạc', opening: 'Tuyên bố lý do', called: 'điểm danh',
    article: 'Điều 1. Phạm vi và đối tượng áp dụng.', amendment: 'Điều 5 bổ sung: tài liệu gửi trước ít nhất 03 ngày làm việc.', speech: 'Đồng ý với dự thảo; đề nghị ghi rõ một việc chỉ giao một người.', report: 'Trung tâm mở cửa lúc 7 giờ 30, đủ người ở các quầy.',
    session: 'Kỳ họp thứ nhất', sessionAgenda: 'chương trình kỳ họp', questions: 'Chất vấn và trả lời', chairOpening: 'phát biểu khai mạc', front: 'Mặt trận Tổ quốc', committees: 'danh sách thành viên các ban', rules: 'Quy chế hoạt động', divisions: 'cơ quan chuyên môn', supervision: 'Chương trình giám sát', tasks: 'phát triển kinh tế - xã hội 6 tháng', plan: 'các kỳ họp thường lệ', committeeChair: 'nhận nhiệm vụ', general: 'Nghị quyết chung',
  },
  en: {
    conference: 'First conference', agenda: 'The agenda is approved', sessionAgenda: 'The agenda is approved', regulation: 'Working regulation of the Executive', programme: 'Work programme', members: 'Members are assigned', resolution: 'Resolution on the last six months',
    directions: 'Directions of the city', closing: 'closing', opening: 'Opening and introduction', called: 'Roll call',
    article: 'Article 1. Scope.', amendment: 'Article 5, added: papers are sent three working days ahead.', speech: 'Agrees; one task, one owner.', report: 'The centre opened at 7:30 with every counter staffed.',
    session: 'First session', questions: 'Questions', chairOpening: 'The Chair opens', front: 'Report of the Front', committees: 'members of the Council', rules: 'Working rules of the Council', divisions: 'divisions of the People', supervision: 'supervision programme', tasks: 'Tasks of the last six', plan: 'Plan of the regular', committeeChair: 'Speech of the Chair', general: 'General resolution',
  },
};

/** The last item, the end, and the minutes signed by both. */
async function close(say, chair, keeper) {
  await take(keeper, say.closing);
  await chair.ask('meeting.close');
  await chair.submit();
  for (const one of [chair, keeper]) await one.ask('meeting.sign_minutes');
  await keeper.page.getByText(keeper.w('meeting.signed_by', '').trim()).first().waitFor();
  await keeper.look('closed');
}

async function conference(language, ward, seat) {
  const say = TEXT[language];
  const chair = await seat(CHAIR, 'conference-chair', 'meeting');
  const keeper = await seat(SECRETARY, 'conference', 'meeting');
  await chair.look('convene');
  await convene(chair, say.conference, say.regulation);
  await keeper.press(row(keeper, say.conference));
  await keeper.page.locator('[data-do=roll]').waitFor();

  // Four of twenty-nine are not enough: the Chair is told how many are needed, and the record has it.
  await roll(keeper, [CHAIR, SECRETARY, OWNER, MEMBER]);
  await keeper.look('roll');
  await chair.ask('meeting.open');
  const told = chair.page.locator('.toast', { hasText: '29' });
  await told.waitFor();
  chair.say(/4.*29.*20/s.test(await told.innerText()), `no quorum was told as: ${await told.innerText()}`);
  await chair.look('no-quorum');
  await roll(keeper);
  await chair.ask('meeting.open');
  await keeper.page.locator('[data-next]').waitFor();
  await keeper.look('opened');

  await take(keeper, say.opening);
  await take(keeper, say.called);
  await keeper.ask('meeting.take_item', keeper.page.locator('[data-next]')); // the announcement is made by being read out
  await keeper.page.locator('[data-next]', { hasText: say.agenda }).waitFor();
  await motion(keeper, say.agenda, '');

  await take(keeper, say.regulation);
  await move(keeper, say.article, () => keeper.look('move'));
  await keeper.do('speak');
  await keeper.pick(keeper.w('meeting.speaker'), NAMES[OWNER]);
  await keeper.type(keeper.w('meeting.minutes_long'), '4');
  await keeper.type(keeper.w('meeting.text.speak'), say.speech);
  await keeper.send('meeting.speak');
  await minutes(keeper).getByText(say.speech).waitFor();
  await keeper.do('amend');
  await keeper.pick(keeper.w('meeting.mover'), NAMES[MEMBER]);
  await keeper.type(keeper.w('meeting.text.amend'), say.amendment);
  await keeper.look('amend');
  await keeper.send('meeting.amend');
  await keeper.page.locator('blockquote', { hasText: say.amendment }).waitFor();
  await vote(keeper, 1);
  await result(keeper, say.regulation).waitFor();
  await keeper.look('carried');

  await motion(keeper, say.programme, say.article);
  await motion(keeper, say.members, say.article);
  await motion(keeper, say.resolution, say.article);
  await take(keeper, say.directions);
  await close(say, chair, keeper);

  await papers(seat);
  await assignment(seat, say);
  const journal = ward.journal();
  chair.say(/meeting\.no_quorum/.test(journal), 'the attempt without a quorum is not on the record');
}

/** What was carried is checked, signed, numbered, sealed and issued: 01-QC/ĐU and 01-NQ/ĐU. */
async function papers(seat) {
  const chief = await seat(SECRETARY, 'papers-check', 'leader/direct');
  for (const abstract of PAPERS) {
    await chief.press(row(chief, abstract));
    await chief.ask('document.check', chief.page.getByRole('dialog'));
    await chief.page.getByRole('dialog').locator('.badge', { hasText: chief.w('document.stage.checked') }).waitFor();
    if (abstract === PAPERS[0]) await chief.look('checked');
    await chief.page.keyboard.press('Escape');
    await chief.page.waitForURL((url) => !url.hash.includes('paper=')); // the closing has come to its end
  }
  const chair = await seat(CHAIR, 'papers-sign', 'leader');
  for (const abstract of PAPERS) {
    await chair.press(row(chair, abstract));
    await chair.page.locator('.sheet', { hasText: abstract }).first().waitFor();
    if (abstract === PAPERS[0]) await chair.look('sheet');
    await chair.ask('document.sign');
    await row(chair, abstract).waitFor({ state: 'detached' });
  }
  const clerk = await seat(CLERK, 'papers-clerk', 'records');
  for (const abstract of PAPERS) {
    const one = () => row(clerk, abstract);
    await clerk.ask('document.number', one());
    await clerk.ask('document.seal', one());
    if (abstract === PAPERS[0]) await clerk.look('sealed');
    await clerk.ask('document.issue/to', one()); // what was adopted names nobody
    await clerk.pick(clerk.w('document.recipients'), clerk.w('language.other') === 'English' ? 'thành phố' : 'city');
    await clerk.submit();
    await one().waitFor({ state: 'detached' });
  }
  await clerk.goto('records/outgoing');
  for (const symbol of ['01-QC/ĐU', '01-NQ/ĐU']) await row(clerk, symbol).waitFor();
  await clerk.look('register');
}

async function assignment(seat, say) {
  const owner = await seat(OWNER, 'assignment-owner', 'assignments');
  await owner.press(row(owner, TASK));
  await owner.ask('assignment.accept');
  await owner.page.getByText(owner.w('assignment.path.accepted')).waitFor();
  await owner.look('accepted');
  for (const done of [false, true]) {
    await owner.ask('assignment.report');
    await owner.type(owner.w('assignment.progress'), say.report);
    if (done) await owner.tick(owner.w('assignment.finished'));
    await owner.submit();
  }
  await owner.page.getByText(owner.w('assignment.path.done')).first().waitFor();
  await owner.look('reported');
  const giver = await seat(CHAIR, 'assignment-giver', 'assignments/given');
  await giver.press(row(giver, TASK));
  await giver.ask('assignment.close');
  await giver.type(giver.w('assignment.remarks'), 'OK');
  await giver.submit();
  await giver.page.getByText(giver.w('assignment.path.closed')).first().waitFor();
  await giver.look('closed');
}

async function session(language, ward, seat) {
  const say = TEXT[language];
  const chair = await seat(CHAIR, 'session-chair', 'meeting', false);
  const keeper = await seat(KEEPER, 'session', 'meeting');
  await convene(chair, say.session, say.rules);
  await keeper.press(row(keeper, say.session));
  await keeper.page.locator('[data-do=roll]').waitFor();
  await roll(keeper);
  await chair.ask('meeting.open');
  const member = await seat(MEMBER, 'member', 'meeting', true);
  await member.press(row(member, say.session));
  const hall = await seat(TELLER, 'hall', 'meeting/hall/1?bare', false);

  // Out of its order the law forbids it, and the sentence says what comes before.
  await keeper.ask('meeting.take_item', keeper.page.locator('.agenda li', { hasText: say.questions }));
  await keeper.page.locator('.toast').first().waitFor();
  await keeper.look('wrong-order');
  await keeper.press(keeper.page.locator('.toast button').first());

  for (let i = 0; i < 2; i++) await next(keeper);
  await next(keeper, false); // the announcement
  await take(keeper, say.chairOpening);
  await motion(keeper, say.sessionAgenda, '');
  await take(keeper, say.front);
  await ballot(say, keeper, seat, hall);
  await open(say, keeper, member, hall);
  for (const title of [say.divisions, say.supervision, say.tasks, say.plan]) await motion(keeper, title, say.article);
  await take(keeper, say.committeeChair);
  await motion(keeper, say.general, say.article);
  await close(say, chair, keeper);
  await hall.page.locator('.title', { hasText: hall.w('meeting.stage.closed') }).waitFor();
  await hall.look('closed');
  await member.page.locator('.top .badge', { hasText: member.w('meeting.stage.closed') }).waitFor();
  await member.look('closed');
  const journal = ward.journal();
  keeper.say(/meeting\.item_before/.test(journal), 'the wrong order is not on the record');
  secrecy(keeper, journal);
}

/** What was chosen in the open stands beside a name; of the secret ballot there are sums alone. */
function secrecy(keeper, journal) {
  const lines = journal.split('\n');
  const choice = /\.cast |named=\{[^}]/;
  const secret = lines.filter((l) => l.includes('item=committee-members'));
  keeper.say(lines.some((l) => l.includes('item=working-rules') && choice.test(l)), 'a vote at one\'s own seat is not on the record');
  keeper.say(secret.some((l) => /motion\.carried.*form=secret/.test(l)), 'the secret ballot is not on the record');
  for (const line of secret.filter((l) => choice.test(l))) keeper.say(false, `the record has a choice of a secret ballot: ${line}`);
}

async function next(keeper, waits = true) {
  const before = await keeper.page.locator('[data-next]').innerText();
  await keeper.ask('meeting.take_item', keeper.page.locator('[data-next]'));
  await keeper.page.waitForFunction((was) => document.querySelector('[data-next]')?.innerText !== was, before);
  if (waits) await inHand(keeper).waitFor();
}

/** By secret ballot: tellers named, ballots handed out and counted, and only sums told. */
async function ballot(say, keeper, seat, hall) {
  await take(keeper, say.committees);
  await move(keeper, say.article);
  keeper.say((await keeper.page.locator('[data-do=vote], [data-ask="meeting.open_poll"]').count()) === 0, 'a secret ballot is offered in the open');
  await keeper.do('tellers');
  await keeper.tick(NAMES[TELLER]);
  await keeper.tick(NAMES[MEMBER]);
  await keeper.send('meeting.name_tellers');
  await keeper.ask('meeting.issue_ballots');
  await keeper.page.locator('[data-do=tally]').waitFor();
  await keeper.look('ballots-out');
  await hall.look('ballots-out');
  const teller = await seat(TELLER, 'teller', 'meeting/1');
  await teller.do('tally');
  const box = teller.page.getByRole('dialog');
  const out = Number(await box.locator('input').first().inputValue());
  await teller.type(teller.w('meeting.invalid'), '1');
  await teller.type(teller.w('meeting.in_favour'), String(out - 4));
  await teller.type(teller.w('meeting.against'), '1');
  await teller.type(teller.w('meeting.abstained'), '3'); // one too many
  await teller.ask('meeting.tally', box);
  await box.locator('.refusal').waitFor();
  await teller.look('tally-refused');
  await teller.type(teller.w('meeting.abstained'), '2');
  await teller.send('meeting.tally');
  await result(keeper, say.committees).waitFor();
  await hall.page.locator('.vote').waitFor();
  await hall.look('secret-result');
}

/** A member asks to speak, is given the floor, and votes on a phone; too few did, so it is lost, and put again with hands. */
async function open(say, keeper, member, hall) {
  await take(keeper, say.rules);
  await member.ask('meeting.ask_floor');
  await member.look('waits');
  await keeper.page.locator('[data-do=give]').waitFor();
  await keeper.look('floor');
  await keeper.do('give');
  await keeper.type(keeper.w('meeting.text.speak'), say.speech);
  await keeper.send('meeting.speak');
  await member.page.locator('[data-ask="meeting.ask_floor"]', { hasText: member.w('ask.meeting.ask_floor') }).waitFor();
  await hall.page.getByText(say.speech).waitFor();
  await hall.look('speaker');
  await move(keeper, say.article); // by the Chair, not by who spoke last
  await keeper.page.locator('blockquote', { hasText: NAMES[CHAIR] }).waitFor();
  await keeper.ask('meeting.open_poll');
  await member.press(member.page.locator('[data-choices] button').first());
  await member.page.getByText(member.w('meeting.poll.recorded')).waitFor();
  await member.look('voted');
  await hall.page.getByText(hall.w('meeting.poll.open')).waitFor();
  await hall.page.locator('.count', { hasText: '1' }).waitFor();
  await hall.look('poll');
  await keeper.page.getByText(new RegExp(keeper.w('meeting.poll.answered', 1, '\\d+'))).first().waitFor();
  await keeper.look('poll');
  await keeper.ask('meeting.vote');
  await result(keeper, say.rules, keeper.w('meeting.result.lost')).waitFor();
  await hall.look('lost');
  await keeper.look('lost');
  // The next on the agenda is another; what was lost is taken again, as it stood.
  const again = keeper.page.locator('[data-lost]', { hasText: say.rules });
  await keeper.ask('meeting.take_item', again);
  await inHand(keeper).filter({ hasText: say.rules }).waitFor();
  await hall.page.locator('.vote').waitFor({ state: 'detached' });
  await move(keeper, '');
  await keeper.page.locator('blockquote', { hasText: say.article }).waitFor();
  await vote(keeper);
  await result(keeper, say.rules).waitFor();
  await again.waitFor({ state: 'detached' });
}

const WAYS = [['vi', false, 'in Vietnamese by keyboard alone'], ['en', false, 'in English by keyboard alone'], ['en', true, 'in English on a phone']];
const journeys = (name, officers, does) => Object.fromEntries(
  WAYS.map(([language, phone, way]) => [`${name}, ${way}`, (at) => withWard(at, officers, language, phone, (ward, seat) => does(language, ward, seat))]),
);

export const tests = {
  ...journeys('conference to assignment', [CHAIR, SECRETARY, CLERK, OWNER], conference),
  ...journeys('session with a secret ballot', [CHAIR, KEEPER, MEMBER, TELLER], session),
};
