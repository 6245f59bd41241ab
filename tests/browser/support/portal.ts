// The portal that a test is about. The global setup starts them (demo.ts, imported.ts); the tests' own processes know
// them by the environment.
import { test } from '@playwright/test';

export interface Account {
  role: string;
  username: string;
  password: string;
  /** Of those who were invited, as YYYY-MM-DD. */
  birthDate?: string;
  /** Of those whose invitation is handed over. */
  activationCode?: string;
}

export interface Portal {
  url: string;
  accounts: Account[];
  /** The file where its mail is, one a line; the demo has a page of them instead. */
  mails?: string;
}

export type World = 'demo' | 'imported' | 'pseudo';

const variable = (world: World) => `MADRONE_TESTED_${world.toUpperCase()}`;

/** Tells the tests of a portal that runs. */
export function announce(world: World, portal: Portal): void {
  process.env[variable(world)] = JSON.stringify(portal);
}

/** The portal of the project that the running test belongs to. */
export function portal(): Portal {
  const { world } = test.info().project.metadata as { world?: World };
  const announced = process.env[variable(world ?? 'demo')];
  if (!announced) throw new Error('no portal runs: the global setup starts it');
  return JSON.parse(announced) as Portal;
}

/** The account with this username. */
export function account(username: string): Account {
  const { accounts } = portal();
  const found = accounts.find((one) => one.username === username);
  if (!found) throw new Error(`there is no account ${username}, but ${accounts.map((one) => one.username).join(', ')}`);
  return found;
}
