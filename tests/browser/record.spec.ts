import { expect, test } from './support/test.ts';
import { desktop } from './support/browser.ts';

test('who prescribed a medicine stands in one line of the list on a desktop', async ({ as, words }) => {
  const page = await as('walter');
  await page.setViewportSize(desktop);
  await page.goto('/medications/list');
  const names = page.getByRole('cell', { name: words.doctor, exact: true });
  await expect(names).not.toHaveCount(0);
  const lines = await names.locator('span').evaluateAll((all) => all.map((one) => one.getClientRects().length));
  expect(new Set(lines)).toEqual(new Set([1]));
});
