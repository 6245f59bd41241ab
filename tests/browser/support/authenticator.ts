// An authenticator app: what it shows for a key, by RFC 6238.
import { createHmac } from 'node:crypto';

const STEP = 30_000;

/** The code of a key as it is typed. Each is good once: `later` is one that the portal has not seen yet, of the next half minute. */
export function codeOf(key: string, later = false): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP) + (later ? 1 : 0)));
  const tag = createHmac('sha1', bytes(key)).update(message).digest();
  const at = tag[tag.length - 1]! & 0xf;
  return String((tag.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Base32 as RFC 4648 writes it, with or without spaces. */
function bytes(key: string): Buffer {
  const values = [...key.replace(/\s/g, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter));
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
