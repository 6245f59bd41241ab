// Every page a person can come to: walked by pages.spec.ts and pictured by `cargo xtask look`.
import type { Page } from '@playwright/test';

export interface PortalPage {
  /** Becomes the picture's name. */
  name: string;
  path: string;
  /** Who looks; nobody is signed in without it. */
  as?: string;
  /** A link on that page to go on by, where the address is not known beforehand. */
  then?: string;
}

export const PAGES: PortalPage[] = [
  { name: 'welcome', path: '/' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'clinic-sign-in', path: '/clinic/sign-in' },
  { name: 'not-found', path: '/nowhere' },
  { name: 'home', path: '/home', as: 'maria' },
  { name: 'menu', path: '/menu', as: 'maria' },
  { name: 'health-record', path: '/summary', as: 'maria' },
  { name: 'results', path: '/results', as: 'maria' },
  { name: 'result', path: '/results', as: 'maria', then: 'main a[href^="/results/"]' },
  { name: 'medications', path: '/medications', as: 'walter' },
  { name: 'allergies', path: '/allergies', as: 'maria' },
  { name: 'conditions', path: '/conditions', as: 'maria' },
  { name: 'immunizations', path: '/immunizations', as: 'maria' },
  { name: 'visits', path: '/visits', as: 'maria' },
  { name: 'visit', path: '/visits', as: 'maria', then: 'main a[href^="/visits/"]' },
  { name: 'nearly-empty-home', path: '/home', as: 'deshawn' },
  { name: 'nearly-empty-results', path: '/results', as: 'deshawn' },
  { name: 'clinic', path: '/clinic', as: 'dr.ortiz' },
];

/** Goes to the page; who looks has signed in before. */
export async function visit(page: Page, { path, then }: PortalPage): Promise<void> {
  await page.goto(path);
  if (then) {
    await page.locator(then).first().click();
    await page.waitForURL((url) => url.pathname !== path);
  }
}
