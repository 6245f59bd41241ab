// A third language is one file: the portal walked in one that is made from the English words (support/pseudo.ts).
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { mailbox } from './support/mail.ts';
import { OWN_NAME, TAG, englishTest, mark } from './support/pseudo.ts';
import { signIn } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';
import { type Words, wordsFor } from './support/words.ts';

const WORDS = Object.fromEntries(Object.entries(wordsFor('en')).map(([name, word]) => [name, mark(word)])) as Words;

const isEnglish = englishTest();

const PATIENT = ['/home', '/menu', '/health', '/results', '/results/maria-ldl-6', '/results/maria-lipids-6',
  '/medications', '/allergies', '/conditions', '/immunizations', '/visits', '/visits/maria-visit-11', '/documents',
  '/summary', '/account/security', '/account/devices', '/account/password',
  '/settings/profile', '/settings/profile/about', '/settings/profile/background', '/settings/profile/contact/email',
  '/settings/profile/people/new'];
const CLINIC = ['/clinic', '/clinic/patients?q=alvarez', '/clinic/patients/walter-jensen', '/account/security'];
const VISITOR = ['/', '/sign-in', '/sign-up', '/sign-up/request', '/recover', '/recover/password', '/terms',
  '/clinic/sign-in', '/nowhere'];

test('visitors are met in a third language', async ({ page }) => {
  await page.goto(`/?lang=${TAG}`);
  for (const path of VISITOR) await look(page, path);
});

test('a patient reads her record in a third language, and is written to in it', async ({ page }) => {
  test.slow();
  await page.goto(`/?lang=${TAG}`);
  await signIn(page, WORDS, 'maria');
  const [mail] = await mailbox(page.request);
  expect(mail?.text, 'the mail with the code').not.toMatch(/\b(the|code|your)\b/i);
  for (const path of PATIENT) await look(page, path);
});

test('the clinic works in a third language', async ({ page }) => {
  await page.goto(`/?lang=${TAG}`);
  await signIn(page, WORDS, 'dr.ortiz');
  for (const path of CLINIC) await look(page, path);
});

test('each language leads to the others', async ({ page }) => {
  await page.goto('/sign-in');
  const html = page.locator('html');
  for (const [name, tag] of [[OWN_NAME, TAG], ['Español', 'es'], [OWN_NAME, TAG], ['English', 'en']]) {
    await page.locator('.languages > summary').click();
    await expectAccessible(page);
    await page.locator('.languages').getByRole('link', { name, exact: true }).click();
    await expect(html).toHaveAttribute('lang', tag!);
  }
  await expect(page).toHaveURL(/\/sign-in$/);
});

/** The page speaks the third language only, fits a phone, and shuts nobody out. */
async function look(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator('html')).toHaveAttribute('lang', TAG);
  expect((await textsOf(page)).filter(isEnglish), `English on ${path}`).toEqual([]);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
}

/** The texts of a page, each as it stands between two tags. */
async function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walker.nextNode()) {
      // What says that it is in another language may be so: the names of languages.
      if (walker.currentNode.parentElement?.closest('[lang]') === document.documentElement) {
        found.push((walker.currentNode.nodeValue ?? '').replaceAll(/\s+/g, ' ').trim());
      }
    }
    return found;
  });
}
