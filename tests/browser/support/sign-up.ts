// Signing up as a person does, from the code to the account.
import { type Page, expect } from '@playwright/test';
import { mailbox, mailed } from './mail.ts';
import { CHOSEN, type Newcomer } from './newcomers.ts';
import { enterPassword } from './sign-in.ts';
import type { Words } from './words.ts';

/** The code in a mail or a text message. */
export const CODE = /\b\d{6}\b/;

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

/** Answers every question of the form, and comes to where the code is asked for. */
export async function ask(page: Page, words: Words, one: Newcomer): Promise<void> {
  await page.getByLabel(words.firstName, { exact: true }).fill(one.given);
  await page.getByLabel(words.lastName, { exact: true }).fill(one.family);
  await page.getByLabel(words.birthDate).fill(one.birthDate);
  await page.getByLabel(one.gender === 'female' ? words.female : words.male, { exact: true }).check();
  await page.getByLabel(words.postalCode).fill(one.postalCode);
  await page.getByLabel(words.contact).fill(one.phone);
  await page.getByRole('button', { name: words.continue, exact: true }).click();
  await expect(page).toHaveURL(/\/sign-up\/verify/);
}

/** From the page that says that the account is ready to the person's home. */
export async function signInAnew(page: Page, words: Words, { username, given }: Newcomer): Promise<void> {
  await expect(page).toHaveURL(/\/sign-in\?welcome=1/);
  const before = (await mailbox(page.request)).length;
  await enterPassword(page, words, username, CHOSEN);
  await page.getByLabel(words.securityCode).fill(await mailed(page.request, username, CODE, before));
  await page.getByRole('button', { name: words.continue, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(given);
}

/** Signs a newcomer up whom mail reaches, and in. */
export async function signUp(page: Page, words: Words, one: Newcomer): Promise<void> {
  await page.goto('/sign-up/request');
  await ask(page, words, one);
  await page.getByLabel(words.mailedCode).fill(await mailed(page.request, one.username, CODE));
  await page.getByRole('button', { name: words.continue, exact: true }).click();
  await chooseAccount(page, words, { username: one.username, password: CHOSEN });
  await signInAnew(page, words, one);
}
