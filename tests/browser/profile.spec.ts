// Personal information: changed by a patient, proved where it must be, and looked at by the clinic.
import { type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.ts';
import { mailbox, mailed } from './support/mail.ts';
import { DESK, newcomer } from './support/newcomers.ts';
import { move } from './support/profile.ts';
import { signIn } from './support/sign-in.ts';
import { CODE, signUp } from './support/sign-up.ts';
import { expect, test } from './support/test.ts';
import type { Words } from './support/words.ts';

// Other tests use the same record at the same time: nothing is changed in it.
test('what cannot be taken is said beside its field, and nothing typed is lost', async ({ as }) => {
  const page = await as('grace');
  await page.goto('/settings/profile/address');
  const postal = page.locator('[name=postal]');
  const before = await postal.inputValue();
  await page.locator('[name=unit]').fill('Flat 4');
  await postal.fill('974');
  await page.locator('main form button[type=submit]').click();
  await expect(page.locator('.error-summary')).toBeVisible();
  await expect(postal).toHaveValue('974');
  await expect(postal).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('[name=unit]')).toHaveValue('Flat 4');
  await page.goto('/settings/profile/address');
  await expect(postal).toHaveValue(before);
});

test('a patient moves, and the clinic puts one thing back and calls about another', async ({ page, words }, info) => {
  // Many pages, each looked at by axe.
  test.slow();
  const look = async () => {
    await expectNoSidewaysScroll(page);
    if (info.project.use.javaScriptEnabled !== false) await expectAccessible(page);
  };
  const amara = newcomer(info.project.name, 'moved');
  await signUp(page, words, amara);

  await page.goto('/settings/profile');
  await look();
  await page.getByRole('link', { name: words.changeAddress }).click();
  await look();
  await move(page, words);
  await expect(page.getByText('Riverbend, OR 97499')).toBeVisible();

  await page.getByRole('link', { name: words.addContact }).click();
  await page.getByRole('button', { name: words.saveChanges }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await look();
  await page.getByLabel(words.contactGiven, { exact: true }).fill('Noor');
  await page.getByLabel(words.contactIs).selectOption({ label: words.friend });
  await page.getByLabel(words.contactPhone, { exact: true }).fill('541 555 0163');
  await page.getByRole('button', { name: words.saveChanges }).click();
  await expect(page.getByRole('link', { name: 'Noor' })).toBeVisible();

  await changeEmail(page, words, `new.${amara.username}`, look);
  await page.getByRole('link', { name: words.homePhone }).click();
  await page.getByLabel(words.newNumber).fill('541-555-0177');
  await page.getByRole('button', { name: words.askForCall }).click();
  await expect(page.getByText('(541) 555-0177')).toContainText(words.weWillCall);
  await look();

  await page.context().clearCookies();
  await signIn(page, words, DESK);
  const name = new RegExp(`${amara.given}.*${amara.family}`);
  const open = async (part: string) => {
    await page.goto(`/clinic/profile-changes?q=${encodeURIComponent(`${amara.given} ${amara.family}`)}`);
    await look();
    await page.getByRole('listitem').filter({ hasText: part }).getByRole('link', { name }).click();
    await look();
  };
  await open(words.undo.split(': ')[1]!);
  await page.getByRole('button', { name: words.undo }).click();
  await expect(page.getByText(words.undone)).toBeVisible();
  await look();
  await open(words.homePhone);
  await page.getByRole('button', { name: words.answered }).click();
  await expect(page.getByText(words.accepted)).toBeVisible();
  await page.goto(`/clinic/patients/${amara.username.replace('.', '-')}`);
  await expect(page.getByText('(541) 555-0177').first()).toBeVisible();
  await expect(page.getByText('Noor').first()).toBeVisible();
  await expect(page.getByText('12 Mill Road')).toHaveCount(0);
});

async function changeEmail(page: Page, words: Words, to: string, look: () => Promise<void>): Promise<void> {
  await page.getByRole('link', { name: words.emailRow, exact: true }).click();
  await look();
  const before = (await mailbox(page.request)).length;
  await page.getByLabel(words.newEmail).fill(`${to}@example.com`);
  await page.getByRole('button', { name: words.sendCode }).click();
  await look();
  await page.getByLabel(words.securityCode).fill(await mailed(page.request, to, CODE, before));
  await page.getByRole('button', { name: words.confirmCode }).click();
  await expect(page.getByText(words.emailConfirmed)).toBeVisible();
  await expect(page.getByText(`${to}@example.com`)).toBeVisible();
}
