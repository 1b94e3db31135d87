import {
  BATCH_SIZE,
  BATCHING_WINDOW,
  KIND_NAMES,
  MAPPING_RETRIES,
  MAPPING_SOURCE,
  MAXIMUM_CONCURRENCY,
  NO_LIMIT,
  PARALLELIZATION_FACTOR,
  POLLERS,
  RECORD_AGE,
  TUMBLING_WINDOW,
} from '../spec/event-source-mapping';
import type { Limit } from '../spec/limit';
import { type Mapping, mappingsOf } from './mapping';
import { type Broken, each, type Rule } from './rule';

/** Numbers of a mapping that the CDK's own validation knows the ranges of, too. */
const OUT_OF_SCHEMA = 'F3034';
const NOT_WHOLE = 'F3012';

interface Setting {
  readonly id: string;
  readonly also: readonly string[];
  /** In a sentence. */
  readonly name: string;
  readonly path: readonly string[];
  readonly limit: Limit;
  /** Taken besides what is within the limit. */
  readonly besides?: number;
  /** The lowest and highest number that the CDK's own validation lets through. */
  readonly schema?: Pick<Limit, 'min' | 'max'>;
}

const SETTINGS: readonly Setting[] = [
  { id: 'ESM-01', also: ['VAL-02'], name: 'batch size', path: ['BatchSize'], limit: BATCH_SIZE },
  {
    id: 'ESM-02',
    also: ['VAL-02'],
    name: 'batching window',
    path: ['MaximumBatchingWindowInSeconds'],
    limit: BATCHING_WINDOW,
  },
  {
    id: 'ESM-04',
    also: ['VAL-03'],
    name: 'parallelization factor',
    path: ['ParallelizationFactor'],
    limit: PARALLELIZATION_FACTOR,
  },
  { id: 'ESM-05', also: ['VAL-03'], name: 'tumbling window', path: ['TumblingWindowInSeconds'], limit: TUMBLING_WINDOW },
  { id: 'ESM-06', also: ['VAL-03'], name: 'number of retries', path: ['MaximumRetryAttempts'], limit: MAPPING_RETRIES },
  {
    id: 'ESM-06-age',
    also: ['VAL-03'],
    name: 'maximum record age',
    path: ['MaximumRecordAgeInSeconds'],
    limit: RECORD_AGE,
    besides: NO_LIMIT,
    schema: { min: NO_LIMIT, max: RECORD_AGE.max },
  },
  {
    id: 'ESM-08',
    also: ['VAL-04'],
    name: 'maximum concurrency',
    path: ['ScalingConfig', 'MaximumConcurrency'],
    limit: MAXIMUM_CONCURRENCY,
  },
];

function ranged({ id, also, name, path, limit, besides, schema = limit }: Setting): Rule {
  const range = `from ${limit.min} to ${limit.max} ${limit.unit}`;
  const orNot = besides === undefined ? '' : `, or ${besides}`;
  return {
    id,
    severity: 'error',
    title: `The ${name} of an event source mapping is out of range`,
    why: 'Lambda refuses the event source mapping.',
    remedy: `Choose a whole number ${range}${orNot}.`,
    source: limit.source,
    also,
    check: each(mappingsOf(), function* ({ on }) {
      const value = on.number(...path);
      if (value === undefined || value === besides || isWithin(limit, value)) return;
      yield {
        on,
        property: `Properties.${path.join('.')}`,
        ...((value < schema.min || value > schema.max) && { seenByCdk: OUT_OF_SCHEMA }),
        ...(!Number.isInteger(value) && { seenByCdk: NOT_WHOLE }),
        message: `The ${name} is ${value}; it must be a whole number ${range}${orNot}.`,
      };
    }),
  };
}

function isWithin({ min, max, whole }: Limit, value: number): boolean {
  return value >= min && value <= max && (!whole || Number.isInteger(value));
}

const POLLER_CONFIG = 'ProvisionedPollerConfig';

function* pollers({ on, kind }: Mapping): Generator<Broken> {
  const [lowest, highest] = [kind === 'sqs' ? POLLERS.minimum.sqs : POLLERS.minimum.kafka, POLLERS.maximum.max];
  const minimum = on.number(POLLER_CONFIG, 'MinimumPollers');
  const maximum = on.number(POLLER_CONFIG, 'MaximumPollers');
  const outside = (value: number, from: number, to: number) => value < from || value > to;
  const broken = (property: string, message: string, seenByCdk: boolean): Broken => ({
    on,
    property: `Properties.${POLLER_CONFIG}.${property}`,
    ...(seenByCdk && { seenByCdk: OUT_OF_SCHEMA }),
    message,
  });
  if (minimum !== undefined && outside(minimum, lowest, POLLERS.minimum.max)) {
    const range = `from ${lowest} to ${POLLERS.minimum.max} for ${KIND_NAMES[kind]}`;
    const isSeen = outside(minimum, POLLERS.minimum.kafka, POLLERS.minimum.max);
    yield broken('MinimumPollers', `The minimum of pollers is ${minimum}; it must be ${range}.`, isSeen);
  } else if (maximum !== undefined && outside(maximum, lowest, highest)) {
    const range = `from ${lowest} to ${highest} for ${KIND_NAMES[kind]}`;
    const isSeen = outside(maximum, POLLERS.minimum.kafka, highest);
    yield broken('MaximumPollers', `The maximum of pollers is ${maximum}; it must be ${range}.`, isSeen);
  } else if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    yield broken('MinimumPollers', `The minimum of pollers, ${minimum}, is above their maximum, ${maximum}.`, false);
  }
}

export const MAPPING_SETTINGS: readonly Rule[] = [
  ...SETTINGS.map(ranged),
  {
    id: 'ESM-08-pollers',
    severity: 'error',
    title: 'An event source mapping has a maximum concurrency and pollers of its own',
    why: 'Lambda takes one or the other and refuses both.',
    remedy: 'Leave out `ScalingConfig` or `ProvisionedPollerConfig`.',
    source: MAPPING_SOURCE,
    also: ['SQS-08', 'SQS-09', 'VAL-04'],
    check: each(mappingsOf('sqs'), function* ({ on }) {
      if (!on.has('ScalingConfig', 'MaximumConcurrency') || !on.has(POLLER_CONFIG)) return;
      const message = 'A maximum concurrency excludes provisioned pollers, but both are given.';
      yield { on, property: 'Properties.ScalingConfig', message };
    }),
  },
  {
    id: 'ESM-09',
    severity: 'error',
    title: 'The pollers of an event source mapping are out of range',
    why: 'Lambda refuses the event source mapping.',
    remedy: 'Choose numbers that the source takes, the minimum not above the maximum.',
    source: MAPPING_SOURCE,
    also: ['SQS-09', 'KAF-30', 'VAL-04'],
    check: each(mappingsOf('sqs', 'msk', 'self-managed-kafka'), pollers),
  },
  {
    id: 'ESM-09-documented',
    severity: 'warning',
    title: 'An event source mapping wants more pollers than the guide of Lambda names',
    why: 'The API takes the number, but the guide names a lower maximum.',
    remedy: `Choose at most ${POLLERS.maximum.documented} pollers.`,
    source: MAPPING_SOURCE,
    also: ['DSP-02'],
    judgedBy: ['cdk-lambda-kit:POLLERS_ABOVE_GUIDE'],
    check: each(mappingsOf('sqs', 'msk', 'self-managed-kafka'), function* ({ on }) {
      const maximum = on.number(POLLER_CONFIG, 'MaximumPollers') ?? 0;
      if (maximum <= POLLERS.maximum.documented || maximum > POLLERS.maximum.max) return;
      const message = `The maximum of pollers is ${maximum}; the guide names ${POLLERS.maximum.documented} as the most.`;
      yield { on, property: `Properties.${POLLER_CONFIG}.MaximumPollers`, message };
    }),
  },
];
