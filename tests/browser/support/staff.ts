// Accounts of people who work at the clinic, added from the command line.
import type { Account } from './portal.ts';
import { type Settings, madrone, run } from './program.ts';

/** Adds one; the answer says the password that was made for it. */
export async function addStaff(settings: Settings, username: string, role: string): Promise<Account> {
  const person = ['--username', username, '--role', role, '--email', `${username}@example.com`];
  const added = await run(madrone, ['staff', 'add', ...person], settings);
  return { role, username, password: /the password (\S+)/.exec(added)?.[1] ?? '' };
}
