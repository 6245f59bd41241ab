// How people come into the portal that was imported: the tests of that portal need these to have passed.
import { expectAccessible } from './support/expectations.ts';
import { INVITED } from './support/imported.ts';
import { mailbox, mailed } from './support/mail.ts';
import { account } from './support/portal.ts';
import { chooseAccount, proveBirthDate } from './support/sign-up.ts';
import { expect, test } from './support/test.ts';

for (const username of INVITED) {
  test(`${username} takes the invitation and makes an account`, async ({ page, request, words }) => {
    const { password, birthDate, activationCode } = account(username);
    if (activationCode) {
      await page.goto('/sign-up');
      await page.getByLabel(words.activationCode).fill(activationCode.toLowerCase());
    } else {
      const link = new URL(await mailed(request, username, /http\S+\/sign-up\S*/));
      await page.goto(link.pathname + link.search);
    }
    await expectAccessible(page);
    await proveBirthDate(page, words, birthDate!);
    await expectAccessible(page);
    const before = (await mailbox(request)).length;
    await chooseAccount(page, words, { username, password, email: activationCode && `${username}@example.com` });
    if (activationCode) {
      await expect(page).toHaveURL(/\/sign-up\/verify/);
      await expectAccessible(page);
      await page.getByLabel(words.mailedCode).fill(await mailed(request, username, /\b\d{6}\b/, before));
      await page.getByRole('button', { name: words.continue, exact: true }).click();
    }
    await expect(page).toHaveURL(/\/sign-in/);
  });
}
