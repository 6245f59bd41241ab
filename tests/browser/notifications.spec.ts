// What somebody wants to be told of, chosen as people do, with and without a script.
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { expect, test } from './support/test.ts';

test('what is chosen is kept, and hours that are none are said beside their fields', async ({ as }, info) => {
  // Each project has its own test process but all share the people: nobody else's test uses this page of hers.
  const page = await as('grace');
  const look = async () => {
    await expectNoSidewaysScroll(page);
    if (info.project.use.javaScriptEnabled !== false) await expectAccessible(page);
  };
  await page.goto('/settings/notifications');
  await look();
  await page.locator('[name=quiet][value=yes]').check();
  await page.locator('[name=from]').selectOption('21:00');
  await page.locator('[name=until]').selectOption('21:00');
  await page.locator('main form.is-wide > button').click();
  await expect(page.locator('.error-summary')).toBeVisible();
  await expect(page.locator('[name=until]')).toHaveAttribute('aria-invalid', 'true');
  await look();
  await page.locator('[name=until]').selectOption('08:00');
  await page.locator('main form.is-wide > button').click();
  await expect(page).toHaveURL(/saved=1$/);
  await expect(page.locator('[name=quiet][value=yes]')).toBeChecked();
  await expect(page.locator('[name=until]')).toHaveValue('08:00');
});
