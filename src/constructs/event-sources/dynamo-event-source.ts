import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Names, Stack } from 'aws-cdk-lib/core';
import { AT_TIMESTAMP, STREAM_READERS, STREAM_RETENTION_HOURS } from '../../spec/event-source-mapping';
import { ConstructError, type Place } from '../construct-error';
import { warn } from '../construct-warning';
import { PolledEventSource } from './polled-event-source';
import { readBy } from './polled-mapping';
import { decryptStatements, readStatement } from './source-statements';
import { checkStream, streamProperties } from './stream-check';
import type { StreamEventSourceProps } from './stream-options';

/** What can be said of a function that reads the stream of a table. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the name that aws-cdk-lib has for it
export interface DynamoEventSourceProps extends StreamEventSourceProps {}

/**
 * The stream of a DynamoDB table that a function reads.
 *
 * The function's role gets the three actions that Lambda needs on the stream, and `kms:Decrypt` where the table has a key of its own.
 * Fails when Lambda would refuse the mapping; warns when a single bad record would hold up its shard, and when the stream has more
 * readers than it serves.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export class DynamoEventSource extends PolledEventSource {
  /** The table whose stream is read. */
  public readonly table: dynamodb.ITable;

  /** @internal */
  protected readonly _place: Place;
  private readonly props: DynamoEventSourceProps;

  constructor(table: dynamodb.ITable, props: DynamoEventSourceProps) {
    super();
    this.table = table;
    this._place = table;
    this.props = props;
  }

  public bind(target: lambda.IFunction): void {
    const { table, props } = this;
    const { tableStreamArn: arn } = table;
    if (arn === undefined) {
      throw new ConstructError(target, 'TABLE_WITHOUT_STREAM', `the table ${table.node.path} has no stream (DDB-01).`);
    }
    if ((props.startingPosition as string) === AT_TIMESTAMP) {
      const message = `startingPosition must be TRIM_HORIZON or LATEST for a DynamoDB stream, but is ${AT_TIMESTAMP} (ESM-45).`;
      throw new ConstructError(target, 'STARTING_POSITION_OF_TABLE', message);
    }
    const facts = { name: table.node.path, retentionHours: STREAM_RETENTION_HOURS, shards: undefined };
    checkStream(target, props, facts);

    const mapping = readBy(target, {
      kind: 'dynamodb',
      id: `DynamoDBEventSource:${Names.nodeUniqueId(table.node)}`,
      source: { eventSourceArn: arn },
      environment: table.env,
      statements: [readStatement('dynamodb', arn), ...decryptStatements(table.encryptionKey)],
      options: props,
      more: streamProperties(props),
      streamViewType: viewTypeOf(table),
    });
    this._keep(mapping);
    warnOfReaders(table);
  }
}

function resourceOf(table: dynamodb.ITable): dynamodb.CfnTable | dynamodb.CfnGlobalTable | undefined {
  const resource = table.node.defaultChild;
  return resource instanceof dynamodb.CfnTable || resource instanceof dynamodb.CfnGlobalTable ? resource : undefined;
}

function viewTypeOf(table: dynamodb.ITable): string | undefined {
  const resource = resourceOf(table);
  const stream = resource && (Stack.of(table).resolve(resource.streamSpecification) as { streamViewType?: unknown } | undefined);
  return typeof stream?.streamViewType === 'string' ? stream.streamViewType : undefined;
}

const READERS = new WeakMap<dynamodb.ITable, number>();

/** DDB-03; said when one too many is added, of whichever functions. */
function warnOfReaders(table: dynamodb.ITable): void {
  const readers = (READERS.get(table) ?? 0) + 1;
  READERS.set(table, readers);
  const resource = resourceOf(table);
  const replicas: unknown = resource instanceof dynamodb.CfnGlobalTable ? Stack.of(table).resolve(resource.replicas) : [];
  const most = Array.isArray(replicas) && replicas.length > 1 ? STREAM_READERS.replicated : STREAM_READERS.table;
  if (readers !== most + 1) return;
  warn(table, 'STREAM_READERS', `More than ${most} read the stream of ${table.node.path} at once (DDB-03).`);
}
