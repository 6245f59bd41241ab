// Signing up as a person does, from the code to the account.
import { type Page, expect } from '@playwright/test';
import type { Words } from './words.ts';

/** Fills in the birth date beside the activation code, and comes to the page where the account is chosen. */
export async function proveBirthDate(page: Page, words: Words, birthDate: string): Promise<void> {
  await page.getByLabel(words.birthDate).fill(birthDate);
  await page.getByRole('button', { name: words.continue, exact: true }).click();
  await expect(page).toHaveURL(/\/sign-up\/account/);
}

/** Chooses username and password and accepts the terms; says the e-mail address where it is asked for. */
export async function chooseAccount(
  page: Page,
  words: Words,
  { username, password, email }: { username: string; password: string; email?: string },
): Promise<void> {
  if (email) await page.getByLabel(words.ownEmail).fill(email);
  await page.getByLabel(words.newUsername).fill(username);
  await page.getByLabel(words.newPassword).fill(password);
  await page.getByLabel(words.acceptTerms).check();
  await page.getByRole('button', { name: words.makeAccount }).click();
}
