import { STREAM_NAME } from '../../../spec/kinesis';
import type { Call } from '../../engine/service-port';
import { checkText, violation } from '../validation';
import type { HeldStream } from './held-stream';
import { invalidArgument, noShard, noStream } from './refusals';
import type { Shard } from './shard';
import type { StreamStore } from './store';

/** How requests say which stream they are about. */
export interface Named {
  readonly StreamName?: string;
  readonly StreamARN?: string;
}

const STREAM_ARN = /^arn:aws[^:]*:kinesis:([^:]+):(\d{12}):stream\/([a-zA-Z0-9_.-]+)$/;

export function streamOf(store: StreamStore, { StreamName: name, StreamARN: arn }: Named, call: Call): HeldStream {
  if (name === undefined && arn === undefined) throw invalidArgument('Either StreamName or StreamARN should be provided.');
  if (name !== undefined) checkText('streamName', name, STREAM_NAME);
  if (arn === undefined) {
    const stream = store.named(call, name as string);
    if (!stream) throw noStream({ name: name as string, account: call.account });
    return stream;
  }
  const [, , account, inArn] = STREAM_ARN.exec(arn) ?? [];
  if (account === undefined || inArn === undefined) {
    throw violation('streamARN', 'Member must satisfy regular expression pattern: arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+', arn);
  }
  if (name !== undefined && name !== inArn) throw invalidArgument(`StreamName ${name} is not the one of StreamARN ${arn}.`);
  const stream = store.byArn(arn);
  if (!stream) throw noStream({ name: inArn, account });
  return stream;
}

/** Kinesis takes the number of a shard for its id, too. */
export function shardOf(stream: HeldStream, given: string): Shard {
  const index = /^(?:shardId-)?(\d{1,12})$/.exec(given)?.[1];
  const shard = index === undefined ? undefined : stream.shard(`shardId-${index.padStart(12, '0')}`);
  if (!shard) throw noShard(given, stream);
  return shard;
}

export const DRY_RUN = { DryRun: 'leave it out.' };
