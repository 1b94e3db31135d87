import type { Limit } from './limit';

const RULE = 'FN-69';
const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/api/API_LambdaManagedInstancesCapacityProviderConfig.html';

/** Events that one environment on a managed instance may handle at once. */
export const CONCURRENCY_PER_ENVIRONMENT: Limit = {
  min: 1,
  max: 1600,
  unit: 'events',
  whole: true,
  rule: RULE,
  source: SOURCE,
};

/** Memory for each vCPU of an environment on a managed instance. */
export const MEMORY_PER_VCPU: Limit = { min: 2, max: 8, unit: 'GiB', whole: false, rule: RULE, source: SOURCE };

/** Memory in MB below which functions are said not to run on managed instances (FN-12, which nobody has tried). */
export const ADVISED_MEMORY_MB = 2048;
