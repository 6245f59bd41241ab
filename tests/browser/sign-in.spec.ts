import { expectAccessible } from './support/expectations.ts';
import { account } from './support/portal.ts';
import { enterPassword, signIn } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';

test('a patient signs in with her password and the code she is sent, and comes home', async ({ page, words }) => {
  await signIn(page, words, 'maria');
  await expect(page).toHaveURL(/\/home$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Maria');
});

test('the password alone does not open the record', async ({ page, words }) => {
  // Nobody else signs in as Sofia: the code that she is sent is taken for nobody else's.
  const { password } = account('sofia');
  await page.goto('/sign-in');
  await enterPassword(page, words, 'sofia', password);
  await expect(page.getByLabel(words.securityCode)).toBeVisible();
  await page.goto('/home');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a wrong password is said beside what was typed, and the name is kept', async ({ page, words }) => {
  await page.goto('/sign-in');
  await enterPassword(page, words, 'nobody.we.know', 'not the password');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel(words.username, { exact: true })).toHaveValue('nobody.we.know');
});

test('a form with a mistake is within reach of everybody', { tag: '@axe' }, async ({ page, words }) => {
  await page.goto('/sign-in');
  await enterPassword(page, words, 'nobody.we.know', 'not the password');
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
});

test('signing out ends the session, not only the page', async ({ page, words }) => {
  await signIn(page, words, 'maria');
  await page.locator('summary.person-mark').click();
  await page.getByRole('button', { name: words.signOut }).click();
  await page.goto('/home');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('the language switch keeps the page', async ({ page, words }) => {
  await page.goto('/sign-in');
  const before = await page.locator('html').getAttribute('lang');
  await page.getByRole('link', { name: words.otherLanguage }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.locator('html')).not.toHaveAttribute('lang', before!);
});
