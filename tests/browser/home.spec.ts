import { expect, test } from './support/test.ts';

test('home greets the patient and leads to her results', async ({ as, words }) => {
  const page = await as('maria');
  await page.goto('/home');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Maria');
  await page.getByRole('link', { name: words.results }).first().click();
  await expect(page).toHaveURL(/\/results$/);
});
