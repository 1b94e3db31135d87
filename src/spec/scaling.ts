/** Environments that one function may gain in ten seconds, refilled continuously and not saved up (CON-07, DG:scaling-behavior). */
export const SCALING_RATE = { environments: 1000, perMs: 10_000 } as const;

/** Synchronous requests a second for each unit of concurrency (CON-08, DG:gettingstarted-limits). */
export const REQUESTS_PER_CONCURRENCY = 10;
