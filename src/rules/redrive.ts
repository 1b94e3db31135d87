import { RECOMMENDED_RECEIVES } from '../spec/event-source-mapping';
import type { App } from './app';
import type { Declaration } from './declaration';
import { mappingsOf } from './mapping';
import { Part } from './part';
import { each, type Rule } from './rule';

const QUEUE = 'AWS::SQS::Queue';
const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html';

/** The queues of the app that functions read, each once. */
function readQueues(app: App): Iterable<Declaration> {
  const queues = mappingsOf('sqs')(app).flatMap(({ arn }) => app.named(arn, QUEUE) ?? []);
  return new Set(queues);
}

/** Where a queue puts what fails; also when that is written as JSON text. */
function redriveOf(queue: Declaration): Part {
  const part = queue.part('RedrivePolicy');
  if (!part.isKnown() || typeof part.value() !== 'string') return part;
  try {
    return new Part(JSON.parse(part.text() ?? ''), part.property, queue.path);
  } catch {
    return part;
  }
}

/** The queues that others put into what fails. */
function deadLetterQueues(app: App): ReadonlySet<string> {
  return app.once('dead-letter queues', () => {
    const targets = app.ofType(QUEUE).map((queue) => redriveOf(queue).part('deadLetterTargetArn'));
    return new Set(targets.flatMap((target) => (target.isKnown() ? (target.text() ?? []) : [])));
  });
}

export const REDRIVE: readonly Rule[] = [
  {
    id: 'SQS-07',
    severity: 'warning',
    title: 'Messages that a function fails on are never set aside',
    why: 'A message that cannot be handled is received again and again until its retention ends, and is then lost.',
    remedy: 'Give the queue a dead-letter queue (`RedrivePolicy`).',
    source: SOURCE,
    also: ['VAL-10'],
    judgedBy: ['cdk-lambda-kit:QUEUE_WITHOUT_DEAD_LETTERS'],
    check: each(readQueues, function* (queue, app) {
      // What was set aside already need not be set aside again.
      if (queue.has('RedrivePolicy') || (queue.arn !== undefined && deadLetterQueues(app).has(queue.arn))) return;
      const message = 'A function reads the queue, but the queue has no dead-letter queue.';
      yield { on: queue, property: 'Properties.RedrivePolicy', message };
    }),
  },
  {
    id: 'SQS-07-receives',
    severity: 'warning',
    title: 'Messages are set aside after few attempts',
    why: 'Receives that end in throttling count as well, so good messages end in the dead-letter queue.',
    remedy: `Choose a \`maxReceiveCount\` of at least ${RECOMMENDED_RECEIVES}.`,
    source: SOURCE,
    also: ['SQS-21', 'VAL-10'],
    judgedBy: ['cdk-lambda-kit:QUEUE_FEW_RECEIVES'],
    check: each(readQueues, function* (queue) {
      const receives = redriveOf(queue).number('maxReceiveCount');
      if (receives === undefined || receives >= RECOMMENDED_RECEIVES) return;
      const message = `A message is set aside after ${receives} receives; with a function as the reader, at least ${RECOMMENDED_RECEIVES} are recommended.`;
      yield { on: queue, property: 'Properties.RedrivePolicy.maxReceiveCount', message };
    }),
  },
  {
    id: 'SQS-07-kind',
    severity: 'error',
    title: 'A queue and its dead-letter queue are not of one kind',
    why: 'SQS refuses it: a FIFO queue needs a FIFO dead-letter queue, and a standard queue a standard one.',
    remedy: 'Make both FIFO queues, or neither.',
    source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
    also: ['VAL-10'],
    check: each(QUEUE, function* (queue, app) {
      const target = redriveOf(queue).text('deadLetterTargetArn');
      const isFifo = queue.flag('FifoQueue') === true;
      if (target === undefined || target.endsWith('.fifo') === isFifo) return;
      const [own, other] = isFifo ? ['a FIFO queue', 'a standard one'] : ['a standard queue', 'a FIFO one'];
      const message = `It is ${own}, but its dead-letter queue is ${other}.`;
      const isSeen = app.named(target, QUEUE)?.address.stack === queue.address.stack;
      yield { on: queue, property: 'Properties.RedrivePolicy', message, ...(isSeen && { seenByCdk: 'E3502' }) };
    }),
  },
];
