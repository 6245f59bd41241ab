// What every page owes everybody: WCAG 2.2 AA by axe, and no sideways scrolling however narrow, large or spaced.
import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Axe finds nothing to say about the page. Tests that ask are tagged `@axe`: it is a script itself. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${rule.help}\n  ${node.html}`));
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

/** Nothing reaches past the right edge, unless inside something that scrolls by itself, such as a wide table. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const offenders = await page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= edge) return [];
    const scrolls = (element: Element | null): boolean =>
      element !== null && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
    return [...document.body.querySelectorAll('*')]
      .filter((element) => {
        const box = element.getBoundingClientRect();
        // The second says how far the words in it reach.
        return Math.max(box.right, box.left + element.scrollWidth) > edge + 1 && !scrolls(element);
      })
      .map((element) => element.outerHTML.slice(0, 120))
      .concat('(the page is wider than the window)');
  });
  expect(offenders, `what is too wide on ${page.url()}`).toEqual([]);
}

/** The spacing that WCAG 1.4.12 lets readers set. A constructed sheet is not what the content security policy blocks. */
export async function spaceText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
}

/** The 320 pixels that are left of a 1280 pixel window at 400 % zoom. */
export async function zoomTo400Percent(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const size = { width: 320, height: 256, deviceScaleFactor: 4, mobile: false };
  await session.send('Emulation.setDeviceMetricsOverride', size);
}
