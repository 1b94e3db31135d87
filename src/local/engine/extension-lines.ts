import type { LoggingConfiguration } from '../../model/function';
import type { Subscribed } from './extension-port';
import type { Extension } from './extensions';

/** What the log says of an extension when Init is over (RT-40, INV-87); undefined where the function's system level leaves it out. */
export function extensionLine(extension: Extension, logging: LoggingConfiguration, now: number): string | undefined {
  const { name, state, events, errorType } = extension;
  if (logging.format === 'JSON') {
    if (logging.systemLevel === 'WARN' && errorType === undefined) return undefined;
    const record = { name, state, events, ...(errorType !== undefined && { errorType }) };
    return JSON.stringify({ time: new Date(now).toISOString(), type: 'platform.extension', record });
  }
  const fields = [`EXTENSION\tName: ${name}`, `State: ${state}`, `Events: [${events.join(',')}]`];
  if (errorType !== undefined) fields.push(`Error Type: ${errorType}`);
  return fields.join('\t');
}

/** What the log says when an extension has subscribed; undefined where the function's system level leaves it out. */
export function subscriptionLine(
  { name, api, types }: Subscribed,
  logging: LoggingConfiguration,
  now: number,
): string | undefined {
  const state = 'Subscribed';
  if (logging.format === 'JSON') {
    if (logging.systemLevel === 'WARN') return undefined;
    const type = api === 'logs' ? 'platform.logsSubscription' : 'platform.telemetrySubscription';
    return JSON.stringify({ time: new Date(now).toISOString(), type, record: { name, state, types } });
  }
  const named = types.map((type) => `${type.slice(0, 1).toUpperCase()}${type.slice(1)}`).join(', ');
  return [`${api.toUpperCase()}\tName: ${name}`, `State: ${state}`, `Types: [${named}]`].join('\t');
}
