import { defineConfig } from '@playwright/test';
import { desktop, launchOptions, phone } from './support/browser.ts';

// It sets the window's size itself, so one run in each language says it all.
const narrow = 'reflow.spec.ts';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  globalSetup: './support/portal.ts',
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
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'phone-light', testIgnore: narrow, use: { viewport: phone, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } },
    { name: 'desktop' },
    { name: 'dark', testIgnore: narrow, use: { colorScheme: 'dark' } },
    { name: 'es', use: { locale: 'es-US' } },
    // Axe is a script; the pages it would see here are those it sees in the other projects.
    { name: 'no-javascript', testIgnore: narrow, grepInvert: /@axe/, use: { javaScriptEnabled: false } },
  ],
});
