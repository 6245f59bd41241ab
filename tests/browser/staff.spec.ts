import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { mailbox, mailed } from './support/mail.ts';
import { enterPassword } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';
import type { Words } from './support/words.ts';

const LINK = /http\S+\/join\?code=\S+/;
const CHOSEN = 'copper meadow lantern 73';

/** Each kind of browser invites somebody of its own. */
function invitee(): string {
  return `kim.${test.info().project.name}`;
}

test('an administrator invites somebody, who joins, and whose account is switched off again', async ({
  as,
  words,
  browser,
  baseURL,
  locale,
}) => {
  const page = await as('admin');
  const before = (await mailbox(page.request)).length;
  await page.goto('/clinic/admin/accounts');
  await page.getByRole('link', { name: words.inviteSomeone }).click();
  await page.getByRole('button', { name: words.sendInvitation }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel(words.fullName).fill('Kim Vega');
  await page.getByLabel(words.emailAddress).fill(`${invitee()}@example.com`);
  await page.getByLabel(words.role).selectOption('nurse');
  await page.getByRole('button', { name: words.sendInvitation }).click();
  await expect(page.getByText(`${invitee()}@example.com`)).toBeVisible();
  await expectNoSidewaysScroll(page);

  const { pathname, search } = new URL(await mailed(page.request, invitee(), LINK, before));
  const theirs = await browser.newPage({ baseURL, locale });
  await join(theirs, words, pathname + search);
  await theirs.close();

  await page.goto(`/clinic/admin/accounts?q=${invitee()}`);
  await page.getByRole('link', { name: 'Kim Vega' }).click();
  await page.getByRole('link', { name: words.switchOff, exact: true }).click();
  await page.getByRole('button', { name: words.switchOffAccount }).click();
  await expect(page.getByText(words.switchedOff, { exact: true }).first()).toBeVisible();
});

/** Takes the invitation, and comes as far as the second step. */
async function join(page: Page, words: Words, link: string): Promise<void> {
  await page.goto(link);
  await expectNoSidewaysScroll(page);
  await page.getByLabel(words.newUsername).fill(invitee());
  await page.getByLabel(words.newPassword).fill(CHOSEN);
  await page.getByRole('button', { name: words.makeAccount }).click();
  await expect(page).toHaveURL(/\/clinic\/sign-in/);
  await enterPassword(page, words, invitee(), CHOSEN);
  await expect(page.getByLabel(words.securityCode)).toBeVisible();
}

test('the pages of an account are within reach of everybody', { tag: '@axe' }, async ({ as }) => {
  const page = await as('admin');
  await page.goto('/clinic/admin/accounts?q=ortiz');
  await page.locator('.table tbody a').first().click();
  for (const act of ['reset', 'disable']) {
    await page.locator(`a[href$="/${act}"]`).click();
    await expectAccessible(page);
    await page.goBack();
  }
});

test('a link that does not open is within reach of everybody', { tag: '@axe' }, async ({ page }) => {
  await page.goto('/join?code=none');
  await expectAccessible(page);
});
