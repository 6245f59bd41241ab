// Codes by text message, set up and used as people do.
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { mailbox, texted } from './support/mail.ts';
import { CHOSEN, newcomer } from './support/newcomers.ts';
import { enterPassword } from './support/sign-in.ts';
import { CODE, signUp } from './support/sign-up.ts';
import { expect, test } from './support/test.ts';

test('a phone is set up for codes, asked about notices, and signs in', async ({ page, words }, info) => {
  // Many pages, each looked at by axe.
  test.slow();
  const look = async () => {
    await expectNoSidewaysScroll(page);
    if (info.project.use.javaScriptEnabled !== false) await expectAccessible(page);
  };
  const ruth = newcomer(info.project.name, 'texted');
  await signUp(page, words, ruth);

  await page.goto('/account/security');
  await page.getByRole('link', { name: words.codesByPhone }).click();
  await look();
  await page.getByLabel(words.phoneNumber).fill('555-01');
  await page.getByRole('button', { name: words.sendMeACode }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await look();
  await page.getByLabel(words.phoneNumber).fill(ruth.phone);
  await page.getByLabel(words.textMeNotices).check();
  await page.getByRole('button', { name: words.sendMeACode }).click();
  await look();
  await page.getByLabel(words.securityCode).fill(await texted(page.request, ruth.phone, CODE));
  await page.getByRole('button', { name: words.finish }).click();
  await expect(page.getByText(words.codesComeByPhone)).toBeVisible();
  await look();
  await texted(page.request, ruth.phone, /HELP|AYUDA/);
  await page.getByRole('link', { name: words.codesByPhone }).click();
  await look();

  await page.context().clearCookies();
  await page.goto('/sign-in');
  const before = (await mailbox(page.request)).length;
  await enterPassword(page, words, ruth.username, CHOSEN);
  await expect(page.getByText(words.textedACode)).toBeVisible();
  await look();
  await page.getByLabel(words.securityCode).fill(await texted(page.request, ruth.phone, CODE, before));
  await page.getByRole('button', { name: words.continue, exact: true }).click();
  await expect(page).toHaveURL(/\/home/);

  // Now the same phone is to be called.
  await page.goto('/account/security/phone?new=1');
  await page.getByLabel(words.phoneNumber).fill(ruth.phone);
  await page.getByLabel(words.byCall).check();
  const earlier = (await mailbox(page.request)).length;
  await page.getByRole('button', { name: words.sendMeACode }).click();
  await expect(page.getByText(words.isCalling)).toBeVisible();
  await look();
  const read = await texted(page.request, ruth.phone, /\d(, \d){5}/, earlier);
  await page.getByLabel(words.securityCode).fill(read.replaceAll(', ', ''));
  await page.getByRole('button', { name: words.finish }).click();
  await expect(page.getByText(words.codesComeByPhone)).toBeVisible();
  await page.goto('/account/security/phone');
  await look();
});
