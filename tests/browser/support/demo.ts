// Starts the portal with its demo world before the tests, and stops it after them.
//
// `MADRONE_URL` and `MADRONE_ACCOUNTS` (lines as `madrone demo` prints them) name one that already runs instead.
import { join } from 'node:path';
import { DESK, writeNewcomers } from './newcomers.ts';
import { type Account, announce } from './portal.ts';
import { madrone, readyAt, run, scratchFolder, start } from './program.ts';
import { addStaff } from './staff.ts';

/** Notices to browsers, by push services on this machine. */
export const PUSHING = {
  MADRONE_BROWSER_NOTICES__CONTACT: 'mailto:it@example.com',
  MADRONE_BROWSER_NOTICES__INSIDE: 'true',
};

// One world for every run: what a test saw once it sees again.
const SEED = '2026';

export default async function startDemo(): Promise<(() => Promise<void>) | undefined> {
  const { MADRONE_URL, MADRONE_ACCOUNTS } = process.env;
  if (MADRONE_URL) {
    announce('demo', { url: MADRONE_URL, accounts: (MADRONE_ACCOUNTS ?? '').split('\n').flatMap(accountOf) });
    return undefined;
  }
  const data = scratchFolder('demo');
  const accounts: Account[] = [];
  const demo = await start(madrone, ['demo', '--listen', '127.0.0.1:0', '--data', data, '--seed', SEED], PUSHING, (line) => {
    accounts.push(...accountOf(line));
    return readyAt(line);
  });
  const newcomers = join(data, 'newcomers');
  writeNewcomers(newcomers);
  const settings = { MADRONE_DATABASE__URL: `sqlite:${join(data, 'demo.db')}`, MADRONE_LOG__LEVEL: 'warn' };
  await run(madrone, ['import', newcomers], settings);
  accounts.push(await addStaff(settings, DESK, 'front-desk'));
  announce('demo', { url: demo.heard, accounts });
  return demo.stop;
}

/** The account that a line says, if it says one. */
export function accountOf(line: string): Account[] {
  const [kind, role, username, password] = line.trim().split(/\s+/);
  return kind === 'account' && role && username && password ? [{ role, username, password }] : [];
}
