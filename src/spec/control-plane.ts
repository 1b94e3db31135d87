/**
 * How long a change of a function is under way here, in milliseconds, unless somebody asks for its status before: then it has
 * ended. Lambda takes about a second and promises nothing (FN-80, FN-81).
 */
export const CHANGE_TAKES_MS = 1000;

/** Of a function, a version or an update that is not ready yet (FN-80, FN-81; recorded). */
export const CREATING = { reason: 'The function is being created.', code: 'Creating' } as const;

/** The most items on one page, whatever a client asks for (FN-85). */
export const PAGE_ITEMS = 50;

/** Items of a page where the service model allows more than `PAGE_ITEMS`. */
export const LONG_PAGE_ITEMS = 100;

/** What an account has for code that is not otherwise said, in bytes (FN-27, FN-22, FN-23). */
export const CODE_QUOTAS = { total: 322_122_547_200, unzipped: 262_144_000, zipped: 52_428_800 } as const;

/** Stands for the build of a runtime in its ARN, which is not public. */
export const RUNTIME_VERSION_HASH = '0'.repeat(64);
