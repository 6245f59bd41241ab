// The end of a session: said before, kept to, and explained afterwards; and the devices that are signed in.
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { mailed } from './support/mail.ts';
import { signIn } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';
import type { Words } from './support/words.ts';

const PAGE = '/results?kind=vitals';

test('a minute before the end the page asks, and staying puts the end off', { tag: '@script' }, async ({ as, words }) => {
  const page = await as('maria');
  await page.clock.install();
  await page.goto(PAGE);
  const dialog = page.getByRole('dialog', { name: words.stillThere });
  await fastForwardTo(page, 70);
  await expect(dialog).toBeHidden();
  await page.clock.fastForward('00:15');
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('button', { name: words.staySignedIn })).toBeFocused();
  await expect(dialog).toContainText(new RegExp(`5\\d ${words.seconds}`));
  await expect(dialog.getByRole('status')).toContainText(words.seconds);
  await dialog.getByRole('button', { name: words.staySignedIn }).click();
  await expect(dialog).toBeHidden();
  await page.clock.fastForward('13:00');
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/results/);
});

test('the dialog is within reach of everybody', { tag: ['@axe', '@script'] }, async ({ as, words }) => {
  const page = await as('maria');
  await page.clock.install();
  await page.goto('/home');
  await fastForwardTo(page, 55);
  await expect(page.getByRole('dialog', { name: words.stillThere })).toBeVisible();
  await expectAccessible(page);
  // The keyboard stays in the dialog, and Escape says that somebody is there.
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press('Tab');
    const within = await page.evaluate(() => document.activeElement === document.body || !!document.activeElement?.closest('dialog'));
    expect(within, 'the focus is in the dialog or with the browser').toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('the dialog holds at 320 pixels', { tag: '@script' }, async ({ as, words }) => {
  const page = await as('maria');
  await page.setViewportSize({ width: 320, height: 400 });
  await page.clock.install();
  await page.goto('/home');
  await fastForwardTo(page, 55);
  await expect(page.getByRole('dialog', { name: words.stillThere })).toBeVisible();
  await expectNoSidewaysScroll(page);
});

test('without an answer the page signs out, on the server too, and leads back', { tag: '@script' }, async ({ page, words }) => {
  await signIn(page, words, 'maria');
  await page.clock.install();
  await page.goto(PAGE);
  await fastForwardTo(page, 55);
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.clock.fastForward('01:00');
  await expectEnded(page, words);
  await page.goto('/home');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('what was typed is there again after signing in', { tag: '@script' }, async ({ page, words }) => {
  await signIn(page, words, 'deshawn');
  await page.goto('/settings/profile/about');
  await page.clock.install();
  await page.reload();
  const field = page.getByLabel(words.nameYouGoBy);
  await field.fill('Shawn the typist');
  await page.clock.setSystemTime(Date.now() + 16 * 60_000);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expectEnded(page, words, '/settings/profile/about');
  await page.context().clearCookies();
  await signIn(page, words, 'deshawn');
  await page.goto('/settings/profile/about');
  await expect(page.getByText(words.keptWhatYouTyped)).toBeVisible();
  await expect(field).toHaveValue('Shawn the typist');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test('a laptop that wakes too late is signed out at once', { tag: '@script' }, async ({ page, words }) => {
  await signIn(page, words, 'maria');
  await page.clock.install();
  await page.goto(PAGE);
  // The clock goes on while no timer runs; waking is what the page sees.
  await page.clock.setSystemTime(Date.now() + 16 * 60_000);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expectEnded(page, words);
});

test('staying signed in counts for every window, and so does signing out', { tag: '@script' }, async ({ page, context, words }) => {
  await signIn(page, words, 'maria');
  await page.clock.install();
  await page.goto(PAGE);
  const other = await context.newPage();
  await other.goto('/home');
  await fastForwardTo(page, 55);
  const dialogs = [page, other].map((each) => each.getByRole('dialog', { name: words.stillThere }));
  for (const dialog of dialogs) await expect(dialog).toBeVisible();
  await dialogs[0]!.getByRole('button', { name: words.staySignedIn }).click();
  for (const dialog of dialogs) await expect(dialog).toBeHidden();
  await signOut(page, words);
  await expect(other).toHaveURL(/\/sign-in/);
});

test('what was read does not come back after signing out', async ({ page, words }) => {
  await signIn(page, words, 'maria');
  await page.goto(PAGE);
  await signOut(page, words);
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByLabel(words.username, { exact: true })).toBeVisible();
});

test('a page asked for after the end says why one must sign in again, and for what', async ({ page, context, baseURL, words }) => {
  await context.addCookies([{ name: 'madrone', value: 'a-session-that-is-over', url: baseURL! }]);
  await page.goto(PAGE);
  await expectEnded(page, words);
});

// The projects run at once and as the same person: each has a device of its own.
const DEVICES: Record<string, { name: RegExp; agent: string }> = {
  desktop: { name: /Opera \w+ Windows/, agent: 'Windows Chrome/142 Safari/537 OPR/120' },
  dark: { name: /Microsoft Edge \w+ Windows/, agent: 'Windows Chrome/142 Safari/537 Edg/142' },
  es: { name: /Samsung Internet \w+ Android/, agent: 'Linux; Android 15 SamsungBrowser/28 Chrome/142 Safari/537' },
  'no-javascript': { name: /Firefox \w+ iPhone/, agent: 'iPhone FxiOS/140 Safari/604' },
  'phone-imported': { name: /Safari \w+ iPad/, agent: 'iPad Version/18 Safari/604' },
};

test('another device is told of, seen, and signed out from here', async ({ page, browser, baseURL, words }, { project }) => {
  const { name, agent } = DEVICES[project.name]!;
  await signIn(page, words, 'maria');
  const { locale, javaScriptEnabled } = project.use;
  const elsewhere = await browser.newContext({ baseURL, locale, javaScriptEnabled, userAgent: `Mozilla/5.0 (${agent})` });
  const lost = await elsewhere.newPage();
  await signIn(lost, words, 'maria');
  expect(await mailed(page.request, 'maria', name)).toBeTruthy();

  await page.locator('summary.person-mark').click();
  await page.getByRole('link', { name: words.devices }).first().click();
  await expect(page.getByText(words.thisDevice, { exact: true })).toBeVisible();
  await page.getByRole('listitem').filter({ hasText: name }).getByRole('button').click();
  await expect(page.getByText(words.deviceIsOut)).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: name })).toHaveCount(0);
  await lost.goto('/home');
  await expect(lost).toHaveURL(/\/sign-in/);
  await elsewhere.close();
});

test('the page of the devices is within reach of everybody', { tag: '@axe' }, async ({ as }) => {
  const page = await as('maria');
  await page.goto('/account/devices');
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectNoSidewaysScroll(page);
});

async function signOut(page: Page, words: Words): Promise<void> {
  await page.locator('summary.person-mark').click();
  await page.locator('.person-menu').getByRole('button', { name: words.signOut }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

/** The page where one signs in says that the session ended, and will lead back. */
async function expectEnded(page: Page, words: Words, next = PAGE): Promise<void> {
  await expect(page).toHaveURL(/\/sign-in\?ended=1/);
  await expect(page.getByText(words.endedForSafety)).toBeVisible();
  await expect(page.locator('form.form:not([hidden]) input[name=next]')).toHaveValue(next);
}

/** Lets time pass until the session has so many seconds left. Its last request may be a minute ago: the page says how long it has. */
async function fastForwardTo(page: Page, secondsLeft: number) {
  const seconds = Number(await page.locator('#session-limit').getAttribute('data-seconds'));
  await page.clock.fastForward((seconds - secondsLeft) * 1000);
}
