// Second steps: passkeys, an authenticator app and recovery codes, set up and used as people do.
import type { Page } from '@playwright/test';
import { codeOf } from './support/authenticator.ts';
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { account, portal } from './support/portal.ts';
import { enterPassword, signIn } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';
import type { Words } from './support/words.ts';

// The projects run at once: each changes an account that no other test signs in with.
const WHO: Record<string, string> = {
  desktop: 'rx.patel',
  dark: 'billing.cho',
  es: 'records.ruiz',
  'no-javascript': 'desk.lee',
  'phone-imported': 'nurse.kim',
};

test.describe.configure({ mode: 'serial' });
// A number has no passkeys.
test.use({ baseURL: async ({}, use) => use(portal().url.replace('127.0.0.1', 'localhost')) });

test('an app is set up by its key, signs in, and gives way to a code on paper', async ({ page, browser, baseURL, words }, info) => {
  // Many pages, each looked at by axe.
  test.slow();
  const who = WHO[info.project.name]!;
  await signIn(page, words, who);
  await page.goto('/account/security');
  await page.getByRole('link', { name: words.authenticatorApp }).click();
  await expect(page.getByRole('img', { name: words.squareToScan })).toBeVisible();
  await check(page, info.project.use.javaScriptEnabled !== false);
  const key = await page.locator('.spelled').innerText();
  await page.getByLabel(words.securityCode).fill('000000');
  await page.getByRole('button', { name: words.finish }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  // The page with the mistake is about the same key.
  expect(await page.locator('.spelled').innerText()).toBe(key);
  await page.getByLabel(words.securityCode).fill(codeOf(key));
  await page.getByRole('button', { name: words.finish }).click();
  await expect(page.getByText(words.appIsSetUp)).toBeVisible();

  await page.getByRole('link', { name: words.recoveryCodes }).click();
  await page.getByRole('button', { name: words.makeTenCodes }).click();
  const codes = await page.locator('.codes li').allInnerTexts();
  expect(codes).toHaveLength(10);
  await check(page, info.project.use.javaScriptEnabled !== false);

  const { locale, javaScriptEnabled } = info.project.use;
  const elsewhere = await browser.newContext({ baseURL, locale, javaScriptEnabled });
  const other = await elsewhere.newPage();
  await first(other, words, who);
  await check(other, info.project.use.javaScriptEnabled !== false);
  await other.getByLabel(words.securityCode).fill(codeOf(key, true));
  await other.getByRole('button', { name: words.continue, exact: true }).click();
  await expect(other).toHaveURL(/\/clinic$/);

  await other.context().clearCookies();
  await first(other, words, who);
  await other.getByRole('link', { name: words.useRecoveryCode }).click();
  await other.getByLabel(words.recoveryCode).fill(codes[0]!);
  await other.getByRole('button', { name: words.continue, exact: true }).click();
  await expect(other).toHaveURL(/\/clinic$/);
  await elsewhere.close();

  await page.goto('/account/security/app');
  await page.getByRole('button', { name: words.removeApp }).click();
  await expect(page.getByText(words.appIsRemoved)).toBeVisible();
});

test('a passkey is added, offered at the door, used, and removed', { tag: '@script' }, async ({ page, words }, info) => {
  test.slow();
  const who = WHO[info.project.name]!;
  await signIn(page, words, who);
  const device = await authenticator(page);
  await page.goto('/account/security');
  await page.getByRole('link', { name: words.passkeys }).click();
  await check(page, true);
  await page.getByLabel(words.passkeyName).fill('Test <b>device</b>');
  await page.getByRole('button', { name: words.addPasskey }).click();
  await expect(page.getByText(words.passkeyIsAdded)).toBeVisible();
  await page.getByRole('link', { name: words.passkeys }).click();
  await expect(page.getByText('Test <b>device</b>')).toBeVisible();
  await check(page, true);

  // A finger on the sensor takes the offer in the username's field.
  await page.context().clearCookies();
  await page.goto('/clinic/sign-in');
  await expect(page).toHaveURL(/\/clinic$/);

  // Nobody there: the page stays, the button asks, and what was lost is said.
  await device.presence(false);
  await page.context().clearCookies();
  await page.goto('/clinic/sign-in');
  await check(page, true);
  await device.verified(false);
  await device.presence(true);
  await page.getByRole('button', { name: words.usePasskey }).click();
  await expect(page.getByRole('alert').filter({ hasText: words.passkeyFailed })).toBeVisible();
  await device.verified(true);
  await page.getByRole('button', { name: words.usePasskey }).click();
  await expect(page).toHaveURL(/\/clinic$/);

  await page.goto('/account/confirm?next=%2Faccount%2Fsecurity%2Fpasskeys');
  await check(page, true);
  await page.getByRole('button', { name: words.usePasskey }).click();
  await expect(page).toHaveURL(/\/account\/security\/passkeys$/);
  await page.getByRole('listitem').filter({ hasText: 'Test' }).getByRole('button').click();
  await expect(page.getByText(words.passkeyIsRemoved)).toBeVisible();
});

/** Gives the page's browser an authenticator with a finger on its sensor. */
async function authenticator(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    presence: (enabled: boolean) => session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
    verified: (isUserVerified: boolean) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  };
}

/** Name and password, at the clinic's door. */
async function first(page: Page, words: Words, who: string): Promise<void> {
  await page.goto('/clinic/sign-in');
  await enterPassword(page, words, who, account(who).password);
  await expect(page.getByLabel(words.securityCode)).toBeVisible();
}

async function check(page: Page, scripted: boolean): Promise<void> {
  if (scripted) await expectAccessible(page);
  await expectNoSidewaysScroll(page);
}
