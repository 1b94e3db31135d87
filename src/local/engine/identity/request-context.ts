import type { AwsServiceId } from '../../../spec/aws-services';
import type { ConditionContext } from '../authorizers/conditions';
import type { Call, RoleSession } from '../service-port';

/** Only requests that a service of AWS makes for itself have these. */
const OF_SERVICES = {
  ...{ 'aws:sourcearn': undefined, 'aws:sourceaccount': undefined, 'aws:sourceowner': undefined },
  ...{
    'aws:sourceorgid': undefined,
    'aws:calledvia': undefined,
    'aws:calledviafirst': undefined,
    'aws:calledvialast': undefined,
  },
  ...{ 'lambda:eventsourcetoken': undefined, 'lambda:functionurlauthtype': undefined },
  ...{ 'lambda:invokedviafunctionurl': undefined },
};

const VIA_URL = { 'lambda:functionurlauthtype': 'AWS_IAM', 'lambda:invokedviafunctionurl': 'true' };

/** What conditions of policies can look at; all other keys are known to AWS alone. */
export function requestContext(
  service: AwsServiceId,
  session: RoleSession,
  { region, caller, operation }: Pick<Call, 'region' | 'caller' | 'operation'>,
  now: number,
): ConditionContext {
  return {
    ...OF_SERVICES,
    'aws:principalarn': session.roleArn,
    'aws:principalaccount': caller?.account,
    'aws:principaltype': 'AssumedRole',
    'aws:principalisawsservice': 'false',
    'aws:viaawsservice': 'false',
    'aws:userid': caller?.userId,
    'aws:requestedregion': region,
    // On AWS every request of an SDK comes through TLS.
    'aws:securetransport': 'true',
    'aws:currenttime': new Date(now).toISOString(),
    'aws:epochtime': String(Math.floor(now / 1000)),
    'lambda:sourcefunctionarn': session.function.arn,
    ...(service === 'lambda' && operation === 'InvokeFunctionUrl' && VIA_URL),
    ...(service === 'scheduler' && { 'iam:passedtoservice': 'scheduler.amazonaws.com' }),
  };
}

/** Keys whose value is not the same in every request of a session for one resource. */
const CHANGING = ['aws:currenttime', 'aws:epochtime', 'aws:requestedregion'];

export function isChanging(key: string): boolean {
  return CHANGING.includes(key);
}
