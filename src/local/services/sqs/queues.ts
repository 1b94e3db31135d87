import type {
  CreateQueueRequest,
  CreateQueueResult,
  DeleteQueueRequest,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ListDeadLetterSourceQueuesRequest,
  ListDeadLetterSourceQueuesResult,
  ListQueuesRequest,
  ListQueuesResult,
  ListQueueTagsRequest,
  ListQueueTagsResult,
  PurgeQueueRequest,
  SetQueueAttributesRequest,
  TagQueueRequest,
  UntagQueueRequest,
} from '@aws-sdk/client-sqs';
import { partitionOf } from '../../../spec/pseudo-parameters';
import { PURGE_PAUSE_MS, QUEUE_NAME } from '../../../spec/sqs';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import { inTurn, queueAt, type SqsContext, urlOf } from './context';
import type { HeldQueue } from './held-queue';
import { badNumber, invalidParameter, isError, queueMissing } from './refusals';
import { attributesError, REMOVABLE, unknownAttribute, withDefaults } from './settings';

/** The queues themselves: made, found, changed, emptied and deleted. */
export function queueOperations(context: SqsContext) {
  const { store, clock, origin } = context;
  const withQueue = <Input extends { readonly QueueUrl: string }, Output>(
    work: (queue: HeldQueue, input: Input, call: Call) => Output,
  ) => {
    return (input: Input, call: Call): Output | AwsError => {
      const queue = queueAt(context, input.QueueUrl, call);
      return isError(queue) ? queue : work(queue, input, call);
    };
  };

  return {
    CreateQueue(input: Given<CreateQueueRequest>, call: Call): CreateQueueResult | AwsError {
      const { QueueName: name, tags = {} } = input;
      const attributes = lowerFlags((input.Attributes ?? {}) as Readonly<Record<string, string>>);
      const isFifo = attributes.FifoQueue === 'true';
      const flaw = nameError(name, isFifo) ?? attributesError(attributes, isFifo);
      if (flaw) return flaw;
      const { region, account } = call;
      const arn = `arn:${partitionOf(region).id}:sqs:${region}:${account}:${name}`;
      const present = store.byArn(arn);
      if (!present) return { QueueUrl: urlOf(origin, store.create({ name, arn, region, account }, { attributes, tags })) };
      const unlike = Object.entries(attributes).find(([attribute, value]) => present.attributes[attribute] !== value)?.[0];
      if (unlike === undefined) return { QueueUrl: urlOf(origin, present) };
      const message = `A queue already exists with the same name and a different value for attribute ${unlike}`;
      return awsError('QueueNameExists', 400, message);
    },

    DeleteQueue: withQueue((queue, _: Given<DeleteQueueRequest>) => store.delete(queue)),

    GetQueueUrl(input: Given<GetQueueUrlRequest>, call: Call): GetQueueUrlResult | AwsError {
      const queue = store.named(input.QueueName, input.QueueOwnerAWSAccountId ?? call.account, call.region);
      return queue ? { QueueUrl: urlOf(origin, queue) } : queueMissing();
    },

    ListQueues(input: Given<ListQueuesRequest>, call: Call): ListQueuesResult | AwsError {
      const { QueueNamePrefix: prefix = '' } = input;
      const own = store.all().filter(({ identity }) => identity.account === call.account && identity.region === call.region);
      const page = pageOf(
        own.filter(({ identity }) => identity.name.startsWith(prefix)),
        input,
      );
      if (isError(page)) return page;
      const urls = page.queues.map((queue) => urlOf(origin, queue));
      return { ...(urls.length > 0 && { QueueUrls: urls }), ...(page.next !== undefined && { NextToken: page.next }) };
    },

    GetQueueAttributes: withQueue(
      (queue, { AttributeNames: names = [] }: Given<GetQueueAttributesRequest>): GetQueueAttributesResult | AwsError => {
        const all = everyAttribute(queue);
        const unknown = (names as readonly string[]).find((name) => name !== 'All' && !KNOWN.includes(name));
        if (unknown !== undefined) return unknownAttribute(unknown);
        const wanted = Object.entries(all).filter(([name]) =>
          (names as readonly string[]).some((each) => each === 'All' || each === name),
        );
        return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
      },
    ),

    SetQueueAttributes: withQueue((queue, input: Given<SetQueueAttributesRequest>): AwsError | undefined => {
      const given = lowerFlags(input.Attributes as Readonly<Record<string, string>>);
      if (given.FifoQueue !== undefined && given.FifoQueue !== `${queue.isFifo}`) return unknownAttribute('FifoQueue');
      const flaw = attributesError(given, queue.isFifo);
      if (flaw) return flaw;
      const kept = Object.entries({ ...queue.attributes, ...given }).filter(
        ([name, value]) => value !== '' || !REMOVABLE.includes(name),
      );
      queue.set(withDefaults({ ...Object.fromEntries(kept), ...(given.KmsMasterKeyId && { SqsManagedSseEnabled: 'false' }) }));
      return undefined;
    }),

    PurgeQueue: withQueue((queue, _: Given<PurgeQueueRequest>, call): AwsError | undefined => {
      const now = clock.now();
      if (queue.purgedAt !== undefined && now - queue.purgedAt < PURGE_PAUSE_MS) {
        const message = `Only one PurgeQueue operation on ${queue.identity.name} is allowed every 60 seconds.`;
        return awsError('PurgeQueueInProgress', 403, message);
      }
      queue.purgedAt = now;
      inTurn(
        context,
        call,
        () => queue.identity.arn,
        (turn) => queue.purge((happening) => turn.append(happening)),
      );
      return undefined;
    }),

    ListDeadLetterSourceQueues: withQueue(
      (queue, input: Given<ListDeadLetterSourceQueuesRequest>): ListDeadLetterSourceQueuesResult | AwsError => {
        const sources = store.all().filter(({ settings }) => settings.redrive?.deadLetterArn === queue.identity.arn);
        const page = pageOf(sources, input);
        if (isError(page)) return page;
        const queueUrls = page.queues.map((each) => urlOf(origin, each));
        return { queueUrls, ...(page.next !== undefined && { NextToken: page.next }) };
      },
    ),

    ListQueueTags: withQueue(
      ({ tags }, _: Given<ListQueueTagsRequest>): ListQueueTagsResult =>
        Object.keys(tags).length === 0 ? {} : { Tags: { ...tags } },
    ),

    TagQueue: withQueue((queue, { Tags }: Given<TagQueueRequest>) => {
      queue.tags = { ...queue.tags, ...Tags };
      return undefined;
    }),

    UntagQueue: withQueue((queue, { TagKeys }: Given<UntagQueueRequest>) => {
      queue.tags = Object.fromEntries(Object.entries(queue.tags).filter(([name]) => !TagKeys.includes(name)));
      return undefined;
    }),
  };
}

const OF_ITSELF = [
  ...['QueueArn', 'ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed'],
  ...['CreatedTimestamp', 'LastModifiedTimestamp'],
];
const KNOWN = [
  ...OF_ITSELF,
  ...['VisibilityTimeout', 'MaximumMessageSize', 'MessageRetentionPeriod', 'DelaySeconds', 'ReceiveMessageWaitTimeSeconds'],
  ...['SqsManagedSseEnabled', 'Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds'],
  ...['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
];

function everyAttribute({ identity, counts, created, modified, attributes }: HeldQueue): Readonly<Record<string, string>> {
  return {
    QueueArn: identity.arn,
    ApproximateNumberOfMessages: `${counts.visible}`,
    ApproximateNumberOfMessagesNotVisible: `${counts.inFlight}`,
    ApproximateNumberOfMessagesDelayed: `${counts.delayed}`,
    CreatedTimestamp: `${Math.floor(created / 1000)}`,
    LastModifiedTimestamp: `${Math.floor(modified / 1000)}`,
    ...attributes,
  };
}

function nameError(name: string, isFifo: boolean): AwsError | undefined {
  if (QUEUE_NAME[isFifo ? 'fifo' : 'pattern'].test(name)) return undefined;
  if (isFifo && !name.endsWith('.fifo'))
    return invalidParameter(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length',
    );
  return invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
}

/** SQS takes `True` as well. */
function lowerFlags(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const lower = (value: string) => (/^(true|false)$/i.test(value) ? value.toLowerCase() : value);
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, lower(value)]));
}

interface Paged {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

/** Without `MaxResults` there is one page, of the first thousand. */
function pageOf(queues: readonly HeldQueue[], { NextToken: token, MaxResults: most }: Paged) {
  const flaw = badNumber('MaxResults', most, { min: 1, max: 1000 });
  if (flaw) return flaw;
  const rest = queues.filter(({ identity }) => token === undefined || identity.name > token);
  const shown = rest.slice(0, most ?? 1000);
  const next = most !== undefined && rest.length > shown.length ? shown.at(-1)?.identity.name : undefined;
  return { queues: shown, next };
}
