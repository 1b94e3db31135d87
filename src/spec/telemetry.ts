/** The two APIs by which an extension subscribes to what happens in its environment; each with its schemas, the oldest first. RT-30. */
export const TELEMETRY_SCHEMAS = {
  telemetry: ['2022-07-01', '2022-12-13', '2025-01-29'],
  logs: ['2020-08-15', '2021-03-18'],
} as const;

/** RT-30. */
export const TELEMETRY_TYPES = ['platform', 'function', 'extension'] as const;

/** How much is held back before it is delivered: items, bytes and milliseconds. RT-30; the least and the most from its page and RIE. */
export const TELEMETRY_BUFFERING = {
  maxItems: { least: 1_000, most: 10_000, standard: 10_000 },
  maxBytes: { least: 262_144, most: 1_048_576, standard: 262_144 },
  timeoutMs: { least: 25, most: 30_000, standard: 1_000 },
} as const;

/** The names by which a destination inside of the environment is called. RT-30. */
export const SANDBOX_HOSTS: readonly string[] = ['sandbox.localdomain', 'sandbox'];

/** Of `platform.logsDropped`. RT-40. */
export const DROPPED_REASON = 'Consumer seems to have fallen behind as it has not acknowledged receipt of logs.';
