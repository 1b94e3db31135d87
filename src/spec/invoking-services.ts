/** What the permissions of services can and should say of who they call for (PRM-04, PRM-05). */
interface InvokingService {
  /** Services whose calls cannot come from another account, or that are not known to say for whom they call. */
  readonly isNeverScoped?: true;
  /** Services whose sources have ARNs that are not known when the permission is made: the account is what there is. */
  readonly isScopedByAccount?: true;
}

/** Services that differ from the rest, which can name their source; as principals without `.amazonaws.com`. */
export const INVOKING_SERVICES: Readonly<Record<string, InvokingService>> = {
  // A load balancer calls functions of its own account only, and its target group is registered before its ARN is known (ALB-01, ALB-02).
  elasticloadbalancing: { isNeverScoped: true },
  // Nothing says that it names its source.
  appconfig: { isNeverScoped: true },
  // CloudFormation invokes with the rights of who deploys (CFN-02).
  cloudformation: { isNeverScoped: true },
  // Take roles, and copy functions to the edge (EDG-02).
  edgelambda: { isNeverScoped: true },
  'replicator.lambda': { isNeverScoped: true },
  // SES-03, CFG-02, SEC-01.
  ses: { isScopedByAccount: true },
  config: { isScopedByAccount: true },
  secretsmanager: { isScopedByAccount: true },
};

/** Services whose events Lambda fetches itself, in the role of the function (PRM-07). */
export const POLLED_SERVICES: readonly string[] = ['sqs', 'kinesis', 'dynamodb', 'kafka', 'mq'];

/** Services that test the permission when the trigger is made (PRM-06). */
export const TESTING_SERVICES: readonly string[] = [
  's3',
  'ses',
  'logs',
  'config',
  'secretsmanager',
  'elasticloadbalancing',
  'codecommit',
];
