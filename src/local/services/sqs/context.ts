import type { AwsError } from '../../engine/aws-error';
import type { Call } from '../../engine/service-port';
import type { Turn } from '../../engine/turns';
import type { Clock } from '../../time/clock';
import type { HeldQueue } from './held-queue';
import { badParameter, queueMissing } from './refusals';
import type { QueueStore } from './store';

/** What the operations of SQS work with. */
export interface SqsContext {
  readonly store: QueueStore;
  readonly clock: Clock;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The place of a call in the journal; `key` tells it from others that the same handler makes. */
  readonly turnOf: (traceHeader: string | undefined, key: () => string) => Turn;
  /** Whether a long poll can wait: not where time stands still until the caller goes on. */
  readonly canWait: boolean;
}

/** Where clients of this run find the queue. */
export function urlOf(origin: string, { identity: { account, name } }: HeldQueue): string {
  return `${origin}/${account}/${name}`;
}

/** By its URL, whatever the host. */
export function queueAt({ store }: SqsContext, url: string, call: Call): HeldQueue | AwsError {
  const [, account, name] = /(?:^|\/)(\d{12})\/([^/?#]+)\/?$/.exec(url) ?? [];
  if (account === undefined || name === undefined) {
    // A name alone is taken as well, as SQS itself does.
    if (/[:/]/.test(url)) return badParameter('QueueUrl', url, 'It is not the URL of a queue.');
    return store.named(url, call.account, call.region) ?? queueMissing();
  }
  const region = /\/\/(?:sqs\.)?([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(url)?.[1] ?? call.region;
  return store.named(name, account, region) ?? queueMissing();
}

/** Does it in the place of the call. */
export function inTurn<T>(context: SqsContext, call: Call, key: () => string, work: (turn: Turn) => T): T {
  const turn = context.turnOf(call.traceHeader, () => `${call.operation} ${key()}`);
  try {
    return work(turn);
  } finally {
    turn.end();
  }
}
