import { FILTER_PATTERN_MAX } from '../../../spec/cloudwatch-logs';
import type { AwsError } from '../../engine/aws-error';
import { delimitedPattern } from './delimited-pattern';
import { expressionMatcher } from './expression/matcher';
import { jsonCondition } from './json-condition';
import { PatternFlaw } from './pattern-flaw';
import type { FilterPattern } from './pattern-parts';
import { invalidParameter } from './refusals';

type Matches = FilterPattern['matches'];

/**
 * The documented filter patterns: terms, phrases in quotes, `?any`, `-none`, `%regular expressions%`, `{ $.json = conditions }` and
 * `[fields, between, blanks = 4*]`; or what the service answers to one that is malformed.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): FilterPattern | AwsError {
  try {
    return patternOf(pattern);
  } catch (error) {
    if (error instanceof PatternFlaw) return invalidParameter(`Invalid filter pattern: ${error.message}`);
    throw error;
  }
}

function patternOf(pattern: string): FilterPattern {
  if (pattern.length > FILTER_PATTERN_MAX) throw new PatternFlaw(`it has more than ${FILTER_PATTERN_MAX} characters`);
  const text = pattern.trim();
  if (text === '') return { matches: () => true };
  if (text.startsWith('[')) return delimitedPattern(text);
  return { matches: text.startsWith('{') ? jsonPattern(text) : termsPattern(text) };
}

function jsonPattern(text: string): Matches {
  const condition = jsonCondition(text);
  return (message) => {
    let document: unknown;
    try {
      document = JSON.parse(message);
    } catch {
      return false;
    }
    return condition(document);
  };
}

const TERM = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)+)%|([^\s"]+))/y;

function termsPattern(text: string): Matches {
  const terms: Record<'' | '?' | '-', Matches[]> = { '': [], '?': [], '-': [] };
  TERM.lastIndex = 0;
  while (TERM.lastIndex < text.length) {
    const found = TERM.exec(text);
    if (!found) throw new PatternFlaw('a quotation mark is not closed');
    const [, sign = '', quoted, expression, word] = found;
    terms[sign as '' | '?' | '-'].push(term(quoted?.replace(/\\(.)/g, '$1') ?? word, expression));
  }
  const { '': all, '?': any, '-': none } = terms;
  // Beside other terms the question mark means nothing.
  const anyCounts = any.length > 0 && all.length === 0 && none.length === 0;
  return (message) =>
    all.every((matches) => matches(message)) &&
    !none.some((matches) => matches(message)) &&
    (!anyCounts || any.some((matches) => matches(message)));
}

function term(text: string | undefined, expression: string | undefined): Matches {
  if (text !== undefined) return (message) => message.includes(text);
  return expressionMatcher(expression as string);
}
