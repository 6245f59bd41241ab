// Names and words that are too long for their place: they break, and nothing else does.
import { expectAccessible, expectNoSidewaysScroll, spaceText } from './support/expectations.ts';
import { LONG_PAGES, visit } from './support/pages.ts';
import { test } from './support/test.ts';

for (const place of LONG_PAGES) {
  test(`${place.name} keeps long names and words inside the window`, async ({ page, as }) => {
    if (place.as) await as(place.as);
    await visit(page, place);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 800 });
    await expectNoSidewaysScroll(page);
    await spaceText(page);
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 700, height: 900 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1024, height: 800 });
    await expectNoSidewaysScroll(page);
  });
}
