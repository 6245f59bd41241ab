// The Chromium that all tests and pictures use: the system's, found by `cargo xtask`.
import type { LaunchOptions } from '@playwright/test';

export const launchOptions: LaunchOptions = {
  executablePath: process.env.MADRONE_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    // Continuous integration runs as root in a container, where Chromium has no sandbox to give.
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 900 };
