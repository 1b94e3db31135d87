import { ACCOUNT_CONCURRENCY } from './concurrency';
import type { Limit } from './limit';

/** Environments that always stay for functions without a reservation (CON-02). */
export const UNRESERVED_MINIMUM = 100;

/** What the functions of an account that has not asked for a higher quota may reserve together (CON-01, CON-02). */
export const RESERVABLE_BY_DEFAULT = ACCOUNT_CONCURRENCY - UNRESERVED_MINIMUM;

/** A reservation; how high it may be is a matter of the account's quota. 0 lets nothing run. */
export const RESERVED_CONCURRENCY: Limit = {
  min: 0,
  max: Number.POSITIVE_INFINITY,
  unit: 'environments',
  whole: true,
  rule: 'CON-02',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
};
