import { createHash, randomBytes } from 'node:crypto';
import type { Chance } from './chance-port';

/** Drawn from the system at once, since each draw costs more than all the rest of an id. */
const POOL_BYTES = 4096;

export function systemChance(): Chance {
  let pool = randomBytes(POOL_BYTES);
  let used = 0;
  const chance: Chance = chanceFrom(
    (bytes) => {
      if (used + bytes > POOL_BYTES) {
        pool = randomBytes(POOL_BYTES);
        used = 0;
      }
      used += bytes;
      return pool.subarray(used - bytes, used);
    },
    () => chance,
  );
  return chance;
}

/** The same `seed` gives the same ids and throws in the same order. */
export function seededChance(seed: string): Chance {
  let drawn = 0;
  return chanceFrom(
    (bytes) => createHash('sha512').update(`${seed}:${drawn++}`).digest().subarray(0, bytes),
    (label) => seededChance(createHash('sha512').update(`${seed}/${label}`).digest('hex')),
  );
}

function chanceFrom(draw: (bytes: number) => Buffer, fork: Chance['fork']): Chance {
  return {
    fork,
    uuid() {
      const bytes = Buffer.from(draw(16));
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
