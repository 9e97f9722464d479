// web/dist under the strict content security policy, with an invented server behind it that a test can lead:
//   const server = await mock();  server.on('work.take', (body) => ({facts: []}) or ({refusal: {...}, sentence: '...'}));
//   server.down = true (nothing gets through), server.stale(['officer']), server.asked (what came, repeats as well).
// By hand: node tests/mock.mjs 5174
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FIXTURES, WEB } from './testing.mjs';

export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const NOW = Date.UTC(2025, 6, 1, 1, 15, 0);

const ASKS = ['dossier.present', 'dossier.receive', 'dossier.ask_supplement', 'dossier.refuse', 'dossier.withdraw', 'dossier.return', 'dossier.pay', 'work.take', 'work.complete'];
export const seat = (more = {}) => ({
  house: 'my-thuong-1', unit: 'my-thuong', unit_name: 'Phường Mỹ Thượng', mode: 'rehearsal', officer: 'mau', name: 'Nguyễn Thị Mẫu',
  posts: ['cc-tiep-nhan'], titles: ['Công chức tiếp nhận'], roles: ['reception'], asks: ASKS, views: ['counter', 'officer'], ...more,
});
export const everywhere = () => seat({
  asks: ASKS, views: ['counter', 'officer', 'leader', 'records', 'meetings', 'meeting', 'assignments', 'city', 'admin'],
});

export async function mock({ port = 0, me = { login: 'mau', name: 'Nguyễn Thị Mẫu', csrf: 'x', administrator: false, director: false, second_factor: false, seats: [seat()] } } = {}) {
  const answers = new Map();
  const streams = new Set();
  const seen = new Map();
  const self = {
    me, signedIn: false, down: false, cut: 0, boards: 0, board: undefined, seq: 100, asked: [], views: {}, password: 'mat-khau',
    clock: { now: NOW, speed: 1, paused: false, over: false },
    on(wire, answer) { answers.set(wire, answer); },
    stale(views) { for (const s of streams) s.write(`event: stale\nid: ${self.seq}\ndata: ${JSON.stringify({ seq: self.seq, unit: 'my-thuong', views })}\n\n`); },
    tell(clock) { self.clock = { ...self.clock, ...clock }; for (const s of streams) s.write(`event: clock\ndata: ${JSON.stringify(self.clock)}\n\n`); },
    cutStreams() { for (const s of streams) s.destroy(); streams.clear(); },
    close() { self.cutStreams(); server.closeAllConnections?.(); return new Promise((done) => server.close(done)); },
  };

  function answerAsk(one) {
    self.asked.push(one);
    if (seen.has(one.request)) return { ...seen.get(one.request), repeated: true };
    const [wire, body] = Object.entries(one.command)[0];
    const made = answers.get(wire)?.(body) ?? { facts: [] };
    const answer = { facts: [], repeated: false, sentence: '', seq: ++self.seq, ...made };
    seen.set(one.request, answer);
    return answer;
  }

  async function api(req, res, path, query, body) {
    const json = (status, value, headers = {}) => {
      res.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      res.end(JSON.stringify(value));
    };
    if (path === '/v1/login') {
      const { password } = JSON.parse(body);
      if (password !== self.password) return json(401, { at: '', error: 'login', message: 'Sai' });
      self.signedIn = true;
      return json(200, self.me);
    }
    const view = path.match(/\/view\/([a-z_]+)$/)?.[1];
    const shown = (name) => {
      if (self.views[name]) return typeof self.views[name] === 'function' ? self.views[name](query) : self.views[name];
      const file = join(FIXTURES, 'views', `${name}.json`);
      return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
    };
    if (path.startsWith('/v1/public/')) {
      const found = view && shown(view);
      return found ? json(200, found) : json(404, { at: '', error: 'not_found', message: 'Không có' });
    }
    if (!self.signedIn) return json(401, { at: '', error: 'login', message: '' });
    if (req.method !== 'GET' && req.headers['x-csrf'] !== self.me.csrf) return json(403, { at: '', error: 'csrf', message: 'csrf' });
    if (path === '/v1/me') return json(200, self.me);
    if (path === '/v1/logout') { self.signedIn = false; res.writeHead(204); return res.end(); }
    if (path === '/v1/houses') {
      const units = [{ code: 'my-thuong', name: 'Phường Mỹ Thượng' }];
      return json(200, { houses: [{ code: 'my-thuong-1', title: 'Diễn tập Mỹ Thượng', mode: 'rehearsal', clock: self.clock, director: self.me.director, units }] });
    }
    if (path.endsWith('/board')) {
      self.boards++;
      return self.board ? json(200, self.board) : json(404, { at: '', error: 'not_found', message: 'no board' });
    }
    if (path.endsWith('/events')) {
      res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      res.write(`event: clock\ndata: ${JSON.stringify(self.clock)}\n\n`);
      streams.add(res);
      return req.on('close', () => streams.delete(res));
    }
    if (view) {
      const found = shown(view);
      return found ? json(200, found, { 'X-Seq': String(self.seq) }) : json(404, { at: '', error: 'not_found', message: `no view ${view}` });
    }
    if (path.endsWith('/ask')) {
      const answer = answerAsk(JSON.parse(body));
      if (self.cut > 0) { self.cut--; return req.socket.destroy(); } // decided, but the answer is lost on its way
      return json(answer.refusal ? 409 : 200, answer);
    }
    if (path.endsWith('/asks')) return json(200, { answers: JSON.parse(body).asks.map(answerAsk) });
    return json(404, { at: '', error: 'not_found', message: path });
  }

  const server = createServer(async (req, res) => {
    const url = new URL(req.url, 'http://x');
    if (self.down && url.pathname.startsWith('/v1/')) return req.socket.destroy();
    const chunks = [];
    for await (const c of req) chunks.push(c);
    if (url.pathname.startsWith('/v1/')) return api(req, res, url.pathname, url.searchParams, Buffer.concat(chunks).toString());
    const file = join(WEB, 'dist', normalize(url.pathname === '/' ? '/index.html' : url.pathname));
    if (!file.startsWith(join(WEB, 'dist')) || !existsSync(file)) { res.writeHead(404); return res.end(); }
    res.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': POLICY });
    res.end(readFileSync(file));
  });
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  self.origin = `http://127.0.0.1:${server.address().port}`;
  return self;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await mock({ port: Number(process.argv[2] ?? 5174) });
  server.me.seats = [everywhere()];
  console.log(`${server.origin}  (password: ${server.password})`);
}
