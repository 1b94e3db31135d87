import type { Value } from '../model/declared';
import {
  AT_TIMESTAMP,
  KIND_NAMES,
  MAPPING_SOURCE,
  NEEDS_STARTING_POSITION,
  OWN_ACCOUNT_ONLY,
  SUPPORT,
} from '../spec/event-source-mapping';
import type { Declaration } from './declaration';
import { isProvisioned, type Mapping, mappingsOf, nameOf, SOURCE_TYPES, sourceKindOf, sourceOf } from './mapping';
import { type Broken, each, type Rule } from './rule';

/** What is given says something: an empty list or a flag that is off is what Lambda takes anyway. */
function isSaid(on: Declaration, property: string): boolean {
  return on.isKnown(property) ? !isEmpty(on.value(property)) : on.has(property);
}

function isEmpty(value: Value | undefined): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isEmpty);
  return value === undefined || value === null || value === false || value === 'false' || value === '';
}

function* unsupported(mapping: Mapping): Generator<Broken> {
  const { on, kind } = mapping;
  for (const { property, kinds, provisioned = [] } of SUPPORT) {
    if (kinds.includes(kind) || !isSaid(on, property)) continue;
    const needsPollers = provisioned.includes(kind);
    if (needsPollers && isProvisioned(mapping)) continue;
    const message = needsPollers
      ? `A mapping from ${KIND_NAMES[kind]} takes ${property} with a ProvisionedPollerConfig only.`
      : `A mapping from ${KIND_NAMES[kind]} does not take ${property}.`;
    yield { on, property: `Properties.${property}`, message };
  }
}

export const MAPPING_PROPERTIES: readonly Rule[] = [
  {
    id: 'ESM-41',
    severity: 'error',
    title: 'An event source mapping names nothing that Lambda reads from',
    why: 'Lambda refuses the event source mapping: «Unrecognized event source.»',
    remedy:
      'Give the ARN of a queue, a stream, a cluster or a broker; for Kafka clusters of your own, give `SelfManagedEventSource`.',
    source: MAPPING_SOURCE,
    check: each('AWS::Lambda::EventSourceMapping', function* (on) {
      const arn = on.text('EventSourceArn');
      if (arn === undefined ? on.has('SelfManagedEventSource') : sourceKindOf(arn) !== undefined) return;
      const message = arn === undefined ? 'No event source is given.' : `Lambda does not read from ${arn}.`;
      yield { on, property: 'Properties.EventSourceArn', message };
    }),
  },
  {
    id: 'VAL-05',
    severity: 'error',
    title: 'An event source mapping has a property that its source does not take',
    why: 'Lambda refuses the event source mapping.',
    remedy: 'Leave the property out.',
    source: MAPPING_SOURCE,
    also: [...new Set(SUPPORT.map(({ rule }) => rule))],
    check: each(mappingsOf(), unsupported),
  },
  {
    id: 'ESM-11',
    severity: 'error',
    title: 'An event source mapping does not say where in the stream to begin',
    why: 'Lambda refuses the event source mapping.',
    remedy: 'Give `StartingPosition`: `LATEST` for what comes from now on, `TRIM_HORIZON` for all that is there.',
    source: MAPPING_SOURCE,
    also: ['ESM-43', 'VAL-06'],
    check: each(mappingsOf(...NEEDS_STARTING_POSITION), function* ({ on, kind }) {
      if (on.has('StartingPosition')) return;
      // The CDK misses it where it cannot see what the source is.
      const message = `A mapping from ${KIND_NAMES[kind]} must have a StartingPosition.`;
      yield { on, property: 'Properties.StartingPosition', message };
    }),
  },
  {
    id: 'ESM-11-timestamp',
    severity: 'error',
    title: 'The starting position of an event source mapping and its timestamp do not go together',
    why: 'Lambda refuses the event source mapping.',
    remedy: 'Give `StartingPositionTimestamp` when the position is `AT_TIMESTAMP`, and only then.',
    source: MAPPING_SOURCE,
    also: ['VAL-06'],
    check: each(mappingsOf(...NEEDS_STARTING_POSITION, 'self-managed-kafka'), function* ({ on }) {
      const position = on.text('StartingPosition');
      const hasTime = on.has('StartingPositionTimestamp');
      if (position === undefined || (position === AT_TIMESTAMP) === hasTime) return;
      const message = hasTime
        ? `The starting position is ${position}, which takes no timestamp.`
        : `The starting position is ${position}, but there is no StartingPositionTimestamp.`;
      yield { on, property: 'Properties.StartingPositionTimestamp', message };
    }),
  },
  {
    id: 'ESM-45',
    severity: 'error',
    title: 'A DynamoDB stream is to be read from a point in time',
    why: 'Lambda refuses the event source mapping: «Unsupported starting position for arn type».',
    remedy: 'Begin at `TRIM_HORIZON` or `LATEST`.',
    source: MAPPING_SOURCE,
    also: ['DDB-05', 'VAL-06'],
    check: each(mappingsOf('dynamodb'), function* ({ on }) {
      if (on.text('StartingPosition') !== AT_TIMESTAMP) return;
      const message = `A DynamoDB stream is read from TRIM_HORIZON or LATEST, not from ${AT_TIMESTAMP}.`;
      yield { on, property: 'Properties.StartingPosition', message };
    }),
  },
  {
    id: 'SQS-03',
    severity: 'error',
    title: 'An event source mapping reads from another Region',
    why: 'Lambda reads in its own Region only, so it does not find the source.',
    remedy: 'Put the function beside its source, or pass the records on to the other Region.',
    source: MAPPING_SOURCE,
    also: ['DDB-06', 'MQ-02', 'DOC-01'],
    check: each(mappingsOf(), function* (mapping, app) {
      const { on, kind, arn = '' } = mapping;
      const source = sourceOf(app, mapping, ...SOURCE_TYPES);
      const [, , , region = '', account = ''] = arn.split(':');
      const place = source === undefined ? { region, account } : { region: source.region, account: source.account };
      const isOther = (there: string | undefined, here: string | undefined) =>
        there !== undefined && there !== '' && here !== undefined && there !== here;
      const name = nameOf(source, mapping);
      if (isOther(place.region, on.region)) {
        const message = `The mapping is in ${on.region}, but ${name} is in ${place.region}.`;
        yield { on, property: 'Properties.EventSourceArn', message };
      } else if (OWN_ACCOUNT_ONLY.includes(kind) && isOther(place.account, on.account)) {
        const message = `The mapping is in account ${on.account}, but ${name} is in ${place.account}.`;
        yield { on, property: 'Properties.EventSourceArn', message };
      }
    }),
  },
];
