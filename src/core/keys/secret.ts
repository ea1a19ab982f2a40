import { createHash } from 'node:crypto';

export type Scope = 'INGEST' | 'READ' | 'ADMIN';
export type WorkspaceMode = 'LIVE' | 'TEST';

/** 256 bits: nobody guesses one, so nothing slower than SHA-256 is needed to store it. */
export const secretBytes = 32;

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
// The length of 32 bytes of ones in base 62, so that every secret is equally long.
const bodyLength = 43;

/**
 * The text of an API key: `msr_live_` or `msr_test_` and 43 letters and digits.
 *
 * The prefix lets people, and scanners for leaked secrets, see what it is. There is no punctuation after it, so that a
 * double click selects the whole key.
 */
export function formatSecret(mode: WorkspaceMode, random: Buffer): string {
  let rest = BigInt(`0x${random.toString('hex')}`);
  let body = '';
  while (body.length < bodyLength) {
    body = digits.charAt(Number(rest % 62n)) + body;
    rest /= 62n;
  }
  return `msr_${mode.toLowerCase()}_${body}`;
}

/** What is stored of a secret, and what it is found by. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}

/** Enough of a secret to tell it from one's other keys, and too little to use: its kind and its last four characters. */
export function secretHint(secret: string): string {
  const kind = /^msr_(?:live|test)_/.exec(secret)?.[0] ?? '';
  // A short secret of somebody's own choice would be half given away by four of its characters.
  return secret.length >= 20 ? `${kind}…${secret.slice(-4)}` : '…';
}
