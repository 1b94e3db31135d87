import { NO_LIMIT, STREAM_READERS, STREAM_RETENTION_HOURS } from '../spec/event-source-mapping';
import type { App } from './app';
import type { Declaration } from './declaration';
import { isDisabled, type Mapping, mappingsOf, mayMeet, nameOf, sourceOf } from './mapping';
import { each, type Rule } from './rule';

const KINESIS = 'AWS::Kinesis::Stream';
const TABLES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];
const PARAMETERS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html';
const DYNAMODB = 'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html';

function isUnlimited({ on }: Mapping, property: string): boolean {
  return (on.number(property) ?? NO_LIMIT) === NO_LIMIT;
}

function retentionHours(app: App, mapping: Mapping): number | undefined {
  if (mapping.kind === 'dynamodb') return STREAM_RETENTION_HOURS;
  const stream = sourceOf(app, mapping, KINESIS);
  return stream && (stream.number('RetentionPeriodHours') ?? STREAM_RETENTION_HOURS);
}

/** What reads a DynamoDB stream, pipes first. */
function readersOf(app: App): ReadonlyMap<string, readonly Declaration[]> {
  return app.once('readers of streams', () => {
    const mappings = mappingsOf('dynamodb')(app).filter((mapping) => !isDisabled(mapping));
    const pipes = app.ofType('AWS::Pipes::Pipe').filter((pipe) => pipe.isKnown('Source'));
    const found = new Map<string, Declaration[]>();
    for (const [arn, on] of [
      ...pipes.map((pipe) => [pipe.text('Source') ?? '', pipe] as const),
      ...mappings.map(({ arn = '', on }) => [arn, on] as const),
    ]) {
      const others = found.get(arn);
      if (others === undefined) found.set(arn, [on]);
      else others.push(on);
    }
    return found;
  });
}

export const STREAMS: readonly Rule[] = [
  {
    id: 'KIN-13',
    severity: 'warning',
    title: 'A record that a function fails on may hold up its shard until it expires',
    why: 'A failing batch is tried again until its records expire; nothing after them in the shard is handled until then.',
    remedy:
      'Limit the retries or the age of records, and give a destination for those that are given up; bisect batches to find the record.',
    source: PARAMETERS,
    also: ['STR-01', 'VAL-13'],
    judgedBy: ['cdk-lambda-kit:STREAM_HELD_UP'],
    check: each(mappingsOf('kinesis', 'dynamodb'), function* (mapping) {
      const { on } = mapping;
      if (!isUnlimited(mapping, 'MaximumRetryAttempts') || !isUnlimited(mapping, 'MaximumRecordAgeInSeconds')) return;
      if (on.flag('BisectBatchOnFunctionError') === true || on.has('DestinationConfig', 'OnFailure', 'Destination')) return;
      const message = 'Batches that fail are tried again until their records expire, and are neither split nor sent elsewhere.';
      yield { on, property: 'Properties.MaximumRetryAttempts', message };
    }),
  },
  {
    id: 'KIN-13-age',
    severity: 'warning',
    title: 'Records may become older than the stream keeps them',
    why: 'Records are gone from the stream before they reach the age, so they are lost without a word to the destination.',
    remedy: 'Choose an age below the retention of the stream, or keep records longer.',
    source: PARAMETERS,
    also: ['DDB-04'],
    judgedBy: ['cdk-lambda-kit:RECORD_AGE_ABOVE_RETENTION'],
    check: each(mappingsOf('kinesis', 'dynamodb'), function* (mapping, app) {
      const age = mapping.on.number('MaximumRecordAgeInSeconds') ?? NO_LIMIT;
      const hours = retentionHours(app, mapping);
      if (age === NO_LIMIT || hours === undefined || age <= hours * 3600) return;
      const message = `Records are tried until they are ${age} s old, but the stream keeps them for ${hours} h (${hours * 3600} s).`;
      yield { on: mapping.on, property: 'Properties.MaximumRecordAgeInSeconds', message };
    }),
  },
  {
    id: 'DDB-01',
    severity: 'error',
    title: 'The stream of a table is read that has none',
    why: 'There is nothing to read from, so the deployment fails.',
    remedy: 'Give the table a `StreamSpecification`.',
    source: DYNAMODB,
    check: each(mappingsOf('dynamodb'), function* (mapping, app) {
      const table = sourceOf(app, mapping, ...TABLES);
      if (table === undefined || table.has('StreamSpecification') || !isStream(mapping)) return;
      const message = `${mapping.on.path} reads the stream of this table, but the table has no StreamSpecification.`;
      yield { on: table, property: 'Properties.StreamSpecification', message };
    }),
  },
  {
    id: 'DDB-01-arn',
    severity: 'error',
    title: 'An event source mapping names a table instead of its stream',
    why: 'Lambda refuses the event source mapping: it reads streams.',
    remedy: 'Give the ARN of the stream (the attribute `StreamArn`).',
    source: DYNAMODB,
    check: each(mappingsOf('dynamodb'), function* (mapping, app) {
      if (isStream(mapping)) return;
      const message = `${nameOf(sourceOf(app, mapping, ...TABLES), mapping)} is a table; the mapping must name its stream.`;
      yield { on: mapping.on, property: 'Properties.EventSourceArn', message };
    }),
  },
  {
    id: 'DDB-03',
    severity: 'warning',
    title: 'A DynamoDB stream has more readers than its shards serve',
    why: 'More than two readers of a shard are throttled; of tables that are copied to other Regions, one is recommended.',
    remedy: 'Let one function read the stream and pass the records on, or stream the table into Kinesis.',
    source: DYNAMODB,
    also: ['VAL-14'],
    judgedBy: ['cdk-lambda-kit:STREAM_READERS'],
    check: each(mappingsOf('dynamodb'), function* (mapping, app) {
      const readers = (readersOf(app).get(mapping.arn ?? '') ?? []).filter((other) => mayMeet(other, mapping.on));
      const table = sourceOf(app, mapping, ...TABLES);
      const isReplicated = table !== undefined && table.isKnown('Replicas') && table.parts('Replicas').length > 1;
      const most = isReplicated ? STREAM_READERS.replicated : STREAM_READERS.table;
      // Said once, of the first mapping that is too many.
      const first = readers.find(({ type }, i) => i >= most && type === mapping.on.type);
      if (first !== mapping.on) return;
      const message = `${nameOf(table, mapping)} has ${readers.length} readers; its shards serve ${most}.`;
      yield { on: mapping.on, property: 'Properties.EventSourceArn', message };
    }),
  },
];

function isStream({ arn = '' }: Mapping): boolean {
  return arn.includes('/stream/');
}
