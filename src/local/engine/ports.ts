import type { FunctionConfiguration, LambdaFunction } from '../../model/function';
import type { AwsError } from './aws-error';
import type { ResponseSink } from './response-sink';
import type { Turn } from './turns';

/** One environment to start: the function's version with everything a process needs to become it. */
export interface EnvironmentSpec {
  /** Unique in this run of the executor. */
  readonly id: string;
  readonly function: LambdaFunction;
  /** `$LATEST` or a version number. */
  readonly version: string;
  /** Of that version. */
  readonly configuration: FunctionConfiguration;
  readonly initializationType: 'on-demand' | 'provisioned-concurrency';
  /** It replaces one that was reset: its Init is part of the invocation (RT-04). */
  readonly suppressedInit?: boolean;
  /** Environments that may take each other's place have the same. @default all of that version */
  readonly heritage?: string;
  readonly logStream: string;
  /** How long Init may take before it is given up as timed out. */
  readonly initLimitMs: number;
}

/** Runs functions of the runtimes it knows. */
export interface EnvironmentDriver {
  /** Undefined when it can run this configuration here; otherwise a sentence that says why not and what to do. */
  refuses(configuration: FunctionConfiguration): string | undefined;
  /** Begins Init. Never throws: what goes wrong is in `initialized`. */
  start(spec: EnvironmentSpec, listener: EnvironmentListener): RunningEnvironment;
}

export interface EnvironmentListener {
  /** A piece of log as the function wrote it, without its line end; all of an invocation's come before its result. */
  log(line: string): void;
  /** The process is gone without having been stopped and without an invocation under way, whose result would tell it. */
  died(): void;
}

export interface RunningEnvironment {
  /** Settles when Init is over; never rejects. */
  readonly initialized: Promise<InitResult>;
  /**
   * One at a time. Ends at the latest when the time is over; after `timedOut` and `exited` the environment is gone. Never rejects,
   * and tells the listener of nothing before it has returned.
   */
  invoke(invocation: Invocation): Promise<InvocationResult>;
  /** Ends the process and everything it started. Settles when they are gone. */
  stop(): Promise<void>;
}

export interface InitResult {
  readonly durationMs: number;
  /** Absent when the function is ready. */
  readonly failure?: Failure;
  /** What runs the function; `exact` when it is the version that its runtime has in Lambda. */
  readonly interpreter?: { readonly command: string; readonly version?: string; readonly exact: boolean };
}

/** What a runtime is handed for one invocation. */
export interface Invocation {
  readonly requestId: string;
  /** JSON text in UTF-8. */
  readonly payload: Uint8Array;
  /** As the caller addressed the function (FN-92). */
  readonly invokedFunctionArn: string;
  readonly traceHeader: string;
  /** JSON text, decoded from base64. */
  readonly clientContext?: string;
  /** Of a function that isolates its tenants. */
  readonly tenantId?: string;
  /** How long it may take. */
  readonly timeoutMs: number;
  /** Takes the response as it is written. @default it is collected, and is too large above 6 MB */
  readonly sink?: ResponseSink;
  /** Told of the outcome where the invocation is not over with it: extensions are still at work (RT-01). */
  readonly answered?: (outcome: Outcome, durationMs: number) => void;
  /** `answered` is told of every answer, and what waits for that goes on before the invocation is over. */
  readonly promptly?: boolean;
}

export interface InvocationResult {
  readonly outcome: Outcome;
  /** From handing over to the answer, fractions included. */
  readonly durationMs: number;
  /** Peak of the environment so far, where it can be measured. */
  readonly maxMemoryUsedMb?: number;
  /** The process ended with its answer, as after an uncaught error: it is of no more use. */
  readonly ended?: boolean;
}

export type Outcome =
  /** `contentType` is set when the function streamed its response; `streamedBytes` when that went to a sink, and not into `payload`. */
  | {
      readonly kind: 'succeeded';
      readonly payload: Uint8Array;
      readonly contentType?: string;
      readonly streamedBytes?: number;
    }
  | Failure;

export type Failure =
  /**
   * The runtime told of an error; `payload` is its JSON, passed to the caller unchanged (RT-13). `local`: this machine cannot
   * run it, which trying once more does not change.
   */
  | { readonly kind: 'failed'; readonly errorType: string; readonly payload: Uint8Array; readonly local?: true }
  | { readonly kind: 'timedOut' }
  /** The platform broke it off, as when a bootstrap cannot be started; the message stands behind the request id (RT-43). */
  | { readonly kind: 'broken'; readonly errorType: string; readonly message: string }
  /** `outOfMemory`: it was killed because it had used more than its memory. */
  | { readonly kind: 'exited'; readonly code?: number; readonly signal?: string; readonly outOfMemory?: true }
  /** `limit` in bytes. @default that of a buffered response */
  | { readonly kind: 'responseTooLarge'; readonly limit?: number };

/** How many invocations this machine runs at once; Lambda's own limits are counted apart from it. */
export interface Admission {
  /**
   * Resolves, first come first served, when one more may run; what it resolves with is called when that one has ended.
   * `nested`: the handler of another invocation, which keeps its place meanwhile, has made this one.
   */
  enter(nested: boolean): Promise<() => void>;
}

/** Lambda's Invoke, as the endpoints and the test handles see it. */
export interface Lambda {
  /** Never rejects for anything that Lambda would answer. */
  invoke(request: InvokeRequest): Promise<InvokeAnswer | AwsError>;
}

export interface InvokeRequest {
  /** Name, partial ARN or ARN, with or without a qualifier (FN-02). */
  readonly functionName: string;
  readonly qualifier?: string;
  /** That the request was sent to. @default any that the function is in */
  readonly region?: string;
  readonly type: 'RequestResponse' | 'Event' | 'DryRun';
  readonly logType: 'None' | 'Tail';
  readonly payload: Uint8Array;
  /** Base64, as in the header. */
  readonly clientContext?: string;
  /** As the caller gave it. */
  readonly tenantId?: string;
  /** As the caller sent it. */
  readonly traceHeader?: string;
  /** Given when the caller has already promised one, as function URLs do (INV-50). */
  readonly requestId?: string;
  /** Its place in the journal, of whoever has one for it; the answer ends it. @default that of its caller, or one of its own */
  readonly turn?: Turn;
  /** Takes what a `RequestResponse` streams; the answer follows when the invocation is over. */
  readonly sink?: ResponseSink;
  /** It was not promised to anybody: the answer tells it. */
  readonly requestIdMayChange?: boolean;
  /** Whoever asks cannot see at once what else is told of the invocation, and has the answer before that is done. */
  readonly promptly?: boolean;
}

export interface InvokeAnswer {
  readonly kind: 'answer';
  readonly statusCode: 200 | 202 | 204;
  readonly requestId: string;
  readonly traceHeader: string;
  /** Empty for `Event` and `DryRun`. */
  readonly payload: Uint8Array;
  readonly functionError?: 'Unhandled';
  /** Beside `functionError`: what went wrong, as the platform names it (RT-43). */
  readonly errorType?: string;
  /** Set by a function that streamed its response. */
  readonly contentType?: string;
  readonly executedVersion?: string;
  /** Base64 of the last 4 KB of the log (INV-07). */
  readonly logTail?: string;
  readonly durationMs?: number;
  readonly initDurationMs?: number;
}
