// Starts a portal that knows nothing of the demo: `serve` on an empty database, the records brought in by `import`,
// staff added and patients invited from the command line, mail and text messages sent through servers.
import { appendFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LONG_RECORD } from './long.ts';
import { PUSHING } from './demo.ts';
import { DESK, writeNewcomers } from './newcomers.ts';
import { type Account, announce } from './portal.ts';
import { example, madrone, readyAt, run, scratchFolder, start } from './program.ts';
import { addStaff } from './staff.ts';

/** Who is invited; invitation.setup.ts takes their invitations. */
export const INVITED = ['maria', 'sofia', 'walter', 'grace', 'deshawn', 'long'];

/** Who works there, and as what. */
const STAFF = [
  ['admin', 'administrator'],
  ['dr.ortiz', 'clinician'],
  ['nurse.kim', 'nurse'],
] as const;

/** The password that each of them chooses. */
const CHOSEN = 'violet tandem harbor 52';

export default async function startImported(): Promise<() => Promise<void>> {
  const folder = scratchFolder('imported');
  const records = join(folder, 'records');
  mkdirSync(records);
  await run(example('demo-bundles'), [records]);
  writeFileSync(join(records, 'long.json'), JSON.stringify(LONG_RECORD));
  const newcomers = join(folder, 'newcomers');
  writeNewcomers(newcomers);

  const mails = join(folder, 'mails');
  const mailServer = await start(example('mail-server'), [], {}, (line) => {
    if (line.startsWith('smtp://')) return line;
    appendFileSync(mails, `${line}\n`);
    return undefined;
  });
  const texts = await start(example('text-server'), [], {}, (line) => {
    if (line.startsWith('http://')) return line;
    appendFileSync(mails, `${line}\n`);
    return undefined;
  });
  const settings = {
    ...PUSHING,
    MADRONE_DATABASE__URL: `sqlite:${join(folder, 'portal.db')}`,
    MADRONE_SERVER__LISTEN: '127.0.0.1:0',
    MADRONE_MAIL__URL: mailServer.heard,
    MADRONE_MAIL__FROM: 'Foothill Clinic <no-reply@example.com>',
    // As the stand-in knows it (tests/harness/src/twilio.rs).
    MADRONE_TEXT_MESSAGES__API: texts.heard,
    MADRONE_TEXT_MESSAGES__ACCOUNT: 'AC00000000000000000000000000000001',
    MADRONE_TEXT_MESSAGES__TOKEN: 'quiet-river-lantern',
    MADRONE_TEXT_MESSAGES__FROM: '+15415550100',
    MADRONE_SITE__NAME: 'Foothill Clinic',
    // The staff of the tests have no phones; factors.spec.ts is about those who do.
    MADRONE_SECURITY__STAFF_MAILED_CODES: 'true',
    MADRONE_LOG__LEVEL: 'warn',
    // The tests sign the same few people in again and again.
    MADRONE_SECURITY__CODES_PER_ACCOUNT: '1000',
    MADRONE_SECURITY__SIGN_INS_PER_ACCOUNT: '1000',
    MADRONE_SECURITY__SIGN_INS_PER_ADDRESS: '10000',
    MADRONE_SECURITY__SIGN_UP_REQUESTS_PER_ADDRESS: '10000',
  };
  await run(madrone, ['import', records, newcomers], settings);
  const accounts: Account[] = [];
  const staff = [...STAFF, [DESK, 'front-desk']] as const;
  for (const [username, role] of staff) accounts.push(await addStaff(settings, username, role));
  for (const { id, username, birthDate } of patientsWithMail(records)) {
    if (!INVITED.includes(username)) continue;
    // A code goes to a teen from hand to hand: the contacts on file are her mother's.
    const how = username === 'sofia' ? ['--hand-over'] : [];
    const invited = await run(madrone, ['account', 'invite', '--patient', id, ...how], settings);
    const activationCode = /code is (\S+):/.exec(invited)?.[1];
    accounts.push({ role: 'patient', username, birthDate, activationCode, password: CHOSEN });
  }

  const portal = await start(madrone, ['serve'], settings, readyAt);
  announce('imported', { url: portal.heard, accounts, mails });
  return async () => {
    await portal.stop();
    await mailServer.stop();
    await texts.stop();
  };
}

interface Patient {
  id: string;
  /** What their mail address begins with. */
  username: string;
  birthDate: string;
}

/** The patients in a folder of bundles whom mail reaches. */
function* patientsWithMail(records: string): Generator<Patient> {
  for (const file of readdirSync(records)) {
    const bundle = JSON.parse(readFileSync(join(records, file), 'utf8'));
    for (const { resource } of bundle.entry) {
      if (resource.resourceType !== 'Patient') continue;
      const mail = resource.telecom?.find((contact: { system: string }) => contact.system === 'email');
      if (mail) yield { id: resource.id, username: mail.value.split('@')[0], birthDate: resource.birthDate };
    }
  }
}
