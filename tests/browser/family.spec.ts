// A family at the portal: a mother opens her children's charts, each to what their age leaves her, with and without script.
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { expect, test } from './support/test.ts';

test('a mother opens her son’s chart from the family page and comes back to her own', async ({ as }) => {
  const page = await as('maria');
  await page.goto('/family');
  await page.locator('main a[href="/as/leo-alvarez/home"]').click();
  await expect(page).toHaveURL(/\/as\/leo-alvarez\/home$/);
  await expect(page.locator('.acting')).toContainText('Leo');
  await page.locator('main a[href="/as/leo-alvarez/results"]').first().click();
  await expect(page).toHaveURL(/\/as\/leo-alvarez\/results$/);
  await expect(page.locator('.acting')).toContainText('Leo');
  await page.locator('.acting a').click();
  await expect(page.locator('.acting')).toHaveCount(0);
});

test('of a teenager she sees vaccines and no results', async ({ as }) => {
  const page = await as('maria');
  await page.goto('/as/sofia-alvarez/home');
  await expect(page.locator('.acting')).toContainText('Sofia');
  await expect(page.locator('a[href="/as/sofia-alvarez/results"]')).toHaveCount(0);
  await page.goto('/as/sofia-alvarez/immunizations');
  await expect(page.locator('.acting')).toContainText('Sofia');
  const closed = await page.goto('/as/sofia-alvarez/results');
  expect(closed?.status()).toBe(404);
});

test('the pages of somebody else’s chart are within reach of everybody', { tag: '@axe' }, async ({ as }) => {
  const page = await as('maria');
  for (const path of ['/as/leo-alvarez/home', '/as/leo-alvarez/birthday', '/as/sofia-alvarez/home', '/as/sofia-alvarez/visits', '/as/sofia-alvarez/summary']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
});
