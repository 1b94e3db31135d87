import { FIRST_POLLERS } from '../spec/event-source-mapping';
import type { App } from './app';
import type { Declaration } from './declaration';
import { isDisabled, isFifo, isProvisioned, type Mapping, mappingsOf, sourceOf, targetOf } from './mapping';
import { each, type Rule } from './rule';

const RESERVED = 'ReservedConcurrentExecutions';
const MAXIMUM = ['ScalingConfig', 'MaximumConcurrency'] as const;
const SCALING = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html';

/** The queues of each function of the app that has a reservation. */
function reservedReaders(app: App): Iterable<readonly [Declaration, readonly Mapping[]]> {
  return app.once('readers with a reservation', () => {
    const readers = new Map<Declaration, Mapping[]>();
    for (const mapping of mappingsOf('sqs')(app)) {
      if (isDisabled(mapping) || !mapping.on.isKnown('FunctionName')) continue;
      const fn = targetOf(app, mapping)?.fn;
      if (fn === undefined || !fn.has(RESERVED)) continue;
      const others = readers.get(fn);
      if (others === undefined) readers.set(fn, [mapping]);
      else others.push(mapping);
    }
    return [...readers];
  });
}

export const MAPPING_CONCURRENCY: readonly Rule[] = [
  {
    id: 'SQS-08',
    severity: 'warning',
    title: 'A queue may be read with more concurrency than its function has',
    why: 'Invocations above the reservation are throttled, and the messages count as received until they end in the dead-letter queue.',
    remedy: 'Lower the maximum concurrency of the mapping, or raise the reserved concurrency of the function.',
    source: SCALING,
    judgedBy: ['cdk-lambda-kit:QUEUE_ABOVE_RESERVED'],
    check: each(mappingsOf('sqs'), function* (mapping, app) {
      const fn = targetOf(app, mapping)?.fn;
      const [maximum, reserved] = [mapping.on.number(...MAXIMUM), fn?.number(RESERVED)];
      if (fn === undefined || maximum === undefined || reserved === undefined || maximum <= reserved) return;
      yield {
        on: mapping.on,
        property: `Properties.${MAXIMUM.join('.')}`,
        message: `The maximum concurrency is ${maximum}, but ${fn.path} has ${reserved} reserved.`,
      };
    }),
  },
  {
    id: 'SQS-08-sum',
    severity: 'warning',
    title: 'The queues of a function may together be read with more concurrency than the function has',
    why: 'Invocations above the reservation are throttled, and the messages count as received until they end in the dead-letter queue.',
    remedy: 'Reserve at least as much as the maximum concurrencies of all mappings of the function together.',
    source: SCALING,
    check: each(reservedReaders, function* ([fn, mappings]) {
      const capped = mappings.filter(({ on }) => on.has(...MAXIMUM));
      const maxima = capped.map(({ on }) => on.number(...MAXIMUM) ?? 0);
      const [sum, reserved] = [maxima.reduce((one, other) => one + other, 0), fn.number(RESERVED) ?? 0];
      // One that is too high by itself is said of the mapping.
      if (sum <= reserved || maxima.length < 2 || maxima.some((maximum) => maximum > reserved)) return;
      const paths = capped.map(({ on }) => on.path).join(', ');
      const message = `${reserved} are reserved, but ${paths} may together want ${sum}.`;
      yield { on: fn, property: `Properties.${RESERVED}`, message };
    }),
  },
  {
    id: 'SQS-10',
    severity: 'warning',
    title: 'A queue is read by a function with less reserved concurrency than the pollers begin with',
    why: `${FIRST_POLLERS} pollers begin at once; what they invoke beyond the reservation is throttled, and the messages count as received.`,
    remedy: `Reserve at least ${FIRST_POLLERS}, or give the mapping a maximum concurrency.`,
    source: SCALING,
    check: each(mappingsOf('sqs'), function* (mapping, app) {
      // Of a FIFO queue, no more is read at once than there are message groups.
      if (isFifo(mapping) || isProvisioned(mapping) || isDisabled(mapping) || mapping.on.has(...MAXIMUM)) return;
      const fn = targetOf(app, mapping)?.fn;
      const reserved = fn?.number(RESERVED);
      // With 0 the function is stopped on purpose.
      if (fn === undefined || reserved === undefined || reserved === 0 || reserved >= FIRST_POLLERS) return;
      const message = `${fn.path} has ${reserved} reserved; without a maximum concurrency, ${FIRST_POLLERS} pollers begin at once.`;
      yield { on: mapping.on, property: 'Properties.ScalingConfig', message };
    }),
  },
  {
    id: 'KIN-13-concurrency',
    severity: 'warning',
    title: 'A stream may be read with more concurrency than its function has',
    why: 'Each shard is read by as many invocations at once as the parallelization factor says; those above the reservation are throttled, and the stream falls behind.',
    remedy: 'Reserve at least the number of shards times the parallelization factor.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html',
    also: ['KIN-05'],
    judgedBy: ['cdk-lambda-kit:STREAM_ABOVE_RESERVED'],
    check: each(mappingsOf('kinesis'), function* (mapping, app) {
      const [fn, stream] = [targetOf(app, mapping)?.fn, sourceOf(app, mapping, 'AWS::Kinesis::Stream')];
      const [reserved, shards] = [fn?.number(RESERVED), stream?.number('ShardCount')];
      if (fn === undefined || reserved === undefined || reserved === 0 || shards === undefined || isDisabled(mapping)) return;
      const factor = mapping.on.number('ParallelizationFactor') ?? 1;
      if (shards * factor <= reserved) return;
      const message = `${shards} shards times ${factor} are read at once, but ${fn.path} has ${reserved} reserved.`;
      yield { on: mapping.on, property: 'Properties.ParallelizationFactor', message };
    }),
  },
];
