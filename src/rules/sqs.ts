import { FIFO_BATCH_SIZE, UNWINDOWED_BATCH_SIZE } from '../spec/event-source-mapping';
import { FUNCTION_DEFAULTS } from '../spec/function-defaults';
import { DEFAULT_VISIBILITY_TIMEOUT_SECONDS, VISIBILITY_MARGIN } from '../spec/sqs';
import type { App, FunctionTarget } from './app';
import type { Declaration } from './declaration';
import { isFifo, mappingsOf, mayMeet } from './mapping';
import { each, type Rule } from './rule';

const QUEUE = 'AWS::SQS::Queue';

interface QueueReader {
  readonly mapping: Declaration;
  readonly queue: Declaration;
  readonly target: FunctionTarget;
}

/** Every mapping between a queue and a function of the app, whichever stacks they are in. */
function* queueReaders(app: App): Generator<QueueReader> {
  for (const { on: mapping, arn } of mappingsOf('sqs')(app)) {
    if (!mapping.isKnown('FunctionName')) continue;
    const queue = app.named(arn, QUEUE);
    const target = app.functionNamed(mapping.text('FunctionName'), mapping);
    if (queue !== undefined && target !== undefined) yield { mapping, queue, target };
  }
}

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html';
const timeoutOf = ({ fn }: FunctionTarget) => fn.number('Timeout') ?? FUNCTION_DEFAULTS.timeoutSeconds;
const visibilityOf = (queue: Declaration) => queue.number('VisibilityTimeout') ?? DEFAULT_VISIBILITY_TIMEOUT_SECONDS;

/** Whether all three stand in one template and the mapping names no alias or version. */
function isDirect(mapping: Declaration, queue: Declaration, { fn, qualifier }: FunctionTarget): boolean {
  return qualifier === undefined && [queue, fn].every(({ address }) => address.stack === mapping.address.stack);
}

export const SQS: readonly Rule[] = [
  {
    id: 'SQS-06',
    severity: 'error',
    title: 'A queue hides messages for less time than the function that reads them may run',
    why: 'Lambda refuses the event source mapping.',
    remedy: 'Raise the visibility timeout of the queue to six times the timeout of the function, plus the batching window.',
    source: SOURCE,
    also: ['VAL-09'],
    check: each(queueReaders, function* ({ mapping, queue, target }) {
      const [visibility, timeout] = [visibilityOf(queue), timeoutOf(target)];
      if (visibility >= timeout) return;
      yield {
        on: queue,
        property: 'Properties.VisibilityTimeout',
        // The CDK sees it only when the mapping names queue and function directly.
        ...(isDirect(mapping, queue, target) && { seenByCdk: 'E3505' }),
        message: `Messages are hidden for ${visibility} s, but ${target.fn.path} may run for ${timeout} s.`,
      };
    }),
  },
  {
    id: 'SQS-06-margin',
    severity: 'warning',
    title: 'A queue hides messages for less than six times the timeout of the function that reads them',
    why: 'When Lambda is throttled, or a batch is tried again, messages come back while they are still worked on.',
    remedy: 'Raise the visibility timeout of the queue to six times the timeout of the function, plus the batching window.',
    source: SOURCE,
    also: ['VAL-09'],
    judgedBy: ['cdk-lambda-kit:VISIBILITY_MARGIN'],
    check: each(queueReaders, function* ({ mapping, queue, target }) {
      const [visibility, timeout] = [visibilityOf(queue), timeoutOf(target)];
      const wanted = VISIBILITY_MARGIN * timeout + (mapping.number('MaximumBatchingWindowInSeconds') ?? 0);
      if (visibility < timeout || visibility >= wanted) return;
      yield {
        on: queue,
        property: 'Properties.VisibilityTimeout',
        message: `Messages are hidden for ${visibility} s; ${target.fn.path}, which may run for ${timeout} s, wants ${wanted} s.`,
      };
    }),
  },
  {
    id: 'SQS-04',
    severity: 'error',
    title: 'A queue is to be read in batches of more than 10 messages without waiting for them',
    why: 'Lambda refuses the event source mapping: «Maximum batch window in seconds must be greater than 0».',
    remedy: 'Give a batching window of at least 1 second, or a batch size of at most 10.',
    source: SOURCE,
    also: ['ESM-03', 'ESM-55', 'VAL-01'],
    check: each(mappingsOf('sqs'), function* (mapping) {
      const { on } = mapping;
      const [size, window] = [on.number('BatchSize') ?? 0, on.number('MaximumBatchingWindowInSeconds') ?? 0];
      if (isFifo(mapping) || size <= UNWINDOWED_BATCH_SIZE || window > 0) return;
      const message = `The batch size is ${size}; above ${UNWINDOWED_BATCH_SIZE}, the batching window must be at least 1 second.`;
      yield { on, property: 'Properties.MaximumBatchingWindowInSeconds', message };
    }),
  },
  {
    id: 'SQS-04-fifo',
    severity: 'error',
    title: 'A FIFO queue is to be read in batches of more than 10 messages',
    why: 'Lambda refuses the event source mapping.',
    remedy: 'Choose a batch size of at most 10.',
    source: SOURCE,
    also: ['VAL-01'],
    check: each(mappingsOf('sqs'), function* (mapping, app) {
      const size = mapping.on.number('BatchSize') ?? 0;
      if (!isFifo(mapping) || size <= FIFO_BATCH_SIZE) return;
      const message = `The batch size is ${size}; of a FIFO queue it is at most ${FIFO_BATCH_SIZE}.`;
      const isSeen = app.named(mapping.arn, QUEUE)?.address.stack === mapping.on.address.stack;
      yield { on: mapping.on, property: 'Properties.BatchSize', message, ...(isSeen && { seenByCdk: 'E3705' }) };
    }),
  },
  {
    id: 'SQS-05',
    severity: 'error',
    title: 'Messages of a FIFO queue are to be waited for',
    why: 'Lambda refuses the event source mapping: only standard queues take a batching window.',
    remedy: 'Leave out the batching window.',
    source: SOURCE,
    also: ['ESM-02', 'VAL-01'],
    check: each(mappingsOf('sqs'), function* (mapping) {
      const window = mapping.on.number('MaximumBatchingWindowInSeconds') ?? 0;
      if (!isFifo(mapping) || window === 0) return;
      const message = `The batching window is ${window} s, but FIFO queues take none.`;
      yield { on: mapping.on, property: 'Properties.MaximumBatchingWindowInSeconds', message };
    }),
  },
  {
    id: 'FIL-11',
    severity: 'warning',
    title: 'A filter deletes messages that another reader of the queue waits for',
    why: 'Each message goes to one mapping of the queue, and when the filters of that one do not match it is deleted.',
    remedy: 'Give each reader a queue of its own, or let one function read the queue and pass the messages on.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html',
    also: ['SQS-11', 'SQS-25'],
    check: each(mappingsOf('sqs'), function* ({ on, arn }, app) {
      if (on.parts('FilterCriteria', 'Filters').length === 0) return;
      const readers = app.once('mappings by queue', () => {
        const found = new Map<string, Declaration[]>();
        for (const { arn: of = '', on: reader } of mappingsOf('sqs')(app)) {
          const others = found.get(of);
          if (others === undefined) found.set(of, [reader]);
          else others.push(reader);
        }
        return found;
      });
      const other = (readers.get(arn ?? '') ?? []).find((each) => each !== on && mayMeet(each, on));
      if (other === undefined) return;
      const message = `What these filters do not match is deleted, although ${other.path} reads the same queue.`;
      yield { on, property: 'Properties.FilterCriteria', message };
    }),
  },
];
