import { join } from 'node:path';
import { PAGES, STATES, visit } from '../support/pages.ts';
import { test } from '../support/test.ts';

for (const place of [...PAGES, ...STATES]) {
  test(place.name, async ({ page, as }, { project }) => {
    if (place.as) await as(place.as);
    await visit(page, place);
    const file = join(import.meta.dirname, '../output/look', `${place.name}-${project.name}.png`);
    await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
  });
}
