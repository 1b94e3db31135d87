import {
  COLLECTION_NAME,
  CONSUMER_GROUP,
  DATABASE_NAME,
  MAPPED_QUEUE_NAME,
  MAPPING_SOURCE,
  RESPONSE_TYPES,
  STARTING_POSITIONS,
  TOPIC_NAME,
} from '../spec/event-source-mapping';
import type { TextLimit } from '../spec/limit';
import { mappingsOf } from './mapping';
import type { Part } from './part';
import { each, type Rule } from './rule';

/** Rules of the CDK's own validation: on patterns, on lengths, on lists of values. */
const SEEN = { pattern: 'F3031', length: 'F3033', values: 'W3030' } as const;

interface Texts {
  readonly id: string;
  readonly what: string;
  readonly also?: readonly string[];
  /** Where such texts stand, with what they must be. */
  readonly at: readonly (readonly [path: readonly string[], limit: TextLimit])[];
}

const TEXTS: readonly Texts[] = [
  {
    id: 'ESM-12',
    what: 'topic or queue',
    at: [
      [['Topics'], TOPIC_NAME],
      [['Queues'], MAPPED_QUEUE_NAME],
    ],
  },
  {
    id: 'ESM-15',
    what: 'consumer group',
    also: ['ESM-20'],
    at: [
      [['AmazonManagedKafkaEventSourceConfig', 'ConsumerGroupId'], CONSUMER_GROUP],
      [['SelfManagedKafkaEventSourceConfig', 'ConsumerGroupId'], CONSUMER_GROUP],
    ],
  },
  {
    id: 'ESM-21',
    what: 'database or collection',
    at: [
      [['DocumentDBEventSourceConfig', 'DatabaseName'], DATABASE_NAME],
      [['DocumentDBEventSourceConfig', 'CollectionName'], COLLECTION_NAME],
    ],
  },
];

/** What is wrong with the text, and which rule of the CDK says so. */
function wrong(text: string, limit: TextLimit): readonly [string, string | undefined] | undefined {
  const { min, max = Number.POSITIVE_INFINITY, pattern } = limit;
  if (text.length < min || text.length > max)
    return [`has ${text.length} characters; it must have ${min} to ${max}`, SEEN.length];
  if (pattern === undefined || pattern.matches.test(text)) return undefined;
  // Its pattern for consumer groups finds what it wants in any part of the text.
  return [`must have ${pattern.words}`, limit === CONSUMER_GROUP ? undefined : SEEN.pattern];
}

function named({ id, what, also = [], at }: Texts): Rule {
  return {
    id,
    severity: 'error',
    title: `An event source mapping names a ${what} that cannot be one`,
    why: 'Lambda refuses the event source mapping.',
    remedy: `Give the name of the ${what} as it is at the source.`,
    source: MAPPING_SOURCE,
    also,
    check: each(mappingsOf(), function* ({ on }) {
      for (const [path, limit] of at) {
        for (const part of knownParts(on.part(...path))) {
          const text = part.text() ?? '';
          const [found, seenByCdk] = wrong(text, limit) ?? [];
          const message = `The ${what} «${text}» ${found}.`;
          if (found !== undefined) yield { on, property: part.property, ...(seenByCdk && { seenByCdk }), message };
        }
      }
    }),
  };
}

function knownParts(list: Part): readonly Part[] {
  return list.isKnown() ? list.parts().filter((part) => part.isKnown()) : [];
}

export const MAPPING_TEXTS: readonly Rule[] = [
  ...TEXTS.map(named),
  {
    id: 'ESM-10',
    severity: 'error',
    title: 'A function is to answer an event source mapping in a way that there is not',
    why: 'Lambda refuses the event source mapping.',
    remedy: `Give \`${RESPONSE_TYPES[0]}\`, or nothing.`,
    source: MAPPING_SOURCE,
    check: each(mappingsOf(), function* ({ on }) {
      for (const part of knownParts(on.part('FunctionResponseTypes'))) {
        const type = part.text() ?? '';
        if (RESPONSE_TYPES.includes(type)) continue;
        const message = `There is no response type ${type}; it must be ${RESPONSE_TYPES.join(' or ')}.`;
        yield { on, property: part.property, seenByCdk: SEEN.values, message };
      }
    }),
  },
  {
    id: 'ESM-44',
    severity: 'error',
    title: 'A stream is to be read from a position that there is not',
    why: 'Lambda refuses the event source mapping: «Member must satisfy enum value set».',
    remedy: `Choose one of ${STARTING_POSITIONS.map((each) => `\`${each}\``).join(', ')}.`,
    source: MAPPING_SOURCE,
    also: ['ESM-11'],
    check: each(mappingsOf('kinesis', 'dynamodb', 'msk', 'self-managed-kafka', 'documentdb'), function* ({ on }) {
      const position = on.text('StartingPosition');
      if (position === undefined || STARTING_POSITIONS.includes(position)) return;
      const message = `There is no starting position ${position}; it must be ${STARTING_POSITIONS.join(', ')}.`;
      yield { on, property: 'Properties.StartingPosition', seenByCdk: SEEN.pattern, message };
    }),
  },
];
