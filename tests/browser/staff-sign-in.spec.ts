// Staff who sign in by their organisation: a portal of this file's own, beside the certified `oidc-provider`.
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { madrone, readyAt, scratchFolder, start } from './support/program.ts';
import { expect, test as base } from './support/test.ts';
import type { Words } from './support/words.ts';

interface Organisation {
  portal: string;
  provider: string;
}

const ORGANISATION = 'Cascade Health';

const test = base.extend<object, { organisation: Organisation }>({
  organisation: [
    async ({}, use) => {
      const sign = join(import.meta.dirname, 'support/provider.mjs');
      const provider = await start(process.execPath, [sign], {}, (line) => /^provider is ready at (\S+)/.exec(line)?.[1]);
      const settings = {
        MADRONE_STAFF_SIGN_IN__ISSUER: provider.heard,
        MADRONE_STAFF_SIGN_IN__ORGANISATION: ORGANISATION,
        MADRONE_STAFF_SIGN_IN__CLIENT_ID: 'portal',
        MADRONE_STAFF_SIGN_IN__CLIENT_SECRET: 'a secret of the tests',
        MADRONE_STAFF_SIGN_IN__SCOPES: 'profile email groups',
        MADRONE_STAFF_SIGN_IN__NURSE: 'nurses',
        MADRONE_STAFF_SIGN_IN__ADMINISTRATOR: 'portal-admins',
      };
      const where = ['--listen', '127.0.0.1:0', '--data', scratchFolder('organisation')];
      const portal = await start(madrone, ['demo', ...where], settings, readyAt);
      await fetch(`${provider.heard}/portal`, { method: 'POST', body: portal.heard });
      await use({ portal: portal.heard, provider: provider.heard });
      await portal.stop();
      await provider.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ organisation }, use) => use(organisation.portal),
});

test('a nurse signs in by the organisation, and comes to the page she asked for', async ({ page, words }) => {
  await page.goto('/clinic/patients');
  await signInAs(page, words, 'Kim Vega');
  await expect(page).toHaveURL(/\/clinic\/patients$/);
  await page.goto('/clinic');
  await expect(page.getByText(words.nurse, { exact: true })).toBeVisible();
});

test('what the organisation says decides what she may do', async ({ page, words }) => {
  await page.goto('/clinic/sign-in');
  await signInAs(page, words, 'Sam Whitfield');
  await page.goto('/clinic/admin/accounts?q=sam@example.org');
  await page.locator('.table tbody a').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sam Whitfield');
  expect((await page.request.get('/clinic/patients')).status(), 'administrators open no charts').toBe(404);
});

test('somebody whom the organisation gives no role is told what to do', async ({ page, words, javaScriptEnabled }) => {
  await page.goto('/clinic/sign-in');
  await signInAs(page, words, 'Al Marsh');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.noRole);
  await expectNoSidewaysScroll(page);
  if (javaScriptEnabled !== false) await expectAccessible(page);
  await page.goto('/clinic');
  await expect(page).toHaveURL(/\/clinic\/sign-in/);
});

test('who breaks it off can try again or use a password', async ({ page, words }) => {
  await page.goto('/clinic/sign-in');
  await signInAs(page, words, 'Cancel');
  await page.getByRole('link', { name: words.tryAgain }).click();
  await page.getByRole('button', { name: 'Kim Vega' }).click();
  await expect(page).toHaveURL(/\/clinic$/);
});

test('signing out at the organisation signs out here', async ({ page, words, organisation }) => {
  await page.goto('/clinic/sign-in');
  await signInAs(page, words, 'Kim Vega');
  await page.goto('/clinic/patients');
  await expect(page).toHaveURL(/\/clinic\/patients$/);
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(`${organisation.provider}/session/end`);
  await elsewhere.getByRole('button', { name: 'Sign out' }).click();
  await expect(elsewhere.getByRole('heading')).toHaveText('Signed out');
  await page.reload();
  await expect(page).toHaveURL(/\/clinic\/sign-in\?ended=1/);
  await expect(page.getByText(words.endedForSafety)).toBeVisible();
});

test('the door with both ways in is within reach of everybody', { tag: '@axe' }, async ({ page, words }) => {
  await page.goto('/clinic/sign-in');
  await expect(page.getByRole('link', { name: `${words.signInWith} ${ORGANISATION}` })).toBeVisible();
  await expect(page.getByLabel(words.username, { exact: true })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

/** From the clinic's door to the organisation's, and in there by the button with this name. */
async function signInAs(page: Page, words: Words, button: string): Promise<void> {
  await page.getByRole('link', { name: `${words.signInWith} ${ORGANISATION}` }).click();
  await page.getByRole('button', { name: button }).click();
}
