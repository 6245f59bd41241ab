// A third language, made from the English words: readable, a third longer, and without a single plain English vowel.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const TAG = 'en-XA';
export const OWN_NAME = 'Pséüdø';

const ROOT = join(import.meta.dirname, '../../..');

const MARKED: Record<string, string> = {
  a: 'áá', e: 'éé', i: 'í', o: 'óó', u: 'úú', A: 'Áá', E: 'Éé', I: 'Íí', O: 'Óó', U: 'Úú', y: 'ý', Y: 'Ý',
};

/** The words with their marks; markup, addresses and what stands in braces keep their letters. */
export function mark(text: string): string {
  return text
    .split(/(\{[^{}]*\}?|<[^>]*>|&\w+;|https?:\/\/\S+)/)
    .map((part, at) => (at % 2 ? part : part.replaceAll(/[aeiouy]/gi, (letter) => MARKED[letter] ?? letter)))
    .join('');
}

/** Writes the language's file into `folder`. */
export function writePseudoLanguage(folder: string): void {
  const words = englishFiles().flatMap((file) => readFileSync(file, 'utf8').split('\n').map(markLine));
  const heading = [`-language-tag = ${TAG}`, `-language-name = ${OWN_NAME}`];
  writeFileSync(join(folder, `${TAG}.ftl`), [...heading, ...words, ''].join('\n'));
}

/** One line of Fluent: only what follows a key, an attribute or the name of a plural form is words. */
function markLine(line: string): string {
  const begin = /^(#.*|-?[a-zA-Z][\w-]*\s*=|\s+\.[a-z][\w-]*\s*=|\s+\*?\[[^\]]*\]|\s*)/.exec(line)![0];
  return begin + mark(line.slice(begin.length));
}

function englishFiles(): string[] {
  const rooms = ['foundation', 'features', 'apps'].flatMap((level) =>
    readdirSync(join(ROOT, level), { recursive: true, encoding: 'utf8' }).map((file) => join(ROOT, level, file)),
  );
  return rooms.filter((file) => /\/locales\/(\w+\.)?en\.ftl$/.test(file)).sort();
}

/** Whether a text is one of the portal's English messages: what a page in another language must not say. */
export function englishTest(): (text: string) => boolean {
  // A record's own words may be those that we have for its codes, and stay as the clinic wrote them.
  const files = englishFiles().filter((file) => !file.endsWith('/codes.en.ftl'));
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  const messages = lines.flatMap((line) => {
    const message = /^(?:[a-z][\w-]*\s*=|\s+\*?\[[^\]]*\])\s*(.+)$/.exec(line)?.[1];
    return message ? [message.split(/\{[^{}]*\}?/)] : [];
  });
  const plain = new Set(messages.filter((parts) => parts.length === 1 && /[aeiou]/i.test(parts[0]!)).map(([text]) => text));
  // Fewer than three words of ours are found in what a clinic writes, too.
  const filled = messages.filter((parts) => parts.length > 1 && (parts.join(' ').match(/[a-z]{3,}/gi) ?? []).length > 2);
  const patterns = filled.map((parts) => new RegExp(`^${parts.map(literal).join('.+')}$`));
  return (text) => plain.has(text) || patterns.some((pattern) => pattern.test(text));
}

const literal = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
