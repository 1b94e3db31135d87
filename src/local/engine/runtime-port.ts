import type { ExtensionListener, ExtensionSession } from './extension-port';
import type { Outcome } from './ports';
import type { ResponseSink } from './response-sink';
import type { TelemetrySession } from './telemetry';

/** Where processes fetch invocations and leave their answers: the Runtime API, as drivers see it. */
export interface RuntimeDoor {
  /** Opens the door for one environment; `environmentId` is unique in this run. */
  open(environmentId: string, listener: RuntimeListener, extensions: ExtensionListener): RuntimeSession;
}

/** The door as one environment has it. */
export interface RuntimeSession {
  readonly address: RuntimeAddress;
  /** Opens the address that programs made for Lambda know, `127.0.0.1:PORT`, until the session is closed. */
  listen(): Promise<string>;
  readonly extensions: ExtensionSession;
  readonly telemetry: TelemetrySession;
  /** Hands over one invocation, now or as soon as the runtime asks for one. Only when the one before has been answered. */
  offer(offered: OfferedInvocation): void;
  /** Settles when what a runtime that is gone has still written of its response was taken, or would not be in time. */
  drained(): Promise<void>;
  /** What the runtime still says is not listened to. */
  close(): void;
}

/** Where our own bootstraps call: `prefix` stands before every path of the Runtime API, and in the first frame. */
export interface RuntimeAddress {
  readonly socketPath: string;
  /** Where frames are taken instead of HTTP. */
  readonly framesPath: string;
  readonly prefix: string;
}

export interface OfferedInvocation {
  readonly requestId: string;
  /** JSON text in UTF-8. */
  readonly payload: Uint8Array;
  readonly invokedFunctionArn: string;
  readonly traceHeader: string;
  /** JSON text. */
  readonly clientContext?: string;
  /** Of a function that isolates its tenants. */
  readonly tenantId?: string;
  /** Milliseconds since 1970, in real time. */
  readonly deadline: number;
  /** Takes the response as it is written. @default it is collected */
  readonly sink?: ResponseSink;
}

export interface RuntimeListener {
  /** The runtime has asked for its first invocation: Init is over. */
  ready(marks: Marks): void;
  initFailed(error: RuntimeFailure, marks: Marks): void;
  /** Only ever of the invocation under way; of a streamed one when the runtime asks for the next, since it may run on after the end. */
  answered(answer: RuntimeAnswer, marks: Marks): void;
}

/** What a runtime itself can say of an invocation; `broken` where it says it in a way that ends the invocation (RT-43). */
export type RuntimeAnswer = Extract<Outcome, { readonly kind: 'succeeded' | 'failed' | 'broken' | 'responseTooLarge' }>;

export type RuntimeFailure = Extract<Outcome, { readonly kind: 'failed' }>;

/** What our own bootstraps tell beside each answer; a foreign runtime tells nothing. */
export interface Marks {
  /** Bytes of log that were written before this. */
  readonly logBytes: number;
  readonly peakMemoryKb?: number;
  /** The process is about to exit. */
  readonly ending: boolean;
}
