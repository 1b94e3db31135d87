import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { InvalidEventPattern } from '../../model/pattern/invalid-pattern';
import { type Alternative, alternativesOf } from '../../model/pattern/parse';

/** What is known of a pattern: its text when nothing in it is left to the deployment, and how it can match. */
export interface KnownPattern {
  readonly text: string | undefined;
  readonly alternatives: readonly Alternative[];
}

/** What may stand where only the deployment knows the value: one of them is enough. */
const STAND_INS: readonly unknown[] = ['known to the deployment', 0, ['known to the deployment']];

/** Gives what EventBridge says is wrong with the pattern, as a text. */
export function readPattern(scope: IConstruct, pattern: unknown): KnownPattern | string {
  const resolved: unknown = Stack.of(scope).resolve(pattern);
  const [first, ...others] = STAND_INS.map((standIn) => readWith(resolved, standIn));
  return others.find((each) => typeof each !== 'string' && typeof first === 'string') ?? first ?? '';
}

function readWith(pattern: unknown, standIn: unknown): KnownPattern | string {
  let isWhole = true;
  const known = without(pattern, () => {
    isWhole = false;
    return standIn;
  });
  try {
    const text = JSON.stringify(known);
    return { text: isWhole ? text : undefined, alternatives: alternativesOf(text) };
  } catch (error) {
    if (error instanceof InvalidEventPattern) return error.reason;
    throw error;
  }
}

/** The operators of a pattern, each once. */
export function operatorsOf({ alternatives }: KnownPattern): readonly string[] {
  return [...new Set(alternatives.flat().flatMap(({ leaf }) => leaf.tests.map(({ operator }) => operator)))];
}

/** With something else in the place of every function of CloudFormation. */
function without(value: unknown, standIn: () => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => without(each, standIn));
  if (typeof value !== 'object' || value === null) return value;
  const [[key] = [''], ...others] = Object.entries(value);
  if (others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) return standIn();
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, without(each, standIn)]));
}
