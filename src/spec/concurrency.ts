/** Environments that may be busy at once in one Region, the quota of an account that has not asked for more (CON-01). */
export const ACCOUNT_CONCURRENCY = 1000;
