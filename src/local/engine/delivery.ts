import type { LambdaFunction } from '../../model/function';

/** What is sent when an asynchronous event has ended. */
export interface Shipment {
  readonly to: 'onSuccess' | 'onFailure' | 'deadLetter';
  readonly function: LambdaFunction;
  /** `$LATEST`, a version or an alias, as the event was addressed. */
  readonly qualifier: string;
  readonly requestId: string;
  /** Of the event; SQS hands it on as the system attribute `AWSTraceHeader` (INV-51). */
  readonly traceHeader: string;
  /** JSON text: the record (INV-66), or the event itself for a dead letter (INV-69). */
  readonly body: string;
  /** Where a bucket keeps the record, without the time. @default that of asynchronous events */
  readonly folder?: string;
  /** Of a dead letter (INV-69). */
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
}

export interface MessageAttribute {
  readonly type: 'String' | 'Number';
  readonly value: string;
}

/** Takes shipments for the targets of one service. */
export interface Delivery {
  deliver(targetArn: string, shipment: Shipment): Promise<Delivered>;
}

/** `why` is a sentence for the user. Lambda does not try again (INV-68, INV-69). */
export type Delivered = { readonly outcome: 'delivered' } | { readonly outcome: 'kept' | 'failed'; readonly why: string };

/** The service in an ARN, as `sqs`. */
export function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? '';
}
