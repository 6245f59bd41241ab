// Patients without an account, for the tests of signing up: six for each kind of browser, since nobody signs up twice.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Newcomer {
  given: string;
  family: string;
  gender: string;
  birthDate: string;
  phone: string;
  postalCode: string;
  /** The address on file, for those who have one. */
  email?: string;
  username: string;
}

/** The password that each of them chooses. */
export const CHOSEN = 'crimson ladder walnut 36';

const FAMILIES: Record<string, string> = {
  'phone-imported': 'Peña',
  desktop: "O'Dowd",
  dark: 'Nakamura-Bell',
  es: 'de la Garza',
  'no-javascript': 'Lindqvist',
};

/** Who they are to the clinic: known beyond doubt; known, with a phone for codes; without an address for mail; without one, and nobody signs them up; known, and about to move; known, with a browser that shows notices. */
export type Kind = 'known' | 'texted' | 'unmailed' | 'waiting' | 'moved' | 'notified';

const PEOPLE: Record<Kind, { given: string; gender: string; born: string; line: number; hasMail: boolean }> = {
  known: { given: 'Elizabeth', gender: 'female', born: '1985-03', line: 30, hasMail: true },
  unmailed: { given: 'Tomás', gender: 'male', born: '1962-07', line: 40, hasMail: false },
  texted: { given: 'Ruth', gender: 'female', born: '1949-05', line: 90, hasMail: true },
  moved: { given: 'Amara', gender: 'female', born: '1991-09', line: 20, hasMail: true },
  notified: { given: 'Ingrid', gender: 'female', born: '1978-11', line: 10, hasMail: true },
  waiting: { given: 'Henrik', gender: 'male', born: '1971-10', line: 50, hasMail: false },
};

/** Somebody of this project's own. */
export function newcomer(project: string, kind: Kind): Newcomer {
  const at = Object.keys(FAMILIES).indexOf(project);
  const { given, gender, born, line, hasMail } = PEOPLE[kind];
  const username = `${given.normalize('NFD').replace(/\P{ASCII}/gu, '').toLowerCase()}.${at}`;
  return {
    given,
    family: FAMILIES[project]!,
    gender,
    birthDate: `${born}-1${at}`,
    phone: `541-555-01${line + at}`,
    postalCode: '97301',
    email: hasMail ? `${username}@example.com` : undefined,
    username,
  };
}

/** Writes their charts into `folder`, as files to import. */
export function writeNewcomers(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const project of Object.keys(FAMILIES)) {
    for (const kind of Object.keys(PEOPLE)) writeNewcomer(folder, newcomer(project, kind as Kind));
  }
}

function writeNewcomer(folder: string, one: Newcomer): void {
  const phone = { system: 'phone', value: one.phone };
  const patient = {
    resourceType: 'Patient',
    id: one.username.replace('.', '-'),
    name: [{ family: one.family, given: [one.given] }],
    birthDate: one.birthDate,
    gender: one.gender,
    address: [{ postalCode: one.postalCode }],
    telecom: one.email ? [phone, { system: 'email', value: one.email }] : [phone],
  };
  writeFileSync(join(folder, `${patient.id}.json`), JSON.stringify(patient));
}

/** Somebody at the front desk of whom no other test takes the session away. */
export const DESK = 'desk.park';
