import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { PAGES, visit } from './support/pages.ts';
import { expect, test } from './support/test.ts';

for (const place of PAGES) {
  test(`${place.name} has one heading, fits the window and is within reach of everybody`, async ({
    page,
    as,
    javaScriptEnabled,
  }) => {
    if (place.as) await as(place.as);
    await visit(page, place);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expectNoSidewaysScroll(page);
    // Axe is a script; the pages it would see without are those it sees with.
    if (javaScriptEnabled !== false) await expectAccessible(page);
  });
}
