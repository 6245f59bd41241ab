// `cargo xtask look`: a picture of every page, for phone and desktop, light and dark, English and Spanish.
import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';
import { desktop, phone } from './support/browser.ts';

const projects = [];
for (const [device, viewport] of Object.entries({ phone, desktop })) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const language of ['en', 'es']) {
      const use = { viewport, colorScheme, locale: `${language}-US`, isMobile: device === 'phone' };
      projects.push({ name: `${device}-${colorScheme}-${language}`, use });
    }
  }
}

export default defineConfig({ ...config, globalSetup: './support/demo.ts', testMatch: 'look/*.ts', projects });
