// The `test` of every spec: pages of the portal under test, the words of its language, people who are signed in.
import { type BrowserContextOptions, type Page, test as base } from '@playwright/test';
import { portalUrl } from './portal.ts';
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
  baseURL: async ({}, use) => use(portalUrl()),
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

export { expect } from '@playwright/test';
