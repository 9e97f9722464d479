// The records clerk: the register that is shown says whose it is, and a paper is registered from the list.
import { DESKTOP, open } from './browser.mjs';
import { mock, seat } from './mock.mjs';
import { must } from './testing.mjs';

const EXPECTED = /Failed to load resource: (the server responded with a status of (401|404|409)|net::ERR_)/;
const NOW = Date.UTC(2025, 6, 1, 1, 15, 0);
const named = (code, name = code) => ({ code, name });
const incoming = {
  abstract: 'Công văn thử', arrived: NOW - 60_000, asks: ['document.register'], body: named('ubnd', 'Ủy ban nhân dân'), colour: 'green', date: 20270, document: 7, from: named('hue-city', 'Thành phố'),
  lead: [], lead_post: named(''), number: 0, overdue: false, recall_asked: false, register_by: NOW + 900_000, side: 'state', stage: 'arrived', support: [], symbol: '6101/UBND-TH', type: named('CV', 'Công văn'), urgency: named('khan', 'Khẩn'),
};
const records = { chase: [], incoming: [incoming], outgoing: [], q: '', recalls: [], secrets: 0, sides: ['state'], to_assign: [], to_check: [], to_issue: [], to_number: [], to_register: [incoming], to_seal: [], to_sign: [] };
async function withDesk({ browser }, address, viewport, does) {
  const server = await mock();
  server.me.seats = [seat({
    asks: ['document.sign', 'document.register', 'assignment.create', 'assignment.report', 'officer.report_absence', 'delegation.grant', 'document.arrive', 'document.draft'],
    views: ['leader', 'records', 'assignments', 'document', 'people'],
  })];
  server.views = {
    records,
    document: { incoming, text: [] }, people: { bodies: [], officers: [], posts: [], roles: [], units: [] },
  };
  const { page, context, problems } = await open(browser, { allow: [server.origin], viewport });
  page.setDefaultTimeout(20_000);
  try {
    await page.goto(server.origin);
    await page.getByLabel('Tên đăng nhập').fill('mau');
    await page.getByLabel('Mật khẩu').fill(server.password);
    await page.keyboard.press('Enter');
    await page.locator('.banner').waitFor();
    await page.goto(`${server.origin}/${address}`);
    const bad = await does(page, server);
    return [...bad, ...problems.filter((p) => !EXPECTED.test(p))];
  } finally {
    await context.close();
    await server.close();
  }
}

export const tests = {
  'the clerk registers from the list, and sees whose registers these are': (at) => withDesk(at, '#/records', DESKTOP, async (page, server) => {
    await page.getByRole('heading', { name: 'Văn thư Ủy ban nhân dân' }).waitFor();
    await page.getByRole('button', { name: 'Đăng ký văn bản đến' }).click();
    await page.waitForFunction(() => document.body.innerText.includes('Đã ghi nhận'));
    return must(server.asked[0]?.command['document.register']?.document === 7, JSON.stringify(server.asked));
  }),
};
