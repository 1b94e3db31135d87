import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { DynamoEventSource, KinesisEventSource, S3EventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { LocalExecutor } from '../../src/local/executor';
import type { Entry } from '../../src/local/journal/entry';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

/** Sends what `command` makes of the event with a client of the SDK. */
const sending = (client: string, Client: string, Command: string, command: string) => `
const { ${Client}, ${Command} } = require('@aws-sdk/client-${client}');
const client = new ${Client}();
exports.handler = async (event) => {
  for (const input of ${command}) await client.send(new ${Command}(input));
};`;

const ENTER = sending('sns', 'SNSClient', 'PublishCommand', '[{ TopicArn: process.env.TO, Message: event.name }]');
const KEEP = sending(
  'dynamodb',
  'DynamoDBClient',
  'PutItemCommand',
  `event.Records.map(({ body }) => {
    if (body === 'poison') throw new Error('no order');
    return { TableName: process.env.TO, Item: { name: { S: body } } };
  })`,
);
const TELL = sending(
  'eventbridge',
  'EventBridgeClient',
  'PutEventsCommand',
  `event.Records.map(({ dynamodb }) => {
    const Detail = JSON.stringify({ name: dynamodb.Keys.name.S });
    return { Entries: [{ EventBusName: process.env.TO, Source: 'shop', DetailType: 'kept', Detail }] };
  })`,
);
const FILE = sending(
  's3',
  'S3Client',
  'PutObjectCommand',
  `[event.detail].map(({ name }) => {
    if (name === 'torn') throw new Error('cannot be filed');
    return { Bucket: process.env.TO, Key: name + '.txt', Body: name };
  })`,
);
const NOTE = sending(
  'kinesis',
  'KinesisClient',
  'PutRecordCommand',
  "event.Records.map(({ s3 }) => ({ StreamName: process.env.TO, PartitionKey: 'all', Data: Buffer.from(s3.object.key) }))",
);
const READ = `
exports.handler = async ({ Records }) => Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());`;

/** A name goes from a topic over a queue, a table, a bus and a bucket to a stream; each step is a function. */
function relay(stack: Stack): void {
  const topic = new Topic(stack, 'Entered');
  const inbox = new Queue(stack, 'Inbox', {
    visibilityTimeout: Duration.seconds(3),
    deadLetterQueue: { queue: new Queue(stack, 'Poison'), maxReceiveCount: 2 },
  });
  topic.addSubscription(new SqsSubscription(inbox, { rawMessageDelivery: true }));
  const kept = new Table(stack, 'Kept', {
    partitionKey: { name: 'name', type: AttributeType.STRING },
    stream: StreamViewType.KEYS_ONLY,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const bus = new EventBus(stack, 'Bus');
  const filed = new Bucket(stack, 'Filed');
  const log = new Stream(stack, 'Log', { shardCount: 1 });

  topic.grantPublish(nodeFunction(stack, 'Enter', ENTER, { environment: { TO: topic.topicArn } }));
  const keep = nodeFunction(stack, 'Keep', KEEP, { environment: { TO: kept.tableName }, timeout: Duration.seconds(3) });
  kept.grantWriteData(keep);
  keep.addEventSource(new SqsEventSource(inbox, { batchSize: 1 }));
  const tell = nodeFunction(stack, 'Tell', TELL, { environment: { TO: bus.eventBusName } });
  bus.grantPutEventsTo(tell);
  tell.addEventSource(new DynamoEventSource(kept, { startingPosition: StartingPosition.TRIM_HORIZON }));
  const file = nodeFunction(stack, 'File', FILE, {
    environment: { TO: filed.bucketName },
    retryAttempts: 0,
    onFailure: new SqsDestination(new Queue(stack, 'Unfiled')),
  });
  filed.grantPut(file);
  new Rule(stack, 'WhenKept', { eventBus: bus, eventPattern: { source: ['shop'] }, targets: [new LambdaFunction(file)] });
  const note = nodeFunction(stack, 'Note', NOTE, { environment: { TO: log.streamName } });
  log.grantWrite(note);
  note.addEventSource(new S3EventSource(filed, { events: [EventType.OBJECT_CREATED] }));
  nodeFunction(stack, 'Read', READ).addEventSource(
    new KinesisEventSource(log, { startingPosition: StartingPosition.TRIM_HORIZON }),
  );
}

async function ran(clock: 'system' | 'virtual'): Promise<LocalExecutor> {
  const local = await running(appOf(relay), { clock, seed: 'relay' });
  // Started while a message waits for it, it could take longer on a busy machine than that message is hidden from others.
  await local.function('Keep').invoke({ Records: [] });
  for (const name of ['first', 'poison', 'torn', 'last']) {
    await local.function('Enter').invoke({ name });
    await local.settle();
  }
  return local;
}

const ends = (local: LocalExecutor) => ({
  kept: local.table('Kept').items.map(({ name }) => name),
  poison: local.queue('Poison').messages.map(({ body, receiveCount }) => [body, receiveCount]),
  unfiled: local.queue('Unfiled').messages.map(({ json }) => [json.requestContext.condition, json.requestPayload.detail.name]),
  filed: local.bucket('Filed').keys,
  read: local.function('Read').invocations.flatMap(({ payload }) => payload),
  left: local.queue('Inbox').messages,
  missing: local.permissions.missing,
});

/**
 * What the journal tells of each part of the app, in order. How the parts alternate is not compared: under the virtual clock the
 * steps that a handler sets off are told after it. Times, measured durations and what names one run alone are blanked.
 */
function toldByPart(local: LocalExecutor): Record<string, unknown[]> {
  const parts: Record<string, unknown[]> = {};
  for (const entry of local.journal.entries) {
    if (entry.kind === 'log' || entry.kind.startsWith('environment.')) continue;
    const part = partOf(entry);
    parts[part] = [...(parts[part] ?? []), blanked(entry)];
  }
  return parts;
}

function partOf(entry: Entry): string {
  const about = entry as unknown as Record<string, string>;
  return (
    ['function', 'topic', 'queue', 'bus', 'bucket', 'mapping', 'from'].map((name) => about[name]).find(Boolean) ?? entry.kind
  );
}

const OF_ONE_RUN =
  /^(at|dueAt|environment|first|last|time|.*(Id|ID|Ms|Time|Timestamp|Duration|Handle|SequenceNumber|Sequencer|Trace.*|x-amz-.*))$/i;

function blanked(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => blanked(each));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, blanked(each, key)]));
  }
  if (OF_ONE_RUN.test(name)) return `<${name}>`;
  if (typeof value !== 'string') return value;
  if (/^[[{]/.test(value)) return blanked(JSON.parse(value));
  return value.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>').replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>');
}

test('names that pass seven services end where they belong, and every part tells the same of it under both clocks', async () => {
  const [virtual, system] = await Promise.all([ran('virtual'), ran('system')]);

  expect(ends(virtual)).toEqual({
    kept: ['first', 'last', 'torn'],
    poison: [['poison', 3]],
    unfiled: [['RetriesExhausted', 'torn']],
    filed: ['first.txt', 'last.txt'],
    read: ['first.txt', 'last.txt'],
    left: [],
    missing: [],
  });
  expect(ends(system)).toEqual(ends(virtual));
  expect(toldByPart(system)).toEqual(toldByPart(virtual));
}, 60_000);
