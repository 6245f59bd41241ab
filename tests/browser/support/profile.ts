// What people change of their own personal information.
import { type Page, expect } from '@playwright/test';
import type { Words } from './words.ts';

/** Saves another home address, on the page where it is changed: 12 Mill Road, Riverbend, OR 97499. */
export async function move(page: Page, words: Words): Promise<void> {
  await page.getByLabel(words.street).fill('12 Mill Road');
  await page.getByLabel(words.city).fill('Riverbend');
  await page.getByLabel(words.state).fill('or');
  await page.getByLabel(words.zipOrPostal).fill('97499');
  await page.getByRole('button', { name: words.saveChanges }).click();
  await expect(page.getByText(words.saved)).toBeVisible();
}
