import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import { NOT_IN_PIPES, PIPE_FILTER_CHARACTERS } from '../../spec/event-sources/pipe';
import { PIPE_FILTERS } from '../../spec/pipe-limits';
import { ConstructError } from '../construct-error';
import { warn } from '../construct-warning';
import { operatorsOf, readPattern } from './known-pattern';

interface Filter {
  readonly pattern: string;
}

/** Refuses filters that a pipe would refuse (PIP-04, PAT-40, PAT-60). */
export function checkPipeFilters(
  target: lambda.IFunction,
  filters: readonly Readonly<Record<string, unknown>>[] | undefined,
): readonly Filter[] | undefined {
  if (filters === undefined || filters.length === 0) return undefined;
  if (filters.length > PIPE_FILTERS) {
    const message = `filters must be at most ${PIPE_FILTERS}, but there are ${filters.length} (PIP-04).`;
    throw new ConstructError(target, 'FILTERS_TOO_MANY', message);
  }
  return filters.map((filter, i) => checkFilter(target, `filters[${i}]`, filter));
}

function checkFilter(target: lambda.IFunction, name: string, filter: Readonly<Record<string, unknown>>): Filter {
  const { pattern, ...others } = filter;
  if (typeof pattern !== 'string' || Object.keys(others).length > 0) {
    const message = `${name} must have a pattern and nothing else, but has ${Object.keys(filter).join(', ')}.`;
    throw new ConstructError(target, 'FILTER_NOT_A_PATTERN', message);
  }
  if (Token.isUnresolved(pattern)) return { pattern };
  if (pattern.length > PIPE_FILTER_CHARACTERS) {
    const message = `${name} must have at most ${PIPE_FILTER_CHARACTERS} characters, but has ${pattern.length} (PIP-04).`;
    throw new ConstructError(target, 'FILTER_TOO_LONG', message);
  }
  const known = readPattern(target, parsed(pattern));
  if (typeof known === 'string') {
    throw new ConstructError(target, 'FILTER_INVALID', `${name} cannot be a pattern: ${known} (PAT-40).`);
  }
  const foreign = operatorsOf(known).filter((operator) => NOT_IN_PIPES.includes(operator));
  if (foreign.length > 0) warn(target, 'PIPE_OPERATOR', `${name} uses ${foreign.join(', ')} (PAT-60).`);
  return { pattern };
}

/** What is no JSON is said to be so by whoever reads the pattern. */
function parsed(pattern: string): unknown {
  try {
    return JSON.parse(pattern);
  } catch {
    return pattern;
  }
}
