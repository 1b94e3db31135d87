import { type AwsError, awsError } from '../../engine/aws-error';
import { Refusal } from '../refusal';
import type { HeldStream, StreamIdentity } from './held-stream';

export function invalidArgument(message: string): Refusal {
  return new Refusal(awsError('InvalidArgumentException', 400, message));
}

export function unsupported(message: string): Refusal {
  return new Refusal(awsError('ValidationException', 400, message));
}

export function notFound(message: string): Refusal {
  return new Refusal(awsError('ResourceNotFoundException', 400, message));
}

export function noStream({ name, account }: Pick<StreamIdentity, 'name' | 'account'>): Refusal {
  return notFound(`Stream ${name} under account ${account} not found.`);
}

export function noShard(id: string, { identity: { name, account } }: HeldStream): Refusal {
  return notFound(`Could not find shard ${id} in stream ${name} under account ${account}.`);
}

export function inUse(message: string): Refusal {
  return new Refusal(awsError('ResourceInUseException', 400, message));
}

/** Also said of single records of a batch. */
export function rateExceeded({ identity: { name, account } }: HeldStream, shardId: string): AwsError {
  const message = `Rate exceeded for shard ${shardId} in stream ${name} under account ${account}.`;
  return awsError('ProvisionedThroughputExceededException', 400, message);
}

export function limitExceeded(message: string): Refusal {
  return new Refusal(awsError('LimitExceededException', 400, message));
}
