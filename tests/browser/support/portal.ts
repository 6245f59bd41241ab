// The portal under test: the built binary with its demo world, started before the tests and stopped after them.
//
// `MADRONE_URL` and `MADRONE_ACCOUNTS` (lines as `madrone demo` prints them) name a portal that already runs instead.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Account {
  role: string;
  username: string;
  password: string;
}

// One world for every run: what a test saw once it sees again.
const SEED = '2026';

export default async function startPortal(): Promise<() => Promise<void>> {
  if (process.env.MADRONE_URL) return async () => {};
  const data = mkdtempSync(join(tmpdir(), 'madrone-browser-'));
  const binary = process.env.MADRONE_BINARY ?? join(import.meta.dirname, '../../../target/debug/madrone');
  const portal = spawn(binary, ['demo', '--listen', '127.0.0.1:0', '--data', data, '--seed', SEED], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    await stopped(portal);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const { url, accounts } = await ready(portal, binary);
    // The tests' own processes inherit these.
    process.env.MADRONE_URL = url;
    process.env.MADRONE_ACCOUNTS = accounts.join('\n');
  } catch (why) {
    await stop();
    throw why;
  }
  return stop;
}

/** Reads what the portal prints until it accepts requests, and goes on reading so that it never waits for us. */
function ready(portal: ChildProcess, binary: string): Promise<{ url: string; accounts: string[] }> {
  return new Promise((resolve, reject) => {
    const accounts: string[] = [];
    portal.once('error', (why) => reject(new Error(`${binary} does not start: ${why.message}`)));
    portal.once('exit', (code) => reject(new Error(`${binary} demo ended (${code}) before it was ready`)));
    createInterface({ input: portal.stdout! }).on('line', (line) => {
      if (line.startsWith('account ')) accounts.push(line);
      const url = /^madrone is ready at (http:\/\/\S+)/.exec(line)?.[1];
      // Accounts may be printed just after; the next turn of the loop has them all.
      if (url) setImmediate(() => resolve({ url, accounts }));
    });
  });
}

/** Ends the portal as an operator would, and waits for it. */
function stopped(portal: ChildProcess): Promise<void> {
  if (portal.exitCode !== null || portal.signalCode !== null || portal.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    portal.once('exit', () => resolve());
    portal.kill('SIGTERM');
  });
}

export function portalUrl(): string {
  const url = process.env.MADRONE_URL;
  if (!url) throw new Error('no portal runs: the global setup starts it');
  return url;
}

/** The account of the demo world with this username. */
export function account(username: string): Account {
  const lines = (process.env.MADRONE_ACCOUNTS ?? '').split('\n');
  for (const line of lines) {
    const [, role = '', name, password = ''] = line.trim().split(/\s+/);
    if (name === username) return { role, username, password };
  }
  throw new Error(`the demo world has no account ${username}; it printed: ${lines.join('; ')}`);
}
