/** What one service sends to another, on behalf of a topic, a rule, a schedule … */
export interface Parcel {
  readonly targetArn: string;
  readonly body: string;
  /** What a stream gets in place of the body, where that is not text. */
  readonly bytes?: Uint8Array;
  readonly sender: Sender;
  /** Of a message for a queue or topic. */
  readonly attributes?: Readonly<Record<string, ParcelAttribute>>;
  /** Of queues and topics that keep the order. */
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** Of the event that a bus gets. */
  readonly source?: string;
  readonly detailType?: string;
  readonly resources?: readonly string[];
  /** Of a message for a topic. */
  readonly subject?: string;
  /** Of the chain of calls that this belongs to. */
  readonly traceHeader?: string;
  /** The bus whose rule sends an event on, and the event as it came there: a bus does not send it on again. */
  readonly forwarded?: string;
}

/** Who sends, as resource policies see it. */
export interface Sender {
  /** As `sns.amazonaws.com`. */
  readonly principal: string;
  /** How policies may name it as well, for one Region. */
  readonly regionalPrincipal?: string;
  /** Of the topic, rule … */
  readonly arn: string;
  readonly account: string;
  /** It sends with the rights of a role, so that the policy of what it sends to need not allow it. */
  readonly hasRole?: boolean;
}

/** Binary values are base64. */
export interface ParcelAttribute {
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: string;
}

/** `why` is a sentence for the user. */
export type Taken =
  | { readonly outcome: 'delivered' }
  /** No service here takes it, so that it can be read only in the journal. */
  | { readonly outcome: 'kept'; readonly why: string }
  /** `code` is AWS's; `again`: it may be different at the next attempt. */
  | { readonly outcome: 'failed'; readonly code: string; readonly why: string; readonly again: boolean };

/** What takes parcels for the targets of one service. */
export interface Outlet {
  take(parcel: Parcel): Promise<Taken>;
}

/** By the service in the ARN of the target, as `lambda`. */
export type Outlets = Readonly<Record<string, Outlet>>;
