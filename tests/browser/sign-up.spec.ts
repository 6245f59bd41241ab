import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { mailbox, mailed } from './support/mail.ts';
import { CHOSEN, DESK, newcomer } from './support/newcomers.ts';
import { signIn } from './support/sign-in.ts';
import { CODE, ask, chooseAccount, proveBirthDate, signInAnew } from './support/sign-up.ts';
import { expect, test } from './support/test.ts';

test('who has no code is known by what she says and signs up in four pages', async ({ page, words }) => {
  const elizabeth = newcomer(test.info().project.name, 'known');
  await page.goto('/sign-up');
  await page.getByRole('link', { name: words.noCode }).click();
  // As she is called, and without the signs in her family name.
  await ask(page, words, { ...elizabeth, given: 'Liz', family: plain(elizabeth.family) });
  await expectNoSidewaysScroll(page);
  await page.getByLabel(words.mailedCode).fill(await mailed(page.request, elizabeth.username, CODE));
  await page.getByRole('button', { name: words.continue, exact: true }).click();
  await expect(page).toHaveURL(/\/sign-up\/account/);
  await expectNoSidewaysScroll(page);
  await chooseAccount(page, words, { username: elizabeth.username, password: CHOSEN });
  await signInAnew(page, words, elizabeth);
});

test('a request that failed is settled at the desk, and that patient signs in', async ({ page, words }) => {
  const tomas = newcomer(test.info().project.name, 'unmailed');
  await page.goto('/sign-up/request');
  await ask(page, words, { ...tomas, birthDate: tomas.birthDate.replace('1962', '1963') });
  await expect(page.getByLabel(words.mailedCode)).toBeVisible();

  await signIn(page, words, DESK);
  await page.getByRole('main').getByRole('link', { name: words.signUpRequests }).click();
  await page.getByRole('link', { name: `${tomas.given} ${tomas.family}` }).click();
  await expectNoSidewaysScroll(page);
  await page.getByLabel(words.note).first().fill('Called.');
  await page.getByRole('button', { name: words.iCalled }).click();
  await page.getByRole('button', { name: `${words.makeCodeFor} ${tomas.given} ${tomas.family}` }).click();
  await expectNoSidewaysScroll(page);
  const activationCode = await page.locator('.key-value').innerText();
  await page.context().clearCookies();

  await page.goto('/sign-up');
  await page.getByLabel(words.activationCode).fill(activationCode);
  await proveBirthDate(page, words, tomas.birthDate);
  const before = (await mailbox(page.request)).length;
  const email = `${tomas.username}@example.com`;
  await chooseAccount(page, words, { username: tomas.username, password: CHOSEN, email });
  await page.getByLabel(words.mailedCode).fill(await mailed(page.request, tomas.username, CODE, before));
  await page.getByRole('button', { name: words.continue, exact: true }).click();
  await signInAnew(page, words, tomas);
});

test('a stranger reads nothing from the answer', async ({ page, words }) => {
  await page.goto('/sign-up/request');
  const nobody = { ...newcomer('desktop', 'known'), given: 'Nobody', family: 'We Know' };
  await ask(page, words, nobody);
  await page.getByLabel(words.mailedCode).fill('000000');
  await page.getByRole('button', { name: words.continue, exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectNoSidewaysScroll(page);
});

test('the pages of signing up are within reach of everybody', { tag: '@axe' }, async ({ page, words }) => {
  await page.goto('/sign-up/request');
  await page.getByRole('button', { name: words.continue, exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
  await ask(page, words, { ...newcomer('desktop', 'known'), given: 'Nobody' });
  await expectAccessible(page);
  await page.goto('/terms');
  await expectAccessible(page);
});

test('the pages of the queue are within reach of everybody', { tag: '@axe' }, async ({ page, words }) => {
  const henrik = newcomer(test.info().project.name, 'waiting');
  const asked = { ...henrik, given: 'Rik', birthDate: henrik.birthDate.replace('1971', '1972') };
  await page.goto('/sign-up/request');
  await ask(page, words, asked);
  await signIn(page, words, DESK);
  await page.goto('/clinic/signups');
  await expectAccessible(page);
  await page.getByRole('link', { name: `${asked.given} ${asked.family}` }).first().click();
  await page.getByRole('button', { name: words.declineRequest }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: words.openChart }).first().click();
  await page.getByRole('link', { name: words.makeActivationCode }).click();
  await expectAccessible(page);
  await page.goto('/clinic/signups?settled=1');
  await expectAccessible(page);
});

function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/['-]/g, ' ').toUpperCase();
}
