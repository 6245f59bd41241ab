// Starts a demo that speaks a third language beside English and Spanish, for third-language.spec.ts.
import { type Account, announce } from './portal.ts';
import { accountOf } from './demo.ts';
import { madrone, readyAt, scratchFolder, start } from './program.ts';
import { writePseudoLanguage } from './pseudo.ts';

export default async function startPseudoDemo(): Promise<() => Promise<void>> {
  const languages = scratchFolder('languages');
  writePseudoLanguage(languages);
  const accounts: Account[] = [];
  const settings = { MADRONE_SITE__LANGUAGES: languages };
  const demo = await start(madrone, ['demo', '--listen', '127.0.0.1:0', '--seed', '2026'], settings, (line) => {
    accounts.push(...accountOf(line));
    return readyAt(line);
  });
  announce('pseudo', { url: demo.heard, accounts });
  return demo.stop;
}
