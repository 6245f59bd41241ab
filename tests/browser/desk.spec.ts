import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { account, portal } from './support/portal.ts';
import { inTurn } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';
import type { Words } from './support/words.ts';

test('who lost everything comes back in with a code from the clinic', async ({
  as,
  words,
  browser,
  baseURL,
  locale,
  javaScriptEnabled,
}) => {
  // Somebody whose session no other test needs.
  const username = portal().mails ? 'grace' : 'sofia';
  const page = await as('admin');
  // Another test's code would take the place of this one.
  await inTurn(async () => {
    const code = await makeCode(page, words, username);
    await expectNoSidewaysScroll(page);
    if (javaScriptEnabled !== false) await expectAccessible(page);
    const theirs = await browser.newPage({ baseURL, locale });
    await comeBack(theirs, words, { code, password: account(username).password });
    await theirs.close();
  });
});

/** Verifies somebody in person; the code that this gives. */
async function makeCode(page: Page, words: Words, username: string): Promise<string> {
  await page.goto('/clinic/admin/patients');
  await page.getByRole('searchbox').fill(username);
  await page.getByRole('searchbox').press('Enter');
  await page.locator('.row a.row-title').first().click();
  await page.getByRole('button', { name: words.makeCode }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel(words.seenPassport).check();
  await page.getByLabel(words.compared).check();
  await page.getByRole('button', { name: words.makeCode }).click();
  return page.locator('.key-value').innerText();
}

/** Takes the code, and chooses the password that was, so that the other tests can go on using it. */
async function comeBack(page: Page, words: Words, { code, password }: { code: string; password: string }): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: words.forgot }).click();
  await page.getByRole('link', { name: words.codeFromClinic }).click();
  await page.locator('[name=code]').fill(code.toLowerCase().replaceAll('-', ' '));
  await page.getByRole('button', { name: words.continue, exact: true }).click();
  await page.getByLabel(words.replacement).fill(password);
  await page.getByRole('button', { name: words.savePassword }).click();
  await expect(page).toHaveURL(/\/account\/security$/);
  await page.goto('/home');
  await expect(page).toHaveURL(/\/home$/);
}
