import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ConstructError, type Place } from './construct-error';
import { warn } from './construct-warning';

/** Refuses what cannot take dead letters (FN-64). */
export function checkDeadLetters(place: Place, { deadLetterQueue, deadLetterTopic }: lambda.FunctionOptions): void {
  if (deadLetterQueue?.fifo) {
    throw new ConstructError(place, 'DEAD_LETTER_FIFO', `deadLetterQueue ${deadLetterQueue.node.path} must not be a FIFO queue.`);
  }
  if (deadLetterTopic?.fifo) {
    throw new ConstructError(place, 'DEAD_LETTER_FIFO', `deadLetterTopic ${deadLetterTopic.node.path} must not be a FIFO topic.`);
  }
}

/** Closes the queue that aws-cdk-lib makes to requests without TLS; one that is given is for its owner to close. */
export function secureDeadLetters(fn: lambda.Function, { deadLetterQueue: given }: lambda.FunctionOptions): void {
  const queue = given ? undefined : fn.deadLetterQueue;
  queue?.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['sqs:*'],
      resources: [queue.queueArn],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  );
}

/** Both receive a failure (INV-69), which is seldom meant. */
export function warnOfDeadLettersTwice(fn: lambda.Function, { onFailure }: lambda.EventInvokeConfigOptions): void {
  if (!onFailure || (!fn.deadLetterQueue && !fn.deadLetterTopic)) return;
  warn(fn, 'DEAD_LETTERS_TWICE', 'A dead-letter queue or topic and onFailure are both set.');
}
