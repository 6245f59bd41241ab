// How people come into the portal that was imported: the tests of that portal need these to have passed.
import { expectAccessible } from './support/expectations.ts';
import { INVITED } from './support/imported.ts';
import { mailed } from './support/mail.ts';
import { account } from './support/portal.ts';
import { expect, test } from './support/test.ts';

for (const username of INVITED) {
  test(`${username} follows the link of the invitation and makes an account`, async ({ page, request, words }) => {
    const { password, birthDate } = account(username);
    const link = new URL(await mailed(request, username, /http\S+\/sign-up\S*/));
    await page.goto(link.pathname + link.search);
    await expectAccessible(page);
    await page.getByLabel(words.birthDate).fill(birthDate!);
    await page.getByLabel(words.newUsername).fill(username);
    await page.getByLabel(words.newPassword).fill(password);
    await page.getByRole('button', { name: words.makeAccount }).click();
    await expect(page).toHaveURL(/\/sign-in/);
  });
}
