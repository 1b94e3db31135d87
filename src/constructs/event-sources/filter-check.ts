import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import { InvalidEventPattern } from '../../model/pattern/invalid-pattern';
import { alwaysAbsent, type Never, neverMatches } from '../../model/pattern/never';
import { type Alternative, alternativesOf } from '../../model/pattern/parse';
import { FILTERS, KIND_NAMES, type SourceKind } from '../../spec/event-source-mapping';
import { DOUBTFUL_METADATA, filterableRecord, PAYLOAD_KEYS } from '../../spec/filterable-records';
import { ConstructError } from '../construct-error';
import { warn } from '../construct-warning';
import type { FilterOptions } from './mapping-options';

/** Operators that the guide of Lambda does not list for filters (PAT-60). */
const UNDOCUMENTED = /^(?:cidr|wildcard|exactly|.+\/.+)$/;

/** Refuses filters that Lambda would refuse, and those that can match nothing of the source (ESM-16, ESM-49, FIL-02, FIL-10, FIL-14). */
export function checkFilters(
  target: lambda.IFunction,
  kind: SourceKind,
  { filters, filterEncryption }: FilterOptions,
  streamViewType?: string,
): void {
  const count = filters?.length ?? 0;
  if (filterEncryption !== undefined && count === 0) {
    throw new ConstructError(target, 'FILTER_KEY_WITHOUT_FILTERS', 'filterEncryption is given without filters (ESM-18).');
  }
  if (count > FILTERS.max) {
    const message = `filters must be ${FILTERS.max} at most, but there are ${count} (ESM-16).`;
    throw new ConstructError(target, 'FILTERS_TOO_MANY', message);
  }
  if (count > FILTERS.quota) {
    warn(target, 'FILTERS_ABOVE_QUOTA', `filters has ${count}, and the quota is ${FILTERS.quota} unless it was raised (ESM-16).`);
  }
  for (const [i, filter] of (filters ?? []).entries()) {
    const pattern = patternOf(target, `filters[${i}]`, filter as Readonly<Record<string, unknown>>);
    if (pattern !== undefined) new FilterCheck(target, kind, `filters[${i}]`, streamViewType).check(pattern);
  }
}

/** The text of the pattern; undefined when only the deployment knows it. */
function patternOf(target: lambda.IFunction, name: string, filter: Readonly<Record<string, unknown>>): string | undefined {
  const { pattern, ...others } = filter;
  const isKnown = typeof pattern === 'string';
  if ((isKnown || Token.isUnresolved(pattern)) && Object.keys(others).length === 0) {
    return isKnown && !Token.isUnresolved(pattern) ? pattern : undefined;
  }
  const keys = Object.keys(filter).join(', ');
  throw new ConstructError(target, 'FILTER_NOT_A_PATTERN', `${name} must have a pattern and nothing else, but has ${keys}.`);
}

class FilterCheck {
  constructor(
    private readonly target: lambda.IFunction,
    private readonly kind: SourceKind,
    private readonly name: string,
    private readonly streamViewType: string | undefined,
  ) {}

  check(pattern: string): void {
    const { name, kind } = this;
    if (pattern.length > FILTERS.patternCharacters) {
      const message = `${name} must have ${FILTERS.patternCharacters} characters at most, but has ${pattern.length} (ESM-16).`;
      throw new ConstructError(this.target, 'FILTER_TOO_LONG', message);
    }
    const alternatives = this.read(pattern);
    this.checkPlainText(alternatives);
    const shape = filterableRecord(kind, this.streamViewType);
    const never = shape && neverMatches(alternatives, shape);
    if (never) throw new ConstructError(this.target, 'FILTER_NEVER_MATCHES', this.told(never));

    for (const path of shape ? alwaysAbsent(alternatives, shape) : []) {
      const message = `${name} asks whether ${path.join('.')} is absent, which holds for every object (FIL-14).`;
      warn(this.target, 'FILTER_ABSENCE_OF_OBJECT', message);
    }
    this.warnOf(alternatives);
  }

  private read(pattern: string): readonly Alternative[] {
    try {
      return alternativesOf(pattern);
    } catch (error) {
      if (!(error instanceof InvalidEventPattern)) throw error;
      const message = `${this.name} must be an event pattern, but is ${shown(pattern)}: ${error.reason} (ESM-49).`;
      throw new ConstructError(this.target, 'FILTER_INVALID', message);
    }
  }

  /** Streams are filtered as JSON only (FIL-10). */
  private checkPlainText(alternatives: readonly Alternative[]): void {
    const { name, kind } = this;
    if (kind !== 'kinesis' && kind !== 'dynamodb') return;
    const key = PAYLOAD_KEYS[kind] ?? '';
    if (!alternatives.flat().some(({ path, leaf }) => path.join('.') === key && leaf.tests.length > 0)) return;
    const message = `${name} must name fields below ${key} of ${KIND_NAMES[kind]}, but compares ${key} as plain text (FIL-10).`;
    throw new ConstructError(this.target, 'FILTER_OF_PLAIN_TEXT', message);
  }

  private told({ path, finds }: Never): string {
    const { name, kind } = this;
    const field = path.join('.');
    const records = `records of ${KIND_NAMES[kind]}`;
    if (finds === 'an object') return `${name} can match nothing: ${field} is an object in ${records} (FIL-02, FIL-14).`;
    if (finds === 'other values')
      return `${name} can match nothing: ${field} never has such a value in ${records} (FIL-02, FIL-14).`;
    const key = PAYLOAD_KEYS[kind] ?? '';
    const hint = path[0] === key ? '' : `; what was written to it is below ${key}`;
    return `${name} can match nothing: ${records} have no ${field}${hint} (FIL-02, FIL-14).`;
  }

  private warnOf(alternatives: readonly Alternative[]): void {
    const constraints = alternatives.flat();
    const doubtful = DOUBTFUL_METADATA.filter((key) => constraints.some(({ path }) => path[0] === key));
    if (doubtful.length > 0) {
      warn(this.target, 'FILTER_DOUBTFUL_KEY', `${this.name} looks at ${doubtful.join(', ')} (FIL-03).`);
    }
    const operators = constraints.flatMap(({ leaf }) => leaf.tests.map(({ operator }) => operator));
    const undocumented = [...new Set(operators)].filter((operator) => UNDOCUMENTED.test(operator));
    if (undocumented.length > 0) {
      warn(this.target, 'FILTER_OPERATOR_UNDOCUMENTED', `${this.name} uses ${undocumented.join(', ')} (PAT-60).`);
    }
  }
}

function shown(pattern: string): string {
  return pattern.length > 100 ? `${pattern.slice(0, 100)}…` : pattern;
}
