// A rehearsal of the Mỹ Thượng day, served by the real program in a folder that is thrown away:
//   const day = await rehearsing(at.binary, '07:00');  day.origin, day.password(login), await day.close()
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOP, WEB } from './testing.mjs';

export const freePort = () =>
  new Promise((done) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => done(port));
    });
  });

/** `sansang serve` with these arguments and the built client; ready when it has told its address. */
export async function serving(binary, args) {
  const program = spawn(binary, ['serve', ...args, '--web', process.env.WEB_DIST ?? join(WEB, 'dist')], { cwd: TOP, stdio: ['ignore', 'pipe', 'pipe'] });
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
    async close() {
      const gone = new Promise((done) => program.on('exit', done));
      program.kill('SIGKILL');
      await gone;
    },
  };
}

export async function rehearsing(binary, from) {
  if (!binary) throw new Error('needs the program: tools/web.sh test BINARY');
  const folder = mkdtempSync(join(tmpdir(), 'rehearsing-'));
  const run = join(folder, 'run');
  const port = await freePort();
  const server = await serving(binary, ['--rehearse', 'scenarios/my-thuong-2025-06-23.yaml', '--run', run, '--port', String(port), '--from', from]);
  const logins = readFileSync(join(run, 'logins.txt'), 'utf8').split('\n').map((l) => l.split('\t'));
  return {
    origin: `http://127.0.0.1:${port}`,
    run,
    password: (login) => logins.find((l) => l[0] === login)?.[1] ?? '',
    login: (desk) => logins.find((l) => l[2]?.startsWith(desk))?.[0] ?? '',
    /** The name of who has this login. */
    name: (login) => logins.find((l) => l[0] === login)?.[3] ?? '',
    report: () => existsSync(join(run, 'report.html')),
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the browser says of answers that tests ask for. */
export const EXPECTED = /Failed to load resource: the server responded with a status of (401|404|409)/;

/** Signs a page in, by keyboard alone. */
export async function enter(page, day, login, address) {
  await page.goto(day.origin);
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(day.password(login));
  await page.keyboard.press('Enter');
  await page.locator('.banner').waitFor();
  await page.goto(`${day.origin}/#/${address}`);
  await page.locator('main h1').waitFor();
}
