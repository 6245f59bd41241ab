// Notices that browsers show: turned on in one, sent by the portal, read by the browser's side, shown by the worker.
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { DESK, newcomer } from './support/newcomers.ts';
import { move } from './support/profile.ts';
import { PushService, shown } from './support/push.ts';
import { signIn } from './support/sign-in.ts';
import { signUp } from './support/sign-up.ts';
import { expect, test } from './support/test.ts';

const PAGE = '/settings/notifications';

test('a browser is turned on, shows what the clinic did, and is turned off @script', async ({
  page,
  words,
  browser,
  baseURL,
  locale,
}, info) => {
  // Two people, and many pages looked at by axe.
  test.slow();
  const look = async () => {
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  };
  const service = await PushService.start();
  await service.serve(page);
  const ingrid = newcomer(info.project.name, 'notified');
  await signUp(page, words, ingrid);
  await page.goto(PAGE);
  await expect(page.getByText(words.browserUnable)).toBeHidden();
  await look();
  await page.getByRole('button', { name: words.turnOnHere }).click();
  await expect(page.getByText(words.browserIsOn)).toBeVisible();
  await expect(page.getByText(words.thisBrowser, { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: words.turnOnHere })).toBeHidden();
  await look();

  await page.goto('/settings/profile/address');
  await move(page, words);
  const clinic = await browser.newContext({ baseURL, locale });
  const desk = await clinic.newPage();
  await signIn(desk, words, DESK);
  const name = `${ingrid.given} ${ingrid.family}`;
  await desk.goto(`/clinic/profile-changes?q=${encodeURIComponent(name)}`);
  await desk.getByRole('listitem').getByRole('link', { name: new RegExp(`${ingrid.given}.*${ingrid.family}`) }).click();
  await desk.getByRole('button', { name: words.undo }).click();
  await expect(desk.getByText(words.undone)).toBeVisible();
  await clinic.close();

  await expect.poll(() => service.last()?.text, { timeout: 20_000 }).toBeTruthy();
  const { headers, text } = service.last()!;
  expect(headers['content-encoding']).toBe('aes128gcm');
  const notice = JSON.parse(text);
  expect(Object.keys(notice).sort()).toEqual(['body', 'lang', 'path', 'tag', 'title']);
  expect(notice.body).toContain(words.aboutYourInformation);
  expect(text, 'a lock screen says nothing of whom or what').not.toMatch(/Ingrid|Mill|address|domicilio/i);
  await page.goto(PAGE);
  expect(await shown(page, text)).toEqual([{ title: notice.title, body: notice.body }]);

  await page.getByRole('button', { name: words.turnOff }).click();
  await expect(page.getByText(words.browserIsOff)).toBeVisible();
  await expect(page.getByRole('button', { name: words.turnOnHere })).toBeVisible();
  service.stop();
});

test('a browser that blocks notices says what to do @script', async ({ as }) => {
  const page = await as('grace');
  await page.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
  });
  await page.goto(PAGE);
  await expect(page.locator('[data-push-blocked]')).toBeVisible();
  await expect(page.locator('form[data-push]')).toBeHidden();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test('without a script, browsers are listed and turned off', async ({ as, words }, info) => {
  const page = await as('deshawn');
  await page.goto(PAGE);
  const service = await PushService.start();
  const { endpoint, keys } = service.subscription();
  service.stop();
  const csrf = await page.locator('main [name=csrf]').first().inputValue();
  const form = { csrf, endpoint, key: keys.p256dh, secret: keys.auth };
  expect((await page.request.post(`${PAGE}/browsers`, { form })).ok()).toBe(true);
  await page.goto(PAGE);
  const row = page.locator('#browsers li').filter({ hasText: words.thisBrowser });
  await expect(row).toBeVisible();
  if (info.project.use.javaScriptEnabled === false) await expect(page.getByText(words.browserUnable)).toBeVisible();
  await expectNoSidewaysScroll(page);
  await row.getByRole('button').click();
  await expect(page.getByText(words.browserIsOff)).toBeVisible();
  await expect(page.locator('#browsers li').filter({ hasText: words.thisBrowser })).toHaveCount(0);
});
