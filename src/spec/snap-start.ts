import { FUNCTION_DEFAULTS } from './function-defaults';

/** Runtimes whose published versions can start from a snapshot (FN-34, FN-66). */
const RUNTIMES: readonly string[] = [
  'python3.12',
  'python3.13',
  'python3.14',
  'python3.15',
  'java11',
  'java11.al2023',
  'java17',
  'java17.al2023',
  'java21',
  'java25',
  'dotnet8',
  'dotnet10',
];

/** Families that have it in their newer versions; what is newer than we know may have it as well. */
const FAMILIES = /^(python|java|dotnet)\d/;

/** Whether a function of this runtime can start from a snapshot; `isNewer` when the runtime is newer than we know. */
export function canSnapStart(runtime: string, isNewer: boolean): boolean {
  return RUNTIMES.includes(runtime) || (isNewer && FAMILIES.test(runtime));
}

/** The most ephemeral storage of such a function, in MB (FN-66). */
export const SNAP_START_STORAGE_MB = FUNCTION_DEFAULTS.ephemeralStorageMb;
