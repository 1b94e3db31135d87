import type { Chance } from '../chance-port';
import { comesFromFunction } from './lineage';

/** The caller's own trace header, or a new one that is not sampled (INV-51). */
export function traceHeader(given: string | undefined, now: number, chance: Chance): string {
  if (given !== undefined && given.includes('Root=')) {
    // Each function of a chain is a segment of its own, which those it calls name as their parent.
    return comesFromFunction(given) ? given.replace(/Parent=[^;]*/, `Parent=${chance.hex(16)}`) : given;
  }
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${seconds}-${chance.hex(24)};Parent=${chance.hex(16)};Sampled=0`;
}
