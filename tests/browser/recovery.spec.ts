import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { mailbox, mailed } from './support/mail.ts';
import { account, portal } from './support/portal.ts';
import { enterPassword } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';
import type { Words } from './support/words.ts';

/** The link of a mail. It is good for anybody who has it, so each kind of browser has somebody of its own to send one to. */
const LINK = /http\S+\/recover\/new-password\S+/;
const FORGETFUL: Record<string, string> = {
  'phone-imported': 'sofia',
  desktop: 'billing.cho',
  dark: 'records.ruiz',
  es: 'rx.patel',
  'no-javascript': 'desk.lee',
};

test('who forgot the password sets one by the link that comes by mail', async ({ page, words }) => {
  const username = FORGETFUL[test.info().project.name]!;
  const { role, password } = account(username);
  await page.goto(role === 'patient' ? '/sign-in' : '/clinic/sign-in');
  const before = (await mailbox(page.request)).length;
  await askForLink(page, words, username);
  await follow(page, await mailed(page.request, username, LINK, before));
  await expectNoSidewaysScroll(page);
  // The one that she had, so that the other tests can go on using it.
  await page.getByLabel(words.replacement).fill(password);
  await page.getByRole('button', { name: words.savePassword }).click();
  await expect(page).toHaveURL(/\/recover\/done/);
  await page.getByRole('link', { name: words.signIn, exact: true }).click();
  await enterPassword(page, words, username, password);
  await expect(page.getByLabel(words.securityCode), 'the second step stands').toBeVisible();
  await follow(page, await mailed(page.request, username, LINK, before));
  await page.getByRole('link', { name: words.askNewLink }).click();
  await expect(page.getByRole('button', { name: words.sendLink })).toBeVisible();
});

test('a stranger reads nothing from the answer', async ({ page, words }) => {
  await page.goto('/sign-in');
  await askForLink(page, words, 'nobody.we.know');
  await expect(page).toHaveURL(/\/recover\/password\/sent$/);
  await expectNoSidewaysScroll(page);
});

test('who forgot the username is sent it, and what is no address is said beside the field', async ({ page, words }) => {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: words.forgot }).click();
  await page.getByRole('link', { name: words.forgotUsername }).click();
  await page.getByLabel(words.emailAddress).fill('walter at example');
  await page.getByRole('button', { name: words.sendUsername }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel(words.emailAddress)).toHaveValue('walter at example');
  await expectNoSidewaysScroll(page);
  await page.getByLabel(words.emailAddress).fill('Walter@Example.com');
  await page.getByRole('button', { name: words.sendUsername }).click();
  await expect(page).toHaveURL(/\/recover\/username\/sent$/);
  await mailed(page.request, 'walter', /^walter$/m);
});

test('a form of recovery with a mistake is within reach of everybody', { tag: '@axe' }, async ({ page, words }) => {
  await page.goto('/recover/username');
  await page.getByRole('button', { name: words.sendUsername }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
});

test('the form behind a link is within reach of everybody', { tag: '@axe' }, async ({ page, words }) => {
  // Nobody uses Walter's link: looking at it leaves it as it is, also for the other kinds of browser.
  await page.goto('/sign-in');
  await askForLink(page, words, 'walter');
  await follow(page, await mailed(page.request, 'walter', LINK));
  await page.getByLabel(words.replacement).fill('walter');
  await page.getByRole('button', { name: words.savePassword }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
});

/** From either sign-in page to the answer. */
async function askForLink(page: Page, words: Words, username: string): Promise<void> {
  await page.getByRole('link', { name: words.forgot }).click();
  await page.getByRole('link', { name: words.forgotPassword }).click();
  await page.getByLabel(words.username, { exact: true }).fill(username);
  await page.getByRole('button', { name: words.sendLink }).click();
  await expect(page).toHaveURL(/\/recover\/password\/sent/);
}

async function follow(page: Page, link: string): Promise<void> {
  expect(new URL(link).origin, 'the link leads to where the portal is reached').toBe(new URL(portal().url).origin);
  await page.goto(link);
}
