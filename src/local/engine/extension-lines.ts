import type { LoggingConfiguration } from '../../model/function';
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
