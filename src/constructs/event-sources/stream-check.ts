import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import { NO_LIMIT, PARALLELIZATION_FACTOR, TUMBLING_WINDOW } from '../../spec/event-source-mapping';
import { within } from '../check';
import { warn } from '../construct-warning';
import { reservedConcurrency } from './function-behind';
import type { StreamEventSourceProps } from './stream-options';
import { secondsWithin, wholeSeconds } from './whole-seconds';

/** What is known of the stream; undefined for what only the deployment, or another app, knows. */
export interface StreamFacts {
  readonly name: string;
  readonly retentionHours: number | undefined;
  readonly shards: number | undefined;
}

/** ESM-04, ESM-05, KIN-13. */
export function checkStream(target: lambda.IFunction, props: StreamEventSourceProps, facts: StreamFacts): void {
  const { parallelizationFactor: factor, tumblingWindow } = props;
  if (factor !== undefined) within(target, 'parallelizationFactor', factor, PARALLELIZATION_FACTOR);
  if (tumblingWindow !== undefined) secondsWithin(target, 'tumblingWindow', tumblingWindow, TUMBLING_WINDOW);
  warnOfRetries(target, props, facts);
  warnOfConcurrency(target, factor ?? 1, facts);
}

function warnOfRetries(target: lambda.IFunction, props: StreamEventSourceProps, { name, retentionHours }: StreamFacts): void {
  const { retryAttempts = NO_LIMIT, maxRecordAge, bisectBatchOnError, onFailure } = props;
  if (retryAttempts === NO_LIMIT && maxRecordAge === undefined && bisectBatchOnError !== true && onFailure === undefined) {
    const message = `A record of ${name} that the function fails on holds up its shard until it expires (KIN-13).`;
    warn(target, 'STREAM_HELD_UP', message);
  }
  const age = maxRecordAge && wholeSeconds(maxRecordAge);
  if (age === undefined || Token.isUnresolved(age) || retentionHours === undefined || age <= retentionHours * 3600) return;
  const message = `maxRecordAge is ${age} s, and ${name} keeps its records for ${retentionHours} h, ${retentionHours * 3600} s (KIN-13).`;
  warn(target, 'RECORD_AGE_ABOVE_RETENTION', message);
}

function warnOfConcurrency(target: lambda.IFunction, factor: number, { name, shards }: StreamFacts): void {
  const reserved = reservedConcurrency(target);
  if (reserved === undefined || shards === undefined || Token.isUnresolved(factor) || shards * factor <= reserved) return;
  const message = `${name} takes ${shards * factor} invocations at once, and the function has ${reserved} reserved (KIN-13).`;
  warn(target, 'STREAM_ABOVE_RESERVED', message);
}

/** The properties of the mapping that streams have. */
export function streamProperties(props: StreamEventSourceProps): Partial<lambda.CfnEventSourceMappingProps> {
  return {
    startingPosition: props.startingPosition,
    parallelizationFactor: props.parallelizationFactor,
    tumblingWindowInSeconds: props.tumblingWindow && wholeSeconds(props.tumblingWindow),
  };
}
