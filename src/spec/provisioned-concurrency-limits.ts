import type { Limit } from './limit';

/** What `Integer` of the API holds; the quotas of an account are far below. */
const INTEGER_MAX = 2_147_483_647;

/** Environments that are kept ready on an alias or a version. */
export const PROVISIONED_CONCURRENCY: Limit = {
  min: 1,
  max: INTEGER_MAX,
  unit: 'environments',
  whole: true,
  rule: 'CON-04',
  source: 'https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html',
};

/** Either end between which provisioned concurrency is scaled; Lambda is one of the services where the lower may be 0. */
export const SCALING_CAPACITY: Limit = {
  min: 0,
  max: INTEGER_MAX,
  unit: 'environments',
  whole: true,
  rule: 'CON-04',
  source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html',
};

/** The part of the provisioned environments that target tracking keeps busy. */
export const UTILIZATION_TARGET: Limit = {
  min: 0.1,
  max: 0.9,
  unit: 'shares',
  whole: false,
  rule: 'CON-06',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html',
};
