import { hash } from 'node:crypto';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/** The characters of ids as AWS makes them. */
export const ALPHABETS = {
  lower: LOWER + DIGITS,
  upper: LOWER.toUpperCase() + DIGITS,
  mixed: LOWER + LOWER.toUpperCase() + DIGITS,
  hex: `${DIGITS}abcdef`,
  digits: DIGITS,
} as const;

/** An id that depends on nothing but `seed`: the same in every run and on every machine. */
export function madeUpId(seed: string, length: number, alphabet: keyof typeof ALPHABETS): string {
  const letters = ALPHABETS[alphabet];
  let id = '';
  for (let round = 0; id.length < length; round++) {
    for (const byte of hash('sha256', `${round}:${seed}`, 'buffer')) id += letters[byte % letters.length];
  }
  return id.slice(0, length);
}

/** The same, laid out as a version 4 UUID. */
export function madeUpUuid(seed: string): string {
  const hex = madeUpId(seed, 32, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** `STACK-LOGICALID-SUFFIX`, as CloudFormation names what has no name, in at most `limit` characters. */
export function madeUpName(stackName: string, logicalId: string, seed: string, limit: number): string {
  const suffix = madeUpId(seed, 12, 'upper');
  const room = limit - suffix.length - 2;
  const stack = stackName.slice(0, Math.max(Math.floor(room / 2), room - logicalId.length));
  return `${stack}-${logicalId.slice(0, room - stack.length)}-${suffix}`;
}
