// A trial of some units, served by the real program from a folder that is thrown away; every account has the same password:
//   const day = await trial(at.binary, { units: ['my-thuong'], accounts: [['quan-tri', '--kind', 'administrator']], backup: true });
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, serving } from './rehearsing.mjs';
import { TOP } from './testing.mjs';

export const PASSWORD = 'mat-khau-thu-nghiem';

export async function trial(binary, { units, accounts, backup = false }) {
  if (!binary) throw new Error('needs the program: tools/web.sh test BINARY');
  const folder = mkdtempSync(join(tmpdir(), 'serving-'));
  const data = join(folder, 'data');
  for (const account of accounts)
    execFileSync(binary, ['account', 'add', ...account, '--data', data, '--password-stdin'], { cwd: TOP, input: `${PASSWORD}\n` });
  const port = await freePort();
  const server = await serving(binary, [
    '--data', data, '--plan', 'plans/hue-2025', ...units.flatMap((u) => ['--trial', u]), '--port', String(port), ...(backup ? ['--backup', join(folder, 'backups')] : []),
  ]);
  return {
    origin: `http://127.0.0.1:${port}`,
    data,
    password: () => PASSWORD,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
