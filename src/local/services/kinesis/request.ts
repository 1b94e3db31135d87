import { STREAM_NAME } from '../../../spec/kinesis';
import type { Limit } from '../../../spec/limit';
import type { Call } from '../../engine/service-port';
import { notEmulated } from '../refusal';
import type { HeldStream } from './held-stream';
import { invalidArgument, noShard, noStream, violation } from './refusals';
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

interface TextRange {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly printed?: string;
}

export function checkText(
  at: string,
  value: string,
  { min = 0, max = Number.POSITIVE_INFINITY, pattern, printed }: TextRange,
): void {
  if (value.length < min) throw violation(at, `Member must have length greater than or equal to ${min}`, value);
  if (value.length > max) throw violation(at, `Member must have length less than or equal to ${max}`, value);
  if (pattern && !pattern.test(value)) throw violation(at, `Member must satisfy regular expression pattern: ${printed}`, value);
}

export function checkOneOf<T extends string>(at: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw violation(at, `Member must satisfy enum value set: [${allowed.join(', ')}]`, value);
  return found;
}

export function checkNumber(at: string, value: number, { min, max }: Partial<Pick<Limit, 'min' | 'max'>>): number {
  const whole = Math.floor(value);
  if (min !== undefined && whole < min) throw violation(at, `Member must have value greater than or equal to ${min}`, value);
  if (max !== undefined && whole > max) throw violation(at, `Member must have value less than or equal to ${max}`, value);
  return whole;
}

/** Members that would be accepted and not carried out. */
export function refuseMembers(operation: string, input: object, members: Readonly<Record<string, string>>): void {
  for (const [member, instead] of Object.entries(members)) {
    const value = (input as Readonly<Record<string, unknown>>)[member];
    if (value !== undefined && value !== false) throw notEmulated(operation, member, instead);
  }
}

export const DRY_RUN = { DryRun: 'leave it out.' };
