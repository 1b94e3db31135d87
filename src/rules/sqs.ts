import { FUNCTION_DEFAULTS } from '../spec/function-defaults';
import { DEFAULT_VISIBILITY_TIMEOUT_SECONDS, VISIBILITY_MARGIN } from '../spec/sqs';
import type { App, FunctionTarget } from './app';
import type { Declaration } from './declaration';
import { each, type Rule } from './rule';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const QUEUE = 'AWS::SQS::Queue';

interface QueueReader {
  readonly mapping: Declaration;
  readonly queue: Declaration;
  readonly target: FunctionTarget;
}

/** Every mapping between a queue and a function of the app, whichever stacks they are in. */
function* queueReaders(app: App): Generator<QueueReader> {
  for (const mapping of app.ofType(MAPPING)) {
    if (!mapping.isKnown('EventSourceArn') || !mapping.isKnown('FunctionName')) continue;
    const queue = app.named(mapping.text('EventSourceArn'), QUEUE);
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
];
