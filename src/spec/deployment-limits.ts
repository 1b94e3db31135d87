import type { Limit } from './limit';

/** Our reference is about Lambda; it has no rules of CodeDeploy. */
const NO_RULE = 'none';
const QUOTAS = 'https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html';

/** What is shifted in one step of a canary or linear deployment; 100 would be all at once. */
export const SHIFT_PERCENTAGE: Limit = {
  min: 1,
  max: 99,
  unit: 'percent',
  whole: true,
  rule: NO_RULE,
  source: 'https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TimeBasedLinear.html',
};

/** The time between the first and the last step. */
export const SHIFT_MINUTES: Limit = { min: 1, max: 2880, unit: 'minutes', whole: true, rule: NO_RULE, source: QUOTAS };

/** Alarms that can be watched during one deployment. */
export const DEPLOYMENT_ALARMS: Limit = { min: 0, max: 50, unit: 'alarms', whole: true, rule: NO_RULE, source: QUOTAS };

/**
 * Deployment configurations that every account has; an account can make only 50 of its own, in each Region.
 *
 * Source: https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
 */
export const PREDEFINED_SHIFTS = [
  ...[5, 10, 15, 30].map((minutes) => ({
    kind: 'canary',
    percentage: 10,
    minutes,
    name: `CodeDeployDefault.LambdaCanary10Percent${minutes}Minutes`,
  })),
  ...[1, 2, 3, 10].map((minutes) => ({
    kind: 'linear',
    percentage: 10,
    minutes,
    name: `CodeDeployDefault.LambdaLinear10PercentEvery${minutes}Minute${minutes === 1 ? '' : 's'}`,
  })),
] as const;
