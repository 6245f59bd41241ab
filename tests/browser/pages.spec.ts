import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { PAGES, visit } from './support/pages.ts';
import { expect, test } from './support/test.ts';

for (const place of PAGES) {
  test(`${place.name} has one heading of its own and fits the window`, async ({ page, as }) => {
    if (place.as) await as(place.as);
    await visit(page, place);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expectNoSidewaysScroll(page);
  });

  test(`${place.name} is within reach of everybody`, { tag: '@axe' }, async ({ page, as }) => {
    if (place.as) await as(place.as);
    await visit(page, place);
    await expectAccessible(page);
  });
}
