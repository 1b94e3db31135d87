import type { BucketHappening } from './bucket-happening';
import type { HealthHappening } from './health-happening';
import type { MessageHappening } from './message-happening';
import type { PermissionHappening } from './permission-happening';
import type { RequestHappening } from './request-happening';
import type { StreamHappening } from './stream-happening';
import type { TopicHappening } from './topic-happening';
import type { WebSocketHappening } from './web-socket-happening';

/** What can happen in a run; `at` is the executor's clock, in milliseconds since 1970. */
export type Entry = { readonly at: number } & Happening;

export type Happening =
  | (EnvironmentHappening & Ran)
  | ServiceHappening
  | MessageHappening
  | TopicHappening
  | BucketHappening
  | StreamHappening
  | RequestHappening
  | WebSocketHappening
  | HealthHappening
  | PermissionHappening;

/** Which part of the app an entry is about: the function's name, the version that ran and its environment. */
export interface Ran {
  readonly function: string;
  readonly version: string;
  readonly environment: string;
  /** Of a function that isolates its tenants. */
  readonly tenant?: string;
}

/** What happens in one environment. */
export type EnvironmentHappening =
  | { readonly kind: 'environment.started'; readonly initializationType: string }
  | {
      readonly kind: 'environment.ready';
      readonly initDurationMs: number;
      /** What runs the function; `exact` when it is the version that its runtime has in Lambda. */
      readonly interpreter?: { readonly command: string; readonly version?: string; readonly exact: boolean };
    }
  | { readonly kind: 'environment.ended'; readonly why: 'initFailed' | 'timedOut' | 'exited' | 'idle' | 'stopped' }
  | {
      readonly kind: 'invocation.started';
      readonly requestId: string;
      readonly invokedFunctionArn: string;
      readonly event: string;
    }
  | {
      readonly kind: 'invocation.ended';
      readonly requestId: string;
      readonly outcome: 'succeeded' | 'failed' | 'timedOut' | 'broken' | 'exited' | 'responseTooLarge';
      /** What the caller got: the result, or the error object. */
      readonly payload: string;
      /** How much the function streamed to its caller, in bytes; `payload` then has only the beginning. */
      readonly streamedBytes?: number;
      readonly durationMs: number;
      readonly initDurationMs?: number;
    }
  /** `requestId` is absent for what was written before the first invocation. */
  | { readonly kind: 'log'; readonly requestId?: string; readonly line: string };

/** What happens around the environments. */
export type ServiceHappening =
  | { readonly kind: 'invocation.throttled'; readonly function: string; readonly requestId: string; readonly reason: string }
  /** A container image is built, made or pulled, which may take minutes; `image` is a folder or a name. */
  | { readonly kind: 'image.making'; readonly command: string; readonly image: string }
  /** The function had run too often in one chain of requests (FN-72). */
  | { readonly kind: 'invocation.looped'; readonly function: string; readonly requestId: string }
  | { readonly kind: 'async.accepted'; readonly function: string; readonly requestId: string; readonly qualifier: string }
  | {
      readonly kind: 'async.retrying';
      readonly function: string;
      readonly requestId: string;
      readonly failures: number;
      readonly dueAt: number;
    }
  | {
      readonly kind: 'async.done';
      readonly function: string;
      readonly requestId: string;
      readonly condition: string;
      readonly attempts: number;
    }
  /** What a destination or a dead-letter target received, or would have. */
  | {
      readonly kind: 'async.delivery';
      readonly function: string;
      readonly requestId: string;
      readonly to: 'onSuccess' | 'onFailure' | 'deadLetter';
      readonly targetArn: string;
      /** JSON text. */
      readonly body: string;
      /** Of the message that is a dead letter. */
      readonly attributes?: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
      /** `kept`: no service here takes it yet, so that it can be read only here. */
      readonly outcome: 'delivered' | 'kept' | 'failed';
      readonly why?: string;
    }
  | {
      readonly kind: 'http';
      readonly door: 'functionUrl';
      readonly id: string;
      readonly requestId: string;
      readonly method: string;
      readonly path: string;
      readonly status: number;
      /** Why the door itself refused it; absent when the function was invoked. */
      readonly refused?: string;
    }
  /** What an instrumented handler sent to the X-Ray daemon: a segment or subsegment, as JSON text. */
  | { readonly kind: 'traceSegment'; readonly document: string; readonly traceId?: string; readonly name?: string }
  /** A defect of the executor that a request has met; everything else goes on. */
  | { readonly kind: 'bug'; readonly error: string }
  /** Something the executor does not do, said when it was asked for. */
  | { readonly kind: 'notEmulated'; readonly what: string; readonly why: string };
