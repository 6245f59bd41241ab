// Every page a person can come to: walked by pages.spec.ts and pictured by `cargo xtask look`.
import { type Page, expect } from '@playwright/test';
import { mailed } from './mail.ts';
import { DESK } from './newcomers.ts';
import { account } from './portal.ts';

export interface PortalPage {
  /** Becomes the picture's name. */
  name: string;
  path: string;
  /** Who looks; nobody is signed in without it. */
  as?: string;
  /** How it is answered, unless by 200. */
  status?: number;
  /** What to do there, to come to a page or a state that has no address of its own. */
  then?: (page: Page) => Promise<unknown>;
}

/** The pages: walked by every kind of browser. */
export const PAGES: PortalPage[] = [
  { name: 'welcome', path: '/' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'security-code', path: '/sign-in', then: askForCode },
  { name: 'sign-up', path: '/sign-up' },
  { name: 'sign-up-request', path: '/sign-up/request' },
  { name: 'terms', path: '/terms' },
  { name: 'clinic-sign-in', path: '/clinic/sign-in' },
  { name: 'recover', path: '/recover' },
  { name: 'recover-password', path: '/recover/password' },
  { name: 'recover-password-sent', path: '/recover/password/sent' },
  { name: 'recover-username', path: '/recover/username' },
  { name: 'recover-username-sent', path: '/recover/username/sent' },
  { name: 'recover-link-that-is-over', path: '/recover/new-password?code=none' },
  { name: 'recover-done', path: '/recover/done' },
  { name: 'not-found', path: '/nowhere', status: 404 },
  { name: 'forged', path: '/sign-up', then: sendFromElsewhere },
  { name: 'home', path: '/home', as: 'maria' },
  { name: 'menu', path: '/menu', as: 'maria' },
  { name: 'devices', path: '/account/devices', as: 'maria' },
  { name: 'health-record', path: '/health', as: 'maria' },
  { name: 'summary', path: '/summary', as: 'maria' },
  { name: 'results', path: '/results', as: 'maria' },
  { name: 'result', path: '/results/maria-ldl-6', as: 'maria' },
  { name: 'report-of-one-result', path: '/results/maria-a1c-10', as: 'maria' },
  { name: 'panel', path: '/results/maria-lipids-6', as: 'maria' },
  { name: 'report', path: '/results/maria-mammogram-1', as: 'maria' },
  { name: 'corrected-result', path: '/results/maria-cmp-6', as: 'maria' },
  { name: 'medications', path: '/medications', as: 'walter' },
  { name: 'wallet-list', path: '/medications/list', as: 'walter' },
  { name: 'allergies', path: '/allergies', as: 'maria' },
  { name: 'conditions', path: '/conditions', as: 'maria' },
  { name: 'immunizations', path: '/immunizations', as: 'maria' },
  { name: 'visits', path: '/visits', as: 'maria' },
  { name: 'visit', path: '/visits/maria-visit-11', as: 'maria' },
  { name: 'documents', path: '/documents', as: 'maria' },
  { name: 'note', path: '/documents/maria-note-10', as: 'maria' },
  { name: 'generic-list', path: '/health/Procedure', as: 'walter' },
  { name: 'care-plan', path: '/health/CarePlan/maria-plan-1', as: 'maria' },
  { name: 'security', path: '/account/security', as: 'maria' },
  { name: 'authenticator-app', path: '/account/security/app', as: 'maria' },
  { name: 'passkeys', path: '/account/security/passkeys', as: 'maria' },
  { name: 'passcode', path: '/account/security/passcode', as: 'maria' },
  { name: 'recovery-codes', path: '/account/security/codes', as: 'maria' },
  { name: 'change-password', path: '/account/password', as: 'maria' },
  { name: 'confirm', path: '/account/confirm', as: 'maria' },
  { name: 'personal-information', path: '/settings/profile', as: 'maria' },
  { name: 'personal-information-of-many', path: '/settings/profile', as: 'walter' },
  { name: 'profile-about', path: '/settings/profile/about', as: 'walter' },
  { name: 'profile-address', path: '/settings/profile/address', as: 'maria' },
  { name: 'profile-temporary-address', path: '/settings/profile/temporary-address', as: 'maria' },
  { name: 'profile-background', path: '/settings/profile/background', as: 'maria' },
  { name: 'profile-email', path: '/settings/profile/contact/email', as: 'maria' },
  { name: 'profile-home-phone', path: '/settings/profile/contact/home-phone', as: 'maria' },
  { name: 'emergency-contact', path: '/settings/profile/people/new', as: 'maria' },
  { name: 'profile-changes', path: '/clinic/profile-changes', as: DESK },
  { name: 'notifications', path: '/settings/notifications', as: 'maria' },
  { name: 'access-log', path: '/access-log', as: 'maria' },
  { name: 'family', path: '/family', as: 'maria' },
  { name: 'sharing', path: '/sharing', as: 'maria' },
  { name: 'sharing-items', path: '/sharing/items', as: 'maria' },
  { name: 'sharing-item', path: '/sharing/items/Encounter/maria-visit-11', as: 'maria' },
  { name: 'family-connect', path: '/family/connect', as: 'maria' },
  { name: 'clinic-family', path: '/clinic/patients/sofia-alvarez/family', as: DESK },
  { name: 'clinic-held', path: '/clinic/patients/sofia-alvarez/held', as: 'dr.ortiz' },
  { name: 'clinic-proxies', path: '/clinic/proxies', as: DESK },
  { name: 'nearly-empty-home', path: '/home', as: 'deshawn' },
  { name: 'nearly-empty-results', path: '/results', as: 'deshawn' },
  { name: 'clinic', path: '/clinic', as: 'dr.ortiz' },
  { name: 'sign-up-requests', path: '/clinic/signups', as: DESK },
  { name: 'portal-access', path: '/clinic/patients/henrik-1/portal', as: DESK },
  { name: 'patients', path: '/clinic/patients?q=alvarez', as: 'dr.ortiz' },
  { name: 'chart', path: '/clinic/patients/walter-jensen', as: 'dr.ortiz' },
  { name: 'clinic-accounts', path: '/clinic/admin/accounts', as: 'admin' },
  { name: 'clinic-account', path: '/clinic/admin/accounts?q=ortiz', as: 'admin', then: openFirstAccount },
  { name: 'outgoing-queue', path: '/clinic/admin/queue', as: 'admin' },
  { name: 'clinic-invite', path: '/clinic/admin/accounts/invite', as: 'admin' },
  { name: 'patients-accounts', path: '/clinic/admin/patients?q=walter', as: 'admin' },
  { name: 'sign-in-help', path: '/clinic/admin/patients?q=walter', as: 'admin', then: openSignInHelp },
  { name: 'code-from-the-clinic', path: '/recover/in-person' },
];

/** Further states of them, worth a picture each. */
export const STATES: PortalPage[] = [
  { name: 'state-sign-in-mistake', path: '/sign-in', then: (page) => enter(page, 'nobody.we.know', 'not the password') },
  { name: 'state-sign-up-mistake', path: '/sign-up', then: send },
  { name: 'state-recover-password-mistake', path: '/recover/password', then: send },
  { name: 'state-recover-new-password', path: '/recover/password', then: followLink },
  { name: 'state-mailbox', path: '/demo/mailbox' },
  { name: 'state-person-menu', path: '/home', as: 'maria', then: (page) => page.locator('summary.person-mark').click() },
  { name: 'state-staff-page', path: '/clinic', as: 'maria', status: 404 },
  { name: 'state-results-imaging', path: '/results?kind=imaging', as: 'maria' },
  { name: 'state-results-vitals', path: '/results?kind=vitals', as: 'maria' },
  { name: 'state-results-nothing-found', path: '/results?q=xylophone', as: 'maria' },
  { name: 'state-result-table', path: '/results/maria-ldl-6', as: 'maria', then: openAll },
  { name: 'state-medication-details', path: '/medications', as: 'walter', then: openAll },
  { name: 'state-vital-sign', path: '/results/maria-pressure-10', as: 'maria' },
  { name: 'state-pathology', path: '/results?kind=pathology', as: 'walter' },
  { name: 'state-walter-home', path: '/home', as: 'walter' },
  { name: 'state-walter-conditions', path: '/conditions', as: 'walter' },
  { name: 'state-walter-visits', path: '/visits', as: 'walter' },
  { name: 'state-sofia-home', path: '/home', as: 'sofia' },
  { name: 'state-generic-list', path: '/health/FamilyMemberHistory', as: 'maria' },
  { name: 'state-personal-details', path: '/health/Patient', as: 'maria' },
  { name: 'state-spanish-note', path: '/documents/maria-resumen-3', as: 'maria' },
  { name: 'state-no-allergies', path: '/allergies', as: 'deshawn' },
  { name: 'state-no-medications', path: '/medications', as: 'deshawn' },
  { name: 'state-no-conditions', path: '/conditions', as: 'deshawn' },
  { name: 'state-no-immunizations', path: '/immunizations', as: 'deshawn' },
  { name: 'state-no-documents', path: '/documents', as: 'deshawn' },
  { name: 'state-nearly-empty-summary', path: '/summary', as: 'deshawn' },
  { name: 'state-medicines-of-record', path: '/health/MedicationRequest', as: 'walter' },
  { name: 'state-goal', path: '/health/Goal/maria-goal-1', as: 'maria' },
  { name: 'state-no-visits', path: '/visits', as: 'deshawn' },
  { name: 'state-nearly-empty-record', path: '/health', as: 'deshawn' },
  { name: 'state-leo', path: '/clinic/patients/leo-alvarez', as: 'dr.ortiz' },
  { name: 'state-grace-home', path: '/home', as: 'grace' },
  { name: 'state-grace-results', path: '/results', as: 'grace' },
  { name: 'state-grace-summary', path: '/summary', as: 'grace' },
  { name: 'state-staff-devices', path: '/account/devices', as: 'dr.ortiz' },
  { name: 'state-patients-unasked', path: '/clinic/patients', as: 'dr.ortiz' },
  { name: 'state-patients-nobody', path: '/clinic/patients?q=xylophone', as: 'dr.ortiz' },
  { name: 'state-clinic-menu', path: '/menu', as: 'dr.ortiz' },
  { name: 'state-clinic-start-of-an-administrator', path: '/clinic', as: 'admin' },
  { name: 'state-clinic-accounts-nobody-found', path: '/clinic/admin/accounts?q=xylophone', as: 'admin' },
  { name: 'state-clinic-accounts-disabled', path: '/clinic/admin/accounts?show=disabled', as: 'admin' },
  { name: 'state-clinic-accounts-invited', path: '/clinic/admin/accounts/invite', as: 'admin', then: inviteSomebody },
  { name: 'state-clinic-invite-mistake', path: '/clinic/admin/accounts/invite', as: 'admin', then: send },
  { name: 'state-clinic-account-own', path: '/clinic/admin/accounts?q=admin', as: 'admin', then: openFirstAccount },
  { name: 'state-clinic-account-disable', path: '/clinic/admin/accounts?q=kim', as: 'admin', then: askTo('disable') },
  { name: 'state-clinic-account-reset', path: '/clinic/admin/accounts?q=kim', as: 'admin', then: askTo('reset') },
  { name: 'state-join-gone', path: '/join?code=none' },
  { name: 'state-chart-with-account', path: '/clinic/patients/walter-jensen', as: 'desk.lee' },
  { name: 'state-patients-accounts-nobody', path: '/clinic/admin/patients?q=xylophone', as: 'admin' },
  { name: 'state-sign-in-help-mistake', path: '/clinic/patients/walter-jensen/sign-in-help', as: 'desk.lee', then: send },
  { name: 'state-code-from-the-clinic-mistake', path: '/recover/in-person', then: send },
  { name: 'state-sign-in-help-slip', path: '/clinic/patients/sofia-alvarez/sign-in-help', as: 'desk.lee', then: makeCode },
  { name: 'state-printed-summary', path: '/summary', as: 'maria', then: onPaper },
  { name: 'state-printed-result', path: '/results/maria-ldl-6', as: 'maria', then: onPaper },
  { name: 'state-printed-medications', path: '/medications/list', as: 'walter', then: onPaper },
];

/** Pages of a record whose names and words are very long; it is in the portal that `serve` makes, and not in the demo. */
export const LONG_PAGES: PortalPage[] = [
  '/home',
  '/menu',
  '/health',
  '/summary',
  '/results',
  '/results/long-panel',
  '/results/long-words',
  '/results/long-number',
  '/medications',
  '/medications/list',
  '/allergies',
  '/conditions',
  '/visits',
  '/visits/long-visit',
  '/documents',
  '/documents/long-document',
  '/health/Patient/long',
  '/health/CarePlan/long-plan',
].map((path) => ({ name: `long${path.replaceAll('/', '-')}`, path, as: 'long', then: openAll }));

/** Goes to the page; who looks has signed in before. */
export async function visit(page: Page, { path, status = 200, then }: PortalPage): Promise<void> {
  const answer = await page.goto(path);
  expect(answer?.status(), `how ${path} is answered`).toBe(status);
  await then?.(page);
}

async function openFirstAccount(page: Page): Promise<void> {
  await page.locator('.table tbody a').first().click();
  await page.waitForURL(/accounts\/[^?]+$/);
}

/** From the account that was found to helping its person back in. */
async function openSignInHelp(page: Page): Promise<void> {
  await page.locator('.row a.row-title').first().click();
  await page.waitForURL('**/sign-in-help');
}

/** The code for somebody who stands at the desk. */
async function makeCode(page: Page): Promise<void> {
  await page.locator('[name=shown][value=passport]').check();
  await page.locator('[name=looked]').check();
  await send(page);
  await page.locator('.key-value').waitFor();
}

/** The question that an administrator is asked before something is done to an account. */
function askTo(act: string): (page: Page) => Promise<void> {
  return async (page) => {
    await openFirstAccount(page);
    await page.locator(`a[href$="/${act}"]`).click();
    await page.waitForURL(`**/${act}`);
  };
}

async function inviteSomebody(page: Page): Promise<void> {
  await page.locator('[name=name]').fill('Kim Vega');
  await page.locator('[name=email]').fill('kim.vega@example.com');
  await page.locator('[name=role]').selectOption('nurse');
  await send(page);
  await page.waitForURL('**/accounts?show=invited**');
}

/** The second step of signing in, as somebody whom no test signs in for good. */
async function askForCode(page: Page): Promise<void> {
  await enter(page, 'grace', account('grace').password);
  await page.waitForURL('**/sign-in/verify');
}

async function enter(page: Page, username: string, password: string): Promise<void> {
  await page.locator('[name=username]').fill(username);
  await page.locator('[name=password]').fill(password);
  await send(page);
}

/** Sends the page's form, whatever it holds. */
async function send(page: Page): Promise<void> {
  // The browser would hold back a form with an empty field.
  await page.locator('form.form:not([hidden])').evaluate((form: HTMLFormElement) => (form.noValidate = true));
  await page.locator('form.form:not([hidden]) .button.is-filled').click();
}

/** A form that does not come from our own page, as far as we can tell: it has lost what we put in it. */
async function sendFromElsewhere(page: Page): Promise<void> {
  await page.locator('form.form:not([hidden]) input[type=hidden]').evaluateAll((all) => all.forEach((one) => one.remove()));
  await send(page);
}

/** The page behind the link that comes by mail; nobody takes it, so it stays as it is for the others. */
async function followLink(page: Page): Promise<void> {
  await page.locator('[name=who]').fill('walter');
  await send(page);
  const link = await mailed(page.request, 'walter', /\/recover\/new-password\S+/);
  await page.goto(link);
}

async function openAll(page: Page): Promise<void> {
  await page.locator('main details').evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
}

/** As the printer gets it: a sheet of Letter paper inside its margins. */
async function onPaper(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 700, height: 932 });
}
