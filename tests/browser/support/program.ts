// The programs that cargo built, run as an operator would run them.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** Settings of a program, beside our own environment. */
export type Settings = Record<string, string>;

export interface Running<T> {
  /** What was heard when it was ready. */
  heard: T;
  /** Ends it, and waits for it. */
  stop: () => Promise<void>;
}

export const madrone = process.env.MADRONE_BINARY ?? join(import.meta.dirname, '../../../target/debug/madrone');

/** One of the small programs that help the tests. */
export const example = (name: string) => join(dirname(madrone), 'examples', name);

/** An empty folder, which goes however the tests end. */
export function scratchFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `madrone-browser-${name}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a program to its end; what it printed. It failing is an error that quotes it. */
export async function run(program: string, args: string[], settings: Settings = {}): Promise<string> {
  const ended = promisify(execFile)(program, args, { env: { ...process.env, ...settings } });
  const { stdout } = await ended.catch((why) => {
    throw new Error(`${why.message}\n${why.stdout}`);
  });
  return stdout;
}

/** Starts a program that runs until it is stopped. `listen` is told every line it prints; its first answer says ready. */
export async function start<T>(
  program: string,
  args: string[],
  settings: Settings,
  listen: (line: string) => T | undefined,
): Promise<Running<T>> {
  const env = { ...process.env, ...settings };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  // However the tests end, it does not outlive them.
  process.once('exit', () => child.kill());
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const heard = await new Promise<T>((resolve, reject) => {
    child.once('error', (why) => reject(new Error(`${program} does not start: ${why.message}`)));
    child.once('exit', (code) => reject(new Error(`${program} ${args.join(' ')} ended (${code}) before it was ready`)));
    // Listens for as long as it runs, so that it never waits for us.
    createInterface({ input: child.stdout }).on('line', (line) => {
      const answer = listen(line);
      if (answer !== undefined) resolve(answer);
    });
  });
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { heard, stop };
}

/** The address in the line by which `madrone` says that it accepts requests. */
export function readyAt(line: string): string | undefined {
  return /^madrone is ready at (http:\/\/\S+)/.exec(line)?.[1];
}
