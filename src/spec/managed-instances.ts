import type { Limit } from './limit';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html';

/** Memory of any function; above 10 240 MB it has to run on a capacity provider. */
export const MEMORY_SIZE_ANYWHERE: Limit = { min: 128, max: 32_768, unit: 'MB', whole: true, rule: 'FN-12', source: SOURCE };

/** How long an invocation may take on any function; above 900 seconds it has to run on a capacity provider. */
export const TIMEOUT_ANYWHERE: Limit = { min: 1, max: 5400, unit: 'seconds', whole: true, rule: 'FN-13', source: SOURCE };

/** What `/tmp` holds on any function; above 10 240 MB it has to run on a capacity provider. */
export const EPHEMERAL_STORAGE_ANYWHERE: Limit = {
  min: 512,
  max: 32_768,
  unit: 'MB',
  whole: true,
  rule: 'FN-14',
  source: SOURCE,
};

/** The least memory that AWS advises for a function on a capacity provider, in MB; whether less is refused is not confirmed (FN-12). */
export const MANAGED_MEMORY_MB = 2048;

/** The oldest versions of runtimes that run on capacity providers (AWS Developer Guide: lambda-managed-instances-runtimes); not confirmed. */
export const OLDEST_MANAGED_RUNTIMES: Readonly<Record<string, number>> = { nodejs: 22, python: 3.13, java: 21, dotnet: 8 };

/** What a function says of the environments that it has on a capacity provider. */
export const MANAGED_SETTINGS: readonly (readonly [string, Limit])[] = [
  [
    'PerExecutionEnvironmentMaxConcurrency',
    { min: 1, max: 1600, unit: 'invocations', whole: true, rule: 'FN-69', source: SOURCE },
  ],
  ['ExecutionEnvironmentMemoryGiBPerVCpu', { min: 2, max: 8, unit: 'GiB', whole: false, rule: 'FN-69', source: SOURCE }],
];
