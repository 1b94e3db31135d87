import { SANDBOX_HOSTS, TELEMETRY_BUFFERING, TELEMETRY_SCHEMAS, TELEMETRY_TYPES } from '../../spec/telemetry';
import type { Buffering, TelemetryDialect, TelemetryType } from '../engine/telemetry';

/** What an extension has asked for, and where it wants it. */
export interface Subscription {
  readonly dialect: TelemetryDialect;
  readonly types: readonly TelemetryType[];
  readonly buffering: Buffering;
  readonly destination: Destination;
}

/** On this machine: what is inside of the environment in Lambda is on the loopback address here. */
export type Destination =
  | { readonly protocol: 'HTTP'; readonly port: number; readonly path: string; readonly method: 'POST' | 'PUT' }
  | { readonly protocol: 'TCP'; readonly port: number };

type Json = Readonly<Record<string, unknown>>;

/** The subscription in the body of a request, or a sentence that says why it is none (RT-30). */
export function subscriptionIn(body: string | undefined, api: TelemetryDialect['api']): Subscription | string {
  const asked = objectIn(body);
  if (!asked) return 'The body must be a JSON object';
  const schemas: readonly string[] = TELEMETRY_SCHEMAS[api];
  // The Logs API had no schemas at first.
  const schemaVersion = asked.schemaVersion ?? (api === 'logs' ? schemas[0] : undefined);
  if (typeof schemaVersion !== 'string' || !schemas.includes(schemaVersion))
    return `schemaVersion must be one of ${schemas.join(', ')}`;
  const { types } = asked;
  if (!Array.isArray(types) || types.length === 0 || !types.every((type) => TELEMETRY_TYPES.includes(type)))
    return `types must be a list of some of ${TELEMETRY_TYPES.join(', ')}`;
  const buffering = bufferingIn(asked.buffering);
  if (typeof buffering === 'string') return buffering;
  const destination = destinationIn(asked.destination);
  if (typeof destination === 'string') return destination;
  return { dialect: { api, schemaVersion }, types, buffering, destination };
}

function bufferingIn(asked: unknown = {}): Buffering | string {
  if (typeof asked !== 'object' || asked === null) return 'buffering must be an object';
  const found: Record<string, number> = {};
  for (const [name, { least, most, standard }] of Object.entries(TELEMETRY_BUFFERING)) {
    const value = (asked as Json)[name] ?? standard;
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
      return `buffering.${name} must be a whole number from ${least} to ${most}`;
    found[name] = value as number;
  }
  return found as unknown as Buffering;
}

function destinationIn(asked: unknown): Destination | string {
  if (typeof asked !== 'object' || asked === null) return 'destination must be an object';
  const { protocol, URI, port, method = 'POST' } = asked as Json;
  if (protocol === 'TCP') {
    const found = typeof port === 'number' ? port : portOf(URI);
    return isPort(found) ? { protocol, port: found } : 'destination.port must be a port';
  }
  if (protocol !== 'HTTP') return 'destination.protocol must be HTTP or TCP';
  const url = urlOf(URI);
  if (url?.protocol !== 'http:') return 'destination.URI must be a URI that begins with http://';
  if (!SANDBOX_HOSTS.includes(url.hostname)) return `destination.URI host must be ${SANDBOX_HOSTS[0]}`;
  if (method !== 'POST' && method !== 'PUT') return 'destination.method must be POST or PUT';
  return { protocol, port: Number(url.port || 80), path: url.pathname + url.search, method };
}

function portOf(uri: unknown): number | undefined {
  const url = urlOf(uri);
  return url && SANDBOX_HOSTS.includes(url.hostname) ? Number(url.port) : undefined;
}

function isPort(value: number | undefined): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536;
}

function urlOf(text: unknown): URL | undefined {
  try {
    return new URL(String(text));
  } catch {
    return undefined;
  }
}

function objectIn(body: string | undefined): Json | undefined {
  try {
    const value: unknown = JSON.parse(body ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}
