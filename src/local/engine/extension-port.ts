import type { Extensions } from './extensions';
import type { TelemetryDialect, TelemetryType } from './telemetry';

/** What extensions are told of the function that they are started with (RT-21). */
export interface ExtensionSurroundings {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly handler: string;
  readonly accountId: string;
}

export interface ExtensionListener {
  readonly about: ExtensionSurroundings;
  /** One has registered, asked for its next event or told of an error: `extensions` of the session is another one now. */
  changed(): void;
  /** One will be told what happens. */
  subscribed(by: Subscribed): void;
  /** The executor's clock. */
  now(): number;
}

export interface Subscribed {
  readonly name: string;
  readonly api: TelemetryDialect['api'];
  readonly types: readonly TelemetryType[];
}

export interface InvokeEvent {
  /** Milliseconds since 1970, in real time. */
  readonly deadlineMs: number;
  readonly requestId: string;
  readonly invokedFunctionArn: string;
  readonly traceHeader: string;
}

export type ShutdownReason = 'spindown' | 'timeout' | 'failure';

/** The Extensions API of one environment, as its driver has it. */
export interface ExtensionSession {
  readonly extensions: Extensions;
  /** The process of an external extension is about to be started. */
  launch(name: string): void;
  launchFailed(name: string, errorType: string): void;
  closeRegistration(): void;
  /** Told to those that have asked to be. */
  invoke(event: InvokeEvent): void;
  /** Told to those that have asked to be, now or as soon as they ask for their next event. */
  shutDown(event: { readonly deadlineMs: number; readonly reason: ShutdownReason }): void;
}
