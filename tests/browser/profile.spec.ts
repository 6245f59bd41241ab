import { expect, test } from './support/test.ts';

// Other tests use the same record at the same time: nothing is changed in it.
test('what cannot be taken is said beside its field, nothing typed is lost, and what is right is saved', async ({ as }) => {
  const page = await as('grace');
  await page.goto('/settings/profile');
  const she = page.locator('[name=pronouns][value="LA29519-8"]');
  const postal = page.locator('[name=postal]');
  const before = await postal.inputValue();
  await she.check();
  await postal.fill('974');
  await page.locator('main form button[type=submit]').click();
  await expect(page.locator('.error-summary')).toBeVisible();
  await expect(postal).toHaveValue('974');
  await expect(postal).toHaveAttribute('aria-invalid', 'true');
  await expect(she).toBeChecked();
  await page.goto('/settings/profile');
  await expect(postal).toHaveValue(before);
  await page.locator('main form button[type=submit]').click();
  await expect(page).toHaveURL(/saved=1$/);
});
