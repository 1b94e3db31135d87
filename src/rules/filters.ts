import { InvalidEventPattern } from '../model/pattern/invalid-pattern';
import { alwaysAbsent, type Never, neverMatches, shapeAt } from '../model/pattern/never';
import { type Alternative, alternativesOf } from '../model/pattern/parse';
import { FILTERS, KIND_NAMES } from '../spec/event-source-mapping';
import { DOUBTFUL_METADATA, filterableRecord, PAYLOAD_KEYS, type Shape } from '../spec/filterable-records';
import type { App } from './app';
import type { Declaration } from './declaration';
import { type Mapping, mappingsOf, sourceOf } from './mapping';
import type { Part } from './part';
import { type Broken, each, type Rule } from './rule';

const GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html';
const DYNAMODB_GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html';

/** A filter that Lambda takes. */
interface Filter {
  readonly on: Declaration;
  readonly part: Part;
  readonly mapping: Mapping;
  readonly alternatives: readonly Alternative[];
  /** What it is matched with; absent for sources that take no filters. */
  readonly shape?: Shape;
}

type Parsed = readonly Alternative[] | InvalidEventPattern;

/** What a pattern asks for, or what is wrong with it. */
function read(app: App, pattern: string): Parsed {
  const known = app.once('patterns', () => new Map<string, Parsed>());
  const found = known.get(pattern) ?? parsed(pattern);
  known.set(pattern, found);
  return found;
}

function parsed(pattern: string): Parsed {
  try {
    return alternativesOf(pattern);
  } catch (error) {
    if (error instanceof InvalidEventPattern) return error;
    throw error;
  }
}

function* filtersOf(app: App): Generator<Filter> {
  for (const mapping of mappingsOf()(app)) {
    const { on } = mapping;
    if (!on.isKnown('FilterCriteria') || !on.isKnown('FilterCriteria', 'Filters')) continue;
    for (const part of on.parts('FilterCriteria', 'Filters')) {
      const pattern = part.isKnown('Pattern') ? part.text('Pattern') : undefined;
      const alternatives = pattern === undefined ? undefined : read(app, pattern);
      if (alternatives === undefined || alternatives instanceof InvalidEventPattern) continue;
      yield { on, part, mapping, alternatives, ...shapeOf(app, mapping) };
    }
  }
}

function shapeOf(app: App, mapping: Mapping): { readonly shape?: Shape } {
  const table = sourceOf(app, mapping, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable');
  const isKnown = table?.isKnown('StreamSpecification', 'StreamViewType') === true;
  const shape = filterableRecord(mapping.kind, isKnown ? table.text('StreamSpecification', 'StreamViewType') : undefined);
  return shape === undefined ? {} : { shape };
}

const once = (app: App) => app.once('filters', () => [...filtersOf(app)]);

/** Filters of plain text where the payload is JSON in any case (FIL-10). */
function plainPayload({ mapping: { kind }, alternatives }: Filter): string | undefined {
  const key = PAYLOAD_KEYS[kind];
  if (kind !== 'kinesis' && kind !== 'dynamodb') return undefined;
  const isPlain = alternatives.flat().some(({ path, leaf }) => path.join('.') === key && leaf.tests.length > 0);
  return isPlain ? key : undefined;
}

/** Whether a path leads to an attribute of an item of a table. */
function isOfItem({ mapping: { kind }, shape }: Filter, path: readonly string[]): boolean {
  const isBelowImage = path[0] === 'dynamodb' && /^(Keys|NewImage|OldImage)$/.test(path[1] ?? '') && path.length > 2;
  // Not every stream has every image.
  return kind === 'dynamodb' && isBelowImage && shape !== undefined && shapeAt(shape, path.slice(0, 2)) !== undefined;
}

function neverOf(filter: Filter): Never | undefined {
  if (filter.shape === undefined || plainPayload(filter) !== undefined) return undefined;
  return neverMatches(filter.alternatives, filter.shape);
}

function broken({ on, part }: Filter, message: string): Broken {
  return { on, property: `${part.property}.Pattern`, message };
}

function told({ path, finds }: Never, { mapping: { kind } }: Filter): string {
  const name = path.join('.');
  const key = PAYLOAD_KEYS[kind];
  if (finds === 'an object') return `\`${name}\` is an object in records of ${KIND_NAMES[kind]}, which no value matches.`;
  if (finds === 'other values') return `\`${name}\` never has such a value in records of ${KIND_NAMES[kind]}.`;
  const hint = path[0] === key ? '' : `; what was written to it is below \`${key}\``;
  return `Records of ${KIND_NAMES[kind]} have no \`${name}\`${hint}.`;
}

export const FILTERING: readonly Rule[] = [
  {
    id: 'ESM-16',
    severity: 'error',
    title: 'An event source mapping has more filters than Lambda ever takes',
    why: 'Lambda refuses the event source mapping.',
    remedy: `Put more into one pattern (\`$or\`, several values), or filter in the function: ${FILTERS.quota} filters are taken, ${FILTERS.max} with a raised quota.`,
    source: GUIDE,
    also: ['VAL-07'],
    check: each(mappingsOf(), function* ({ on }) {
      const count = on.parts('FilterCriteria', 'Filters').length;
      if (count <= FILTERS.max) return;
      const message = `There are ${count} filters; ${FILTERS.max} is the most.`;
      yield { on, property: 'Properties.FilterCriteria.Filters', message };
    }),
  },
  {
    id: 'ESM-16-quota',
    severity: 'warning',
    title: 'An event source mapping has more filters than Lambda takes without a raised quota',
    why: 'Lambda refuses the event source mapping in accounts whose quota is as it was.',
    remedy: `Put more into one pattern (\`$or\`, several values), or ask AWS to raise the quota from ${FILTERS.quota}.`,
    source: GUIDE,
    also: ['VAL-07'],
    judgedBy: ['cdk-lambda-kit:FILTERS_ABOVE_QUOTA'],
    check: each(mappingsOf(), function* ({ on }) {
      const count = on.parts('FilterCriteria', 'Filters').length;
      if (count <= FILTERS.quota || count > FILTERS.max) return;
      const message = `There are ${count} filters; without a raised quota ${FILTERS.quota} is the most.`;
      yield { on, property: 'Properties.FilterCriteria.Filters', message };
    }),
  },
  {
    id: 'ESM-16-length',
    severity: 'error',
    title: 'A filter of an event source mapping is too long',
    why: 'Lambda refuses the event source mapping.',
    remedy: `Keep the pattern within ${FILTERS.patternCharacters} characters.`,
    source: GUIDE,
    also: ['PAT-61', 'VAL-07'],
    check: each(patterns, function* ({ on, part }) {
      const length = part.text('Pattern')?.length ?? 0;
      if (length <= FILTERS.patternCharacters) return;
      const message = `The pattern has ${length} characters; ${FILTERS.patternCharacters} is the most.`;
      yield { on, property: `${part.property}.Pattern`, seenByCdk: 'F3033', message };
    }),
  },
  {
    id: 'ESM-49',
    severity: 'error',
    title: 'A filter of an event source mapping is not an event pattern',
    why: 'Lambda refuses the event source mapping: «Invalid filter pattern definition.»',
    remedy: 'Write the pattern as JSON in which every leaf is a list of values or of operators.',
    source: GUIDE,
    also: ['FIL-16', 'PAT-40', 'VAL-07'],
    check: each(patterns, function* ({ on, part }, app) {
      const pattern = part.text('Pattern');
      const found = pattern === undefined ? undefined : read(app, pattern);
      if (!(found instanceof InvalidEventPattern)) return;
      yield { on, property: `${part.property}.Pattern`, message: `The pattern is not valid: ${found.reason}` };
    }),
  },
  {
    id: 'FIL-10',
    severity: 'error',
    title: 'A filter wants plain text of a stream',
    why: 'Lambda refuses the event source mapping: the data of a stream can be filtered as JSON only.',
    remedy: 'Name fields of the JSON below the key.',
    source: GUIDE,
    also: ['VAL-08'],
    check: each(once, function* (filter) {
      const key = plainPayload(filter);
      if (key === undefined) return;
      const source = KIND_NAMES[filter.mapping.kind];
      yield broken(filter, `\`${key}\` of ${source} cannot be compared as a whole, only the fields in it.`);
    }),
  },
  {
    id: 'FIL-02',
    severity: 'error',
    title: 'A filter can match nothing of what its source sends',
    why: 'The function is never invoked by what the filter is for; messages of a queue are deleted.',
    remedy: 'Filter on a key that the source sends, with values of its type.',
    source: GUIDE,
    also: ['FIL-04', 'VAL-07'],
    check: each(once, function* (filter) {
      const never = neverOf(filter);
      if (never !== undefined && !isOfItem(filter, never.path)) yield broken(filter, told(never, filter));
    }),
  },
  {
    id: 'FIL-14',
    severity: 'warning',
    title: 'A filter does not look at attributes of items in the way that DynamoDB sends them',
    why: 'Values come with their type, `{"S": "open"}`, and numbers as text, so the filter matches nothing.',
    remedy: 'Name the type after the attribute, and compare numbers as text.',
    source: DYNAMODB_GUIDE,
    also: ['DDB-08', 'VAL-30'],
    check: each(once, function* (filter) {
      const never = neverOf(filter);
      if (never === undefined || !isOfItem(filter, never.path)) return;
      const name = never.path.join('.');
      const isNumber = never.path.at(-1) === 'N';
      if (never.finds !== 'other values') yield broken(filter, `\`${name}\` does not name the type of the attribute.`);
      else yield broken(filter, isNumber ? `\`${name}\` is a number in text, which only text matches.` : told(never, filter));
    }),
  },
  {
    id: 'FIL-14-exists',
    severity: 'warning',
    title: 'A filter asks whether an object is absent',
    why: 'Filters look at values only, so `{"exists": false}` holds for every object, whether it is there or not.',
    remedy: 'Ask for the absence of a value inside of the object: of an attribute of DynamoDB, with its type.',
    source: DYNAMODB_GUIDE,
    judgedBy: ['cdk-lambda-kit:FILTER_ABSENCE_OF_OBJECT'],
    check: each(once, function* (filter) {
      const paths = filter.shape === undefined ? [] : alwaysAbsent(filter.alternatives, filter.shape);
      for (const path of paths) yield broken(filter, `\`${path.join('.')}\` is an object, so its absence always holds.`);
    }),
  },
  {
    id: 'FIL-03',
    severity: 'warning',
    title: 'A filter looks at what may not be there yet when it is matched',
    why: 'AWS does not list these keys among those that can be filtered on, and such filters have been seen to match nothing.',
    remedy: 'Leave the key out: all records of a mapping come from one source.',
    source: GUIDE,
    judgedBy: ['cdk-lambda-kit:FILTER_DOUBTFUL_KEY'],
    check: each(once, function* (filter) {
      const keys = new Set(filter.alternatives.flat().map(({ path }) => path[0] ?? ''));
      const found = DOUBTFUL_METADATA.filter((key) => keys.has(key));
      if (found.length > 0) yield broken(filter, `The filter looks at ${found.map((key) => `\`${key}\``).join(', ')}.`);
    }),
  },
  {
    id: 'PAT-60',
    severity: 'warning',
    title: 'A filter of an event source mapping uses an operator that is documented for EventBridge only',
    why: 'Lambda may refuse the event source mapping.',
    remedy: 'Use the operators that the guide lists for filters, or try the filter before you rely on it.',
    source: GUIDE,
    also: ['DSP-03'],
    judgedBy: ['cdk-lambda-kit:FILTER_OPERATOR_UNDOCUMENTED'],
    check: each(once, function* (filter) {
      const tests = filter.alternatives.flat().flatMap(({ leaf }) => leaf.tests);
      const found = new Set(tests.map(({ operator }) => operator).filter((operator) => UNDOCUMENTED.test(operator)));
      if (found.size > 0) yield broken(filter, `The guide does not list ${[...found].join(', ')} for filters.`);
    }),
  },
];

const UNDOCUMENTED = /^(?:cidr|wildcard|exactly|.+\/.+)$/;

/** Every filter as it is written. */
function* patterns(app: App): Generator<{ readonly on: Declaration; readonly part: Part }> {
  for (const { on } of mappingsOf()(app)) {
    if (on.has('FilterCriteria') && !on.isKnown('FilterCriteria', 'Filters')) continue;
    for (const part of on.parts('FilterCriteria', 'Filters')) yield { on, part };
  }
}
