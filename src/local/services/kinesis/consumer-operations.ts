import type {
  DeregisterStreamConsumerInput,
  DescribeStreamConsumerInput,
  DescribeStreamConsumerOutput,
  ListStreamConsumersInput,
  ListStreamConsumersOutput,
  RegisterStreamConsumerInput,
  RegisterStreamConsumerOutput,
  SubscribeToShardInput,
} from '@aws-sdk/client-kinesis';
import { CONSUMERS_MAX, PAGES, STREAM_NAME } from '../../../spec/kinesis';
import type { Call, Given } from '../../engine/service-port';
import { answering } from '../refusal';
import { checkNumber, checkText, refuseMembers } from '../validation';
import type { KinesisContext } from './context';
import type { Consumer, HeldStream } from './held-stream';
import { nextToken, pageOf, readToken } from './page-token';
import { positionIn } from './position';
import { inUse, invalidArgument, limitExceeded, notFound } from './refusals';
import { DRY_RUN, shardOf, streamOf } from './request';

interface NamedConsumer {
  readonly StreamARN?: string;
  readonly ConsumerName?: string;
  readonly ConsumerARN?: string;
}

/** Consumers with enhanced fan-out. */
export function consumerOperations({ store, clock, subscriptions }: KinesisContext) {
  const consumerOf = (input: NamedConsumer, call: Call): { readonly stream: HeldStream; readonly consumer: Consumer } => {
    const { ConsumerARN: arn, ConsumerName: name, StreamARN: streamArn } = input;
    if (arn !== undefined) {
      const { stream, consumer } = store.readBy(arn) ?? {};
      if (!stream || !consumer) throw notFound(`Consumer ${arn} not found.`);
      return { stream, consumer };
    }
    if (name === undefined || streamArn === undefined) {
      throw invalidArgument('Either ConsumerARN, or both StreamARN and ConsumerName, should be provided.');
    }
    const stream = streamOf(store, { StreamARN: streamArn }, call);
    const consumer = stream.consumers.get(name);
    if (consumer) return { stream, consumer };
    throw notFound(`Consumer ${name} of stream ${stream.identity.name} under account ${stream.identity.account} not found.`);
  };

  return {
    RegisterStreamConsumer: answering((input: Given<RegisterStreamConsumerInput>, call: Call): RegisterStreamConsumerOutput => {
      const { ConsumerName: name } = input;
      checkText('consumerName', name, STREAM_NAME);
      const stream = streamOf(store, { StreamARN: input.StreamARN }, call);
      const { name: streamName, account } = stream.identity;
      if (stream.consumers.has(name)) {
        throw inUse(`Consumer ${name} of stream ${streamName} under account ${account} already exists.`);
      }
      if (stream.consumers.size >= CONSUMERS_MAX) {
        throw limitExceeded(`Stream ${streamName} under account ${account} has ${CONSUMERS_MAX} consumers, as many as it can.`);
      }
      return { Consumer: { ...viewOf(store.register(stream, name, { ...input.Tags })), ConsumerStatus: 'CREATING' } };
    }),

    DeregisterStreamConsumer: answering((input: Given<DeregisterStreamConsumerInput>, call: Call): void => {
      const { stream, consumer } = consumerOf(input, call);
      stream.consumers.delete(consumer.name);
      subscriptions.endOf(consumer.arn);
    }),

    DescribeStreamConsumer: answering((input: Given<DescribeStreamConsumerInput>, call: Call): DescribeStreamConsumerOutput => {
      const { stream, consumer } = consumerOf(input, call);
      return { ConsumerDescription: { ...viewOf(consumer), StreamARN: stream.identity.arn } };
    }),

    ListStreamConsumers: answering((input: Given<ListStreamConsumersInput>, call: Call): ListStreamConsumersOutput => {
      const most = checkNumber('maxResults', input.MaxResults ?? PAGES.consumers.usual, { min: 1, max: PAGES.consumers.most });
      const stream = streamOf(store, { StreamARN: input.StreamARN }, call);
      const { after = '' } = input.NextToken === undefined ? {} : readToken(input.NextToken, clock.now());
      const byName = [...stream.consumers.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
      const { page, last } = pageOf(
        byName.filter(({ name }) => name > after),
        most,
        ({ name }) => name,
      );
      return {
        Consumers: page.map(viewOf),
        ...(last !== undefined && { NextToken: nextToken(stream.identity.arn, last, clock.now()) }),
      };
    }),

    SubscribeToShard: answering((input: Given<SubscribeToShardInput>, call: Call) => {
      refuseMembers('SubscribeToShard', input, DRY_RUN);
      const { stream, consumer } = consumerOf({ ConsumerARN: input.ConsumerARN }, call);
      const shard = shardOf(stream, input.ShardId);
      const { Type: type = '', SequenceNumber: sequenceNumber, Timestamp: timestamp } = input.StartingPosition;
      const members = { type: 'startingPosition.type', sequenceNumber: 'startingPosition.sequenceNumber' };
      const asked = { operation: 'SubscribeToShard', members, now: clock.now() };
      const after = positionIn(stream, shard, { type, sequenceNumber, timestamp }, asked);
      return { EventStream: subscriptions.begin({ consumerArn: consumer.arn, stream, shard, after }) };
    }),
  };
}

function viewOf({ name, arn, made }: Consumer) {
  return {
    ConsumerName: name,
    ConsumerARN: arn,
    ConsumerStatus: 'ACTIVE' as const,
    ConsumerCreationTimestamp: new Date(made),
  };
}
