import { defineConfig } from '@playwright/test';
import { desktop, launchOptions, phone } from './support/browser.ts';

const onPhone = { viewport: phone, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
// It sets the window's size itself, so one run says it all: in Spanish, whose words are the longer ones.
const narrow = 'reflow.spec.ts';
// Its record is in the imported portal only.
const long = 'long.spec.ts';
// It is about a portal that speaks a language of its own.
const third = 'third-language.spec.ts';
// An import connects nobody with anybody.
const family = 'family.spec.ts';
// The portal that `serve` makes of an empty database and an import; the other projects look at the demo's.
const imported = { world: 'imported' };

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  globalSetup: ['./support/demo.ts', './support/imported.ts', './support/pseudo-demo.ts'],
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
    { name: 'phone-imported', testIgnore: [narrow, third, family], metadata: imported, dependencies: ['invitations'], use: onPhone },
    { name: 'desktop', testIgnore: [narrow, long, third] },
    { name: 'dark', testIgnore: [narrow, long, third], use: { colorScheme: 'dark' } },
    { name: 'es', testIgnore: [long, third], use: { locale: 'es-US' } },
    { name: 'third-language', testMatch: third, metadata: { world: 'pseudo' }, use: onPhone },
    // Axe is a script; the pages it would see here are those it sees in the other projects. What is tagged `@script` is
    // about what a script adds.
    { name: 'no-javascript', testIgnore: [narrow, long, third], grepInvert: /@axe|@script/, use: { javaScriptEnabled: false } },
  ],
});
