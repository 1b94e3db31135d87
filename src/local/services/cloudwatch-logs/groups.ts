import type {
  CreateLogGroupRequest,
  CreateLogStreamRequest,
  DeleteLogGroupRequest,
  DeleteLogStreamRequest,
  DeleteRetentionPolicyRequest,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
  LogGroup as LogGroupOnTheWire,
  LogStream as LogStreamOnTheWire,
  PutRetentionPolicyRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { logGroupArn } from '../../../model/log-group';
import { LOG_DESCRIBE_PAGE_MAX, RETENTION_DAYS } from '../../../spec/cloudwatch-logs';
import type { AwsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import { alreadyThere, badLimit, badName, invalidParameter, isError, notFound } from './refusals';
import { type LogGroup, type LogStore, type LogStream, storedSize } from './store';

/** Log groups and streams themselves: made, listed, kept for a while, and removed. */
export function groupOperations(store: LogStore) {
  const groupNamed = (name: string, call: Call) => store.group(call, name) ?? notFound('group');
  return {
    CreateLogGroup({ logGroupName, logGroupClass }: Given<CreateLogGroupRequest>, call: Call) {
      const flaw = badName(logGroupName, 'logGroupName');
      if (flaw) return flaw;
      if (store.group(call, logGroupName)) return alreadyThere('group');
      store.ensureGroup({ account: call.account, region: call.region }, logGroupName, logGroupClass);
      return undefined;
    },

    DeleteLogGroup({ logGroupName }: Given<DeleteLogGroupRequest>, call: Call) {
      const group = groupNamed(logGroupName, call);
      return isError(group) ? group : store.deleteGroup(group);
    },

    DescribeLogGroups(input: Given<DescribeLogGroupsRequest>, call: Call): DescribeLogGroupsResponse | AwsError {
      const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers, logGroupClass, limit } = input;
      const flaw = badLimit(limit, LOG_DESCRIBE_PAGE_MAX);
      if (flaw) return flaw;
      if (prefix !== undefined && pattern !== undefined) {
        return invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
      }
      const names = logGroupIdentifiers?.map(groupName);
      const found = store
        .groups(call)
        .filter(({ name }) => prefix === undefined || name.startsWith(prefix))
        .filter(({ name }) => pattern === undefined || name.toLowerCase().includes(pattern.toLowerCase()))
        .filter(({ name }) => names === undefined || names.includes(name))
        .filter((group) => logGroupClass === undefined || logGroupClass === group.logGroupClass);
      const { items, nextToken } = page(found, ({ name }) => name, input);
      return { logGroups: items.map(({ name }) => groupOnTheWire(store.group(call, name) as LogGroup)), nextToken };
    },

    CreateLogStream({ logGroupName, logStreamName }: Given<CreateLogStreamRequest>, call: Call) {
      const flaw = badName(logStreamName, 'logStreamName');
      if (flaw) return flaw;
      const group = groupNamed(logGroupName, call);
      if (isError(group)) return group;
      if (group.streams.has(logStreamName)) return alreadyThere('stream');
      store.ensureStream(group, logStreamName);
      return undefined;
    },

    DeleteLogStream({ logGroupName, logStreamName }: Given<DeleteLogStreamRequest>, call: Call) {
      const group = groupNamed(logGroupName, call);
      if (isError(group)) return group;
      const stream = group.streams.get(logStreamName);
      return stream ? store.deleteStream(group, stream) : notFound('stream');
    },

    DescribeLogStreams(input: Given<DescribeLogStreamsRequest>, call: Call): DescribeLogStreamsResponse | AwsError {
      const { logStreamNamePrefix: prefix, orderBy = 'LogStreamName', descending = false, limit } = input;
      const flaw = badLimit(limit, LOG_DESCRIBE_PAGE_MAX);
      if (flaw) return flaw;
      if (prefix !== undefined && orderBy === 'LastEventTime') {
        return invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
      }
      const name = oneName(input);
      if (typeof name !== 'string') return name;
      const group = groupNamed(name, call);
      if (isError(group)) return group;
      const key = orderBy === 'LastEventTime' ? lastEventKey : (stream: LogStream) => stream.name;
      const found = [...group.streams.values()].filter((stream) => prefix === undefined || stream.name.startsWith(prefix));
      const { items, nextToken } = page(sorted(found, key, descending), key, input, descending);
      return { logStreams: items.map((stream) => streamOnTheWire(group, stream)), nextToken };
    },

    PutRetentionPolicy({ logGroupName, retentionInDays }: Given<PutRetentionPolicyRequest>, call: Call) {
      if (!RETENTION_DAYS.includes(retentionInDays)) {
        return invalidParameter(`Retention in days must be one of ${RETENTION_DAYS.join(', ')}; this is ${retentionInDays}.`);
      }
      const group = groupNamed(logGroupName, call);
      return isError(group) ? group : store.keepFor(group, retentionInDays);
    },

    DeleteRetentionPolicy({ logGroupName }: Given<DeleteRetentionPolicyRequest>, call: Call) {
      const group = groupNamed(logGroupName, call);
      return isError(group) ? group : store.keepFor(group, undefined);
    },
  };
}

/** A group is asked for by its name, or by its name or ARN, and not by both. */
export function oneName(input: { readonly logGroupName?: string; readonly logGroupIdentifier?: string }): string | AwsError {
  const { logGroupName, logGroupIdentifier } = input;
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    return invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be given.');
  }
  return logGroupName ?? groupName(logGroupIdentifier as string);
}

/** Of an ARN, or the name itself. */
function groupName(identifier: string): string {
  return /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(identifier)?.[1] ?? identifier;
}

/** Those behind the one that the token names, which need not be there any more. */
export function page<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
  { nextToken, limit = LOG_DESCRIBE_PAGE_MAX }: { readonly nextToken?: string; readonly limit?: number },
  descending = false,
): { readonly items: readonly Item[]; readonly nextToken: string | undefined } {
  const isBehind = (item: Item) => nextToken === undefined || (descending ? key(item) < nextToken : key(item) > nextToken);
  const rest = items.filter(isBehind);
  const shown = rest.slice(0, limit);
  return { items: shown, nextToken: rest.length > limit ? key(shown.at(-1) as Item) : undefined };
}

function sorted(streams: readonly LogStream[], key: (stream: LogStream) => string, descending: boolean): readonly LogStream[] {
  const ascending = [...streams].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return descending ? ascending.reverse() : ascending;
}

function lastEventKey({ name, events }: LogStream): string {
  return `${String(events.at(-1)?.timestamp ?? 0).padStart(20, '0')} ${name}`;
}

const arnOf = ({ place, name }: LogGroup) => logGroupArn(place, name);

function groupOnTheWire(group: LogGroup): LogGroupOnTheWire {
  return {
    logGroupName: group.name,
    creationTime: group.created,
    ...(group.retentionDays !== undefined && { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    arn: `${arnOf(group)}:*`,
    storedBytes: [...group.streams.values()].reduce((sum, stream) => sum + storedSize(stream), 0),
    logGroupClass: group.logGroupClass as LogGroupOnTheWire['logGroupClass'],
    logGroupArn: arnOf(group),
  };
}

function streamOnTheWire(group: LogGroup, { name, created, events }: LogStream): LogStreamOnTheWire {
  const [first, last] = [events[0], events.at(-1)];
  return {
    logStreamName: name,
    creationTime: created,
    ...(first && last && { firstEventTimestamp: first.timestamp, lastEventTimestamp: last.timestamp }),
    ...(last && { lastIngestionTime: last.ingested }),
    arn: `${arnOf(group)}:log-stream:${name}`,
    storedBytes: 0,
  };
}
