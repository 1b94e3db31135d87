import type * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import { STREAM_RETENTION_HOURS } from '../../spec/event-source-mapping';
import type { KinesisEventSourceProps } from './kinesis-options';
import type { PolledMapping } from './polled-mapping';
import { decryptStatements, readStatement } from './source-statements';
import { checkStart } from './starting-position';
import { checkStream, type StreamFacts, streamProperties } from './stream-check';

/** What reading a stream and reading a consumer of it have in common. */
export function kinesisMapping(
  target: lambda.IFunction,
  stream: kinesis.IStream,
  props: KinesisEventSourceProps,
): Pick<PolledMapping, 'kind' | 'environment' | 'options' | 'more'> {
  checkStart(target, props.startingPosition, props.startingPositionTimestamp);
  checkStream(target, props, factsOf(stream));
  return {
    kind: 'kinesis',
    environment: stream.env,
    options: props,
    more: { ...streamProperties(props), startingPositionTimestamp: props.startingPositionTimestamp },
  };
}

/** KIN-01. */
export function streamStatements({ streamArn, encryptionKey }: kinesis.IStream): readonly iam.PolicyStatement[] {
  return [readStatement('kinesis', streamArn), ...decryptStatements(encryptionKey)];
}

function factsOf(stream: kinesis.IStream): StreamFacts {
  const name = stream.node.path;
  const resource = stream.node.defaultChild;
  if (!(resource instanceof kinesis.CfnStream)) return { name, retentionHours: undefined, shards: undefined };
  const { retentionPeriodHours = STREAM_RETENTION_HOURS, shardCount } = resource;
  const known = (count: number | undefined) => (Token.isUnresolved(count) ? undefined : count);
  return { name, retentionHours: known(retentionPeriodHours), shards: known(shardCount) };
}
