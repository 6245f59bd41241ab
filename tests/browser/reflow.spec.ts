import { expectNoSidewaysScroll, spaceText, zoomTo400Percent } from './support/expectations.ts';
import { PAGES, visit } from './support/pages.ts';
import { test } from './support/test.ts';

for (const place of PAGES) {
  test(`${place.name} holds at 320 pixels with text spaced, and at 400 % zoom`, async ({ page, as }) => {
    if (place.as) await as(place.as);
    await page.setViewportSize({ width: 320, height: 800 });
    await visit(page, place);
    await expectNoSidewaysScroll(page);
    await spaceText(page);
    await expectNoSidewaysScroll(page);
    await zoomTo400Percent(page);
    await expectNoSidewaysScroll(page);
  });
}
