import type {
  DeleteSubscriptionFilterRequest,
  DescribeSubscriptionFiltersRequest,
  DescribeSubscriptionFiltersResponse,
  PutSubscriptionFilterRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LambdaFunction } from '../../../model/function';
import { LOG_DESCRIBE_PAGE_MAX } from '../../../spec/cloudwatch-logs';
import { FILTERS_PER_LOG_GROUP } from '../../../spec/push-sources';
import { type AwsError, awsError } from '../../engine/aws-error';
import { serviceOf } from '../../engine/delivery';
import type { Call, Given } from '../../engine/service-port';
import { findTarget } from '../../engine/target';
import type { Clock } from '../../time/clock';
import { mayInvoke } from '../handover/lambda-outlet';
import { notEmulated } from '../refusal';
import { filterPattern } from './filter-pattern';
import { page } from './groups';
import { badDistribution, badLimit, badName, invalidParameter, isError, notFound } from './refusals';
import { senderOf } from './sender';
import type { LogGroup, LogStore } from './store';

export interface SubscriptionPorts {
  readonly store: LogStore;
  readonly clock: Pick<Clock, 'now'>;
  /** As they are now. */
  readonly functions: () => readonly LambdaFunction[];
  readonly isStream: (arn: string) => boolean;
}

/** Subscription filters: made, changed, listed and removed (LOG-02, LOG-03). */
export function subscriptionOperations(ports: SubscriptionPorts) {
  const { store, clock } = ports;
  return {
    PutSubscriptionFilter(input: Given<PutSubscriptionFilterRequest>, call: Call): AwsError | undefined {
      const { logGroupName, filterName: name, filterPattern: pattern, destinationArn, roleArn, distribution } = input;
      const flaw = badName(name, 'filterName') ?? badDistribution(distribution) ?? whatIsNotDone(input);
      if (flaw) return flaw;
      const group = store.group(call, logGroupName);
      if (!group) return notFound('group');
      const wanted = filterPattern(pattern);
      if (isError(wanted)) return wanted;
      const refused = destinationFlaw(ports, group, destinationArn, roleArn);
      if (refused) return refused;
      const before = group.filters.get(name);
      if (!before && group.filters.size >= FILTERS_PER_LOG_GROUP) {
        return awsError('LimitExceededException', 400, 'Resource limit exceeded.');
      }
      store.putFilter(group, {
        ...{ name, pattern, wanted, destinationArn, distribution: distribution ?? 'ByLogStream' },
        ...(roleArn !== undefined && { roleArn }),
        created: before?.created ?? clock.now(),
      });
      return undefined;
    },

    DescribeSubscriptionFilters(
      input: Given<DescribeSubscriptionFiltersRequest>,
      call: Call,
    ): DescribeSubscriptionFiltersResponse | AwsError {
      const flaw = badLimit(input.limit, LOG_DESCRIBE_PAGE_MAX);
      if (flaw) return flaw;
      const group = store.group(call, input.logGroupName);
      if (!group) return notFound('group');
      const found = [...group.filters.values()]
        .filter(({ name }) => name.startsWith(input.filterNamePrefix ?? ''))
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      const { items, nextToken } = page(found, ({ name }) => name, input);
      return {
        subscriptionFilters: items.map(({ name, pattern, destinationArn, roleArn, distribution, created }) => ({
          ...{ filterName: name, logGroupName: group.name, filterPattern: pattern, destinationArn },
          ...(roleArn !== undefined && { roleArn }),
          ...{ distribution, applyOnTransformedLogs: false, creationTime: created },
        })),
        nextToken,
      };
    },

    DeleteSubscriptionFilter({ logGroupName, filterName }: Given<DeleteSubscriptionFilterRequest>, call: Call) {
      const group = store.group(call, logGroupName);
      if (!group) return notFound('group');
      const filter = group.filters.get(filterName);
      return filter ? store.deleteFilter(group, filter) : notFound('filter');
    },
  };
}

function whatIsNotDone(input: Given<PutSubscriptionFilterRequest>): AwsError | undefined {
  const { applyOnTransformedLogs, fieldSelectionCriteria = '', emitSystemFields = [], destinationArn } = input;
  const refused = (member: string, instead: string) => notEmulated('PutSubscriptionFilter', member, instead).answer;
  if (applyOnTransformedLogs === true) return refused('applyOnTransformedLogs', 'log groups have no transformers here.');
  if (fieldSelectionCriteria !== '') return refused('fieldSelectionCriteria', 'choose log events by filterPattern.');
  if (emitSystemFields.length > 0) return refused('emitSystemFields', 'owner and logGroup are in what is sent.');
  const service = serviceOf(destinationArn);
  const isElsewhere = service === 'firehose' || service === 'logs';
  return isElsewhere ? refused(`destinations of ${service}`, 'send to a function or a data stream.') : undefined;
}

/** CloudWatch Logs tries whether it reaches the destination before it makes the filter (LOG-02, PRM-06). */
function destinationFlaw(
  { functions, isStream }: SubscriptionPorts,
  group: LogGroup,
  arn: string,
  roleArn: string | undefined,
): AwsError | undefined {
  const [, , service = '', region, account] = arn.split(':');
  if (service === 'kinesis') {
    if (roleArn === undefined) return invalidParameter('destinationArn for vendor kinesis cannot be used without roleArn');
    return isStream(arn) ? undefined : invalidParameter(UNREACHED_STREAM);
  }
  if (service !== 'lambda') {
    return invalidParameter(`PutSubscriptionFilter operation cannot work with destinationArn for vendor ${service}`);
  }
  if (roleArn !== undefined) return invalidParameter('destinationArn for vendor lambda cannot be used with roleArn');
  if (account !== group.place.account) return awsError('AccessDeniedException', 400, OTHER_ACCOUNT);
  const target = findTarget(functions(), arn);
  const isReached = target.kind === 'target' && region === group.place.region && mayInvoke(target, senderOf(group));
  return isReached ? undefined : invalidParameter(UNREACHED_FUNCTION);
}

const OTHER_ACCOUNT =
  'Cross-account lambda invocation passing is not allowed. You must use DestinationPolicies to create cross account lambda triggers.';
const UNREACHED_FUNCTION =
  'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.';
const UNREACHED_STREAM =
  'Could not deliver message to specified Kinesis stream. Ensure that the Kinesis stream exists and is ACTIVE.';
