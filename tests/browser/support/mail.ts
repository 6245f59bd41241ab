// What the portal under test sent by mail and as text messages.
import { existsSync, readFileSync } from 'node:fs';
import { type APIRequestContext, expect } from '@playwright/test';
import { portal } from './portal.ts';

interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Everything that was sent, newest first. */
export async function mailbox(request: APIRequestContext): Promise<Mail[]> {
  const { url, mails } = portal();
  if (mails) {
    const lines = existsSync(mails) ? readFileSync(mails, 'utf8').split('\n') : [];
    // What follows the last line's end is a mail that is being written, or nothing.
    return lines.slice(0, -1).map((line) => JSON.parse(line)).reverse();
  }
  const response = await request.get(`${url}/demo/mailbox.json`);
  expect(response.ok(), 'the demo has its mailbox').toBe(true);
  return response.json();
}

/** What `pattern` finds in the newest mail to a person which came after the first `before` ones; waits for it. */
export async function mailed(
  request: APIRequestContext,
  username: string,
  pattern: RegExp,
  before = 0,
): Promise<string> {
  return sent(request, `${username}@`, pattern, before);
}

/** The same for a text message to a number, `541-555-0190`. */
export async function texted(
  request: APIRequestContext,
  number: string,
  pattern: RegExp,
  before = 0,
): Promise<string> {
  return sent(request, `+1${number.replaceAll('-', '')}`, pattern, before);
}

async function sent(request: APIRequestContext, to: string, pattern: RegExp, before: number): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(async () => {
      const mails = await mailbox(request);
      const fresh = mails.slice(0, mails.length - before).filter((mail) => mail.to.startsWith(to));
      found = fresh.map((mail) => pattern.exec(mail.text)?.[0]).find((text) => text !== undefined);
      return found;
    }, { message: `${pattern} comes to ${to}`, timeout: 20_000 })
    .toBeDefined();
  return found!;
}
