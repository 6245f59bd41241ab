// Passcodes: four digits on one device, whose browser keeps a key for them.
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { portal } from './support/portal.ts';
import { signIn } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';
import type { Words } from './support/words.ts';

const RIGHT = '2580';

// A number has no passcodes.
test.use({ baseURL: async ({}, use) => use(portal().url.replace('127.0.0.1', 'localhost')) });

test('a passcode is set up, signs in, and is gone after five wrong tries', { tag: '@script' }, async ({ page, words }) => {
  test.slow();
  await signIn(page, words, who());
  await page.goto('/account/security');
  await page.getByRole('link', { name: words.passcodeHeading }).click();
  await check(page);
  await choose(page, words, '1234');
  await expect(page.getByText(words.passcodeIsEasy).first()).toBeVisible();
  await check(page);
  await choose(page, words, RIGHT);
  await expect(page.getByText(words.passcodeIsSetUp)).toBeVisible();
  await expect(here(page)).toContainText(words.thisDevice);
  await check(page);

  await signOut(page);
  await check(page);
  await enter(page, words, RIGHT);
  await expect(page).toHaveURL(/\/home$/);

  await signOut(page);
  for (let tries = 1; tries < 5; tries++) {
    await enter(page, words, '9173');
    await expect(page).toHaveURL(new RegExp(`passcode=${5 - tries}$`));
    await expect(page.getByText(words.passcodeIsWrong)).toBeVisible();
  }
  await check(page);
  await enter(page, words, '9173');
  await expect(page.getByText(words.passcodeIsGone)).toBeVisible();
  await expect(page.getByRole('button', { name: words.usePasscode })).toBeHidden();
  await check(page);
  await page.goto('/sign-in');
  await expect(page.getByLabel(words.username, { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: words.usePasscode })).toBeHidden();
});

test('a passcode that is removed on its device is no longer offered there', { tag: '@script' }, async ({ page, words }) => {
  await signIn(page, words, who());
  await page.goto('/account/security/passcode');
  await choose(page, words, RIGHT);
  await here(page).getByRole('button').click();
  await expect(page).toHaveURL(/done=removed/);
  await signOut(page);
  await expect(page.getByLabel(words.username, { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: words.usePasscode })).toBeHidden();
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('no passcode is offered, and the page says why', async ({ page, words }) => {
    await signIn(page, words, who());
    await page.goto('/account/security/passcode');
    await expect(page.getByText(words.passcodesDoNotWork)).toBeVisible();
    await expect(page.getByRole('button', { name: words.setUpPasscode })).toBeHidden();
  });
});

/** Somebody of the project's portal who signs in as patients do. */
function who(): string {
  const patient = portal().accounts.find(({ role }) => role === 'patient');
  if (!patient) throw new Error('this portal has no patient with an account');
  return patient.username;
}

/** The row that is marked as this device: other browsers of these tests have theirs. */
function here(page: Page) {
  return page.locator('[data-passcode-id]').filter({ has: page.locator('[data-passcode-here]:not([hidden])') });
}

async function choose(page: Page, words: Words, passcode: string): Promise<void> {
  await page.getByLabel(words.passcode, { exact: true }).fill(passcode);
  await page.getByLabel(words.passcodeAgain, { exact: true }).fill(passcode);
  await page.getByRole('button', { name: words.setUpPasscode }).click();
}

async function enter(page: Page, words: Words, passcode: string): Promise<void> {
  await page.getByLabel(words.passcode, { exact: true }).fill(passcode);
  await page.getByRole('button', { name: words.usePasscode }).click();
}

/** The cookies go, the browser's key stays. */
async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
  await page.goto('/sign-in');
}

async function check(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
}
