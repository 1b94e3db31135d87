import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Chance } from './chance-port';

/** Drawn from the system at once, since each draw costs more than all the rest of an id. */
const POOL_BYTES = 4096;

export function systemChance(): Chance {
  let pool = '';
  let used = 0;
  /** Hexadecimal digits. */
  const draw = (digits: number): string => {
    if (used + digits > pool.length) {
      pool = randomBytes(Math.max(POOL_BYTES, digits)).toString('hex');
      used = 0;
    }
    used += digits;
    return pool.slice(used - digits, used);
  };
  const chance: Chance = {
    fork: () => chance,
    uuid: () => randomUUID(),
    fraction: () => Number.parseInt(draw(12), 16) / 2 ** 48,
    hex: draw,
  };
  return chance;
}

/** The same `seed` gives the same ids and throws in the same order. */
export function seededChance(seed: string): Chance {
  let drawn = 0;
  const draw = (bytes: number) => createHash('sha512').update(`${seed}:${drawn++}`).digest().subarray(0, bytes);
  return {
    fork: (label) => seededChance(createHash('sha512').update(`${seed}/${label}`).digest('hex')),
    uuid() {
      const bytes = draw(16);
      bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
      const hex = bytes.toString('hex');
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    },
    fraction: () => draw(6).readUIntBE(0, 6) / 2 ** 48,
    hex: (digits) =>
      draw(Math.ceil(digits / 2))
        .toString('hex')
        .slice(0, digits),
  };
}
