// A browser's push service, and the browser's side of Web Push's encryption by the `http_ece` package: headless Chromium
// has no push service of its own.
import { createECDH, randomBytes } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Page, expect } from '@playwright/test';
import ece from 'http_ece';

/** What a push service is asked to bring to a browser. */
export interface Pushed {
  headers: NodeJS.Dict<string | string[]>;
  /** What the browser reads. */
  text: string;
}

export class PushService {
  private readonly own = createECDH('prime256v1');
  private readonly secret = randomBytes(16);
  private readonly waiting: Pushed[] = [];
  private readonly server: Server;

  private constructor() {
    this.own.generateKeys();
    this.server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const read = { version: 'aes128gcm' as const, privateKey: this.own, authSecret: this.secret.toString('base64url') };
      const text = ece.decrypt(Buffer.concat(chunks), read).toString('utf8');
      this.waiting.push({ headers: request.headers, text });
      response.writeHead(201).end();
    });
  }

  static async start(): Promise<PushService> {
    const service = new PushService();
    await new Promise<void>((resolve) => service.server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  stop(): void {
    this.server.close();
  }

  /** What came last; nothing where nothing came. */
  last(): Pushed | undefined {
    return this.waiting.at(-1);
  }

  /** How a browser is written to, as it says itself. */
  subscription() {
    const { port } = this.server.address() as AddressInfo;
    const keys = { p256dh: this.own.getPublicKey('base64url'), auth: this.secret.toString('base64url') };
    return { endpoint: `http://127.0.0.1:${port}/send/laptop`, keys };
  }

  /** Has the pages of `page`'s browser use it. */
  async serve(page: Page): Promise<void> {
    await page.context().grantPermissions(['notifications']);
    await page.addInitScript((subscription) => {
      if (!('PushManager' in window)) return;
      const made = { toJSON: () => subscription, unsubscribe: async () => true } as unknown as PushSubscription;
      PushManager.prototype.getSubscription = async () => (localStorage.getItem('subscribed') ? made : null);
      PushManager.prototype.subscribe = async (options) => {
        if (!options?.userVisibleOnly || !options.applicationServerKey) throw new Error('no key');
        localStorage.setItem('subscribed', 'yes');
        return made;
      };
    }, this.subscription());
  }
}

/**
 * Brings `text` to the worker of `page`'s portal as a push service would; what the browser shows then. A worker that was
 * asleep may miss the first message: it comes again, as push services do, and its tag keeps it one notice.
 */
export async function shown(page: Page, text: string): Promise<{ title: string; body: string }[]> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const devtools = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  const registered = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find((one) => one.scopeURL.startsWith(origin) && !one.isDeleted);
      if (found) resolve(found.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  const registrationId = await registered;
  let notices: { title: string; body: string }[] = [];
  const deliver = async () => {
    await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: text });
    notices = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body }) => ({ title, body }));
    });
    return notices.length;
  };
  await expect.poll(deliver).toBeGreaterThan(0);
  return notices;
}
