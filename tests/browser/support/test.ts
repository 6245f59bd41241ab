// The `test` of every spec: pages of the portal under test, the words of its language, people who are signed in. The
// browser finds nothing wrong with any page that a test comes by.
import { type BrowserContextOptions, type Page, expect, test as base } from '@playwright/test';
import { portal } from './portal.ts';
import { signIn } from './sign-in.ts';
import { type Words, wordsFor } from './words.ts';

type StorageState = Exclude<BrowserContextOptions['storageState'], string | undefined>;

interface Fixtures {
  words: Words;
  /** Makes `page` one of this person's: signed in, once for each test process. Tests that sign out use `signIn`. */
  as: (username: string) => Promise<Page>;
}

interface Processes {
  sessions: Map<string, StorageState>;
}

export const test = base.extend<Fixtures, Processes>({
  baseURL: async ({}, use) => use(portal().url),
  page: async ({ page }, use) => {
    const complaints = complaintsAbout(page);
    await use(page);
    expect(complaints(), 'what the browser complains of').toEqual([]);
  },
  words: async ({ locale }, use) => use(wordsFor(locale)),
  sessions: [async ({}, use) => use(new Map()), { scope: 'worker' }],
  as: async ({ page, context, words, sessions }, use) => {
    await use(async (username) => {
      const known = sessions.get(username);
      if (known) {
        await context.addCookies(known.cookies);
      } else {
        await signIn(page, words, username);
        sessions.set(username, await context.storageState());
      }
      return page;
    });
  },
});

/** Collects errors of scripts and of the console, such as what the content security policy blocks or what is not there. */
function complaintsAbout(page: Page): () => string[] {
  const complaints: { text: string; about: string }[] = [];
  const pages = new Set<string>();
  page.on('response', (response) => {
    if (response.request().isNavigationRequest()) pages.add(response.url());
  });
  page.on('pageerror', (error) => complaints.push({ text: String(error), about: '' }));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push({ text: message.text(), about: message.location().url });
  });
  // A page's own status is for the test to judge: some are meant to be refused.
  const isStatus = (text: string, about: string) => text.startsWith('Failed to load resource') && pages.has(about);
  return () => complaints.filter(({ text, about }) => !isStatus(text, about)).map(({ text, about }) => `${text} ${about}`);
}

export { expect } from '@playwright/test';
