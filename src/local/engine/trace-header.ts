import type { Chance } from '../chance-port';
import { comesFromFunction } from './lineage';

/**
 * The caller's own trace header with what it lacks, or a new one (INV-51). `active`: the function traces what its caller has not
 * decided on; otherwise such invocations are not sampled.
 */
export function traceHeader(given: string | undefined, now: number, chance: Chance, active = false): string {
  if (given === undefined) return `Root=${newRoot(now, chance)};Parent=${chance.hex(16)};Sampled=${active ? '1' : '0'}`;
  const fields = fieldsOf(given);
  const decided = fields.get('Sampled');
  const root = fields.get('Root');
  // Each function of a chain is a segment of its own, which those it calls name as their parent.
  const parent = root && !comesFromFunction(given) ? fields.get('Parent') : undefined;
  if (root && parent && (decided === '0' || decided === '1')) return given;
  const whole = new Map<string, string>();
  whole.set('Root', root ?? newRoot(now, chance));
  whole.set('Parent', parent || chance.hex(16));
  whole.set('Sampled', root && (decided === '0' || decided === '1') ? decided : active ? '1' : '0');
  if (root) for (const [name, value] of fields) if (!whole.has(name)) whole.set(name, value);
  return [...whole].map(([name, value]) => `${name}=${value}`).join(';');
}

function newRoot(now: number, chance: Chance): string {
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  return `1-${seconds}-${chance.hex(24)}`;
}

function fieldsOf(header: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const field of header.split(';')) {
    const at = field.indexOf('=');
    if (at > 0) fields.set(field.slice(0, at).trim(), field.slice(at + 1).trim());
  }
  return fields;
}
