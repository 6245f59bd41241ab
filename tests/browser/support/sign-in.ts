// Signing in as a person does: name and password, then the code from the mail.
import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, expect } from '@playwright/test';
import { mailbox, mailed } from './mail.ts';
import { account } from './portal.ts';
import type { Words } from './words.ts';

/** Fills in name and password, and leaves the page where the code is asked for. */
export async function enterPassword(page: Page, words: Words, username: string, password: string): Promise<void> {
  await page.getByLabel(words.username, { exact: true }).fill(username);
  await page.getByLabel(words.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: words.signIn, exact: true }).click();
}

/** Signs a person in, by both steps; patients and clinic staff have each their own door. */
export async function signIn(page: Page, words: Words, username: string): Promise<void> {
  const { role, password } = account(username);
  // Codes of two people signing in at once look alike in the mailbox, so people take turns.
  await inTurn(async () => {
    await page.goto(role === 'patient' ? '/sign-in' : '/clinic/sign-in');
    const before = (await mailbox(page.request)).length;
    await enterPassword(page, words, username, password);
    const code = await mailed(page.request, username, /\b\d{6}\b/, before);
    await page.getByLabel(words.securityCode).fill(code);
    await page.getByRole('button', { name: words.continue, exact: true }).click();
    await expect(page).not.toHaveURL(/sign-in/);
  });
}

const TURN = join(import.meta.dirname, '../output/signing-in');

/** Runs `act` while no other test process does: a folder can be made by one of them only. */
export async function inTurn(act: () => Promise<void>): Promise<void> {
  await expect.poll(() => takeTurn(), { message: 'the other tests have signed in', timeout: 60_000 }).toBe(true);
  try {
    await act();
  } finally {
    rmdirSync(TURN);
  }
}

function takeTurn(): boolean {
  mkdirSync(join(TURN, '..'), { recursive: true });
  try {
    mkdirSync(TURN);
    return true;
  } catch {
    // A run that was killed left its turn behind.
    const age = Date.now() - (statSync(TURN, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > 60_000) rmdirSync(TURN);
    return false;
  }
}
