/**
 * What Lambda takes where a function's configuration says nothing.
 *
 * Source: FN-12 (memory, in MB), FN-13 (timeout, in seconds), FN-14 (ephemeral storage, in MB), FN-15, FN-62, FN-63; as echoed
 * by CreateFunction, FN-80.
 */
export const FUNCTION_DEFAULTS = {
  memoryMb: 128,
  timeoutSeconds: 3,
  ephemeralStorageMb: 512,
  architecture: 'x86_64',
  description: '',
  tracing: 'PassThrough',
  logFormat: 'Text',
} as const;

/** Both log levels of a function that logs in JSON and names none (FN-63). */
export const DEFAULT_JSON_LOG_LEVEL = 'INFO';

/** Where a function without a log group of its own writes (FN-63). */
export function defaultLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}
