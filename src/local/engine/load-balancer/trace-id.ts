import type { Chance } from '../../chance-port';

/**
 * The `X-Amzn-Trace-Id` that a load balancer sends on: a root where there is none, otherwise a `Self` before what the client sent
 * (load-balancer-request-tracing of the user guide).
 */
export function albTraceId(given: string | undefined, now: number, chance: Chance): string {
  const own = `1-${Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0')}-${chance.hex(24)}`;
  const fields = (given ?? '')
    .split(';')
    .map((field) => field.trim())
    .filter((field) => field !== '' && !field.startsWith('Self='));
  const hasRoot = fields.some((field) => field.startsWith('Root='));
  return [hasRoot ? `Self=${own}` : `Root=${own}`, ...fields].join(';');
}
