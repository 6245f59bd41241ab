import { defineConfig } from '@playwright/test';
import { desktop, launchOptions, phone } from './support/browser.ts';

const onPhone = { viewport: phone, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
// It sets the window's size itself, so one run says it all: in Spanish, whose words are the longer ones.
const narrow = 'reflow.spec.ts';
// Its record is in the imported portal only.
const long = 'long.spec.ts';
// The portal that `serve` makes of an empty database and an import; the other projects look at the demo's.
const imported = { world: 'imported' };

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  globalSetup: ['./support/demo.ts', './support/imported.ts'],
  outputDir: 'output/results',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  reporter: [['list']],
  use: {
    locale: 'en-US',
    timezoneId: 'America/Chicago',
    viewport: desktop,
    launchOptions,
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'invitations', testMatch: '*.setup.ts', metadata: imported, use: onPhone },
    { name: 'phone-imported', testIgnore: narrow, metadata: imported, dependencies: ['invitations'], use: onPhone },
    { name: 'desktop', testIgnore: [narrow, long] },
    { name: 'dark', testIgnore: [narrow, long], use: { colorScheme: 'dark' } },
    { name: 'es', testIgnore: long, use: { locale: 'es-US' } },
    // Axe is a script; the pages it would see here are those it sees in the other projects. What is tagged `@script` is
    // about what a script adds.
    { name: 'no-javascript', testIgnore: [narrow, long], grepInvert: /@axe|@script/, use: { javaScriptEnabled: false } },
  ],
});
