/**
 * Where Lambda sends what became of an asynchronous event, by the service in the ARN, and what the role of the function must allow
 * for it there (FN-64, INV-68).
 */
export interface DestinationKind {
  readonly name: string;
  readonly actions: readonly string[];
  readonly canBeDeadLetters: boolean;
  readonly canBeOnSuccess: boolean;
}

export const DESTINATION_KINDS: Readonly<Record<string, DestinationKind>> = {
  sqs: { name: 'a queue', actions: ['sqs:SendMessage'], canBeDeadLetters: true, canBeOnSuccess: true },
  sns: { name: 'a topic', actions: ['sns:Publish'], canBeDeadLetters: true, canBeOnSuccess: true },
  lambda: { name: 'a function', actions: ['lambda:InvokeFunction'], canBeDeadLetters: false, canBeOnSuccess: true },
  events: { name: 'an event bus', actions: ['events:PutEvents'], canBeDeadLetters: false, canBeOnSuccess: true },
  s3: { name: 'a bucket', actions: ['s3:PutObject'], canBeDeadLetters: false, canBeOnSuccess: false },
};

/** Queues and topics that keep the order, which Lambda does not send to (FN-64, INV-68). */
export const FIFO_NAME = /\.fifo$/;
