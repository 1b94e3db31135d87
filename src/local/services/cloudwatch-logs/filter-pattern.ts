import { FILTER_PATTERN_MAX } from '../../../spec/cloudwatch-logs';
import { jsonCondition } from './json-condition';
import { PatternFlaw, regex } from './pattern-parts';

/** Whether an event's message is one of those looked for. */
export type Matches = (message: string) => boolean;

/**
 * The documented filter patterns: terms, phrases in quotes, `?any`, `-none`, `%regular expressions%` and `{ $.json = conditions }`.
 *
 * Fails with `PatternFlaw` on those that are malformed, and on space-delimited ones (`[a, b]`), which are not done.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): Matches {
  if (pattern.length > FILTER_PATTERN_MAX) throw new PatternFlaw(`it has more than ${FILTER_PATTERN_MAX} characters`);
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('[')) throw new PatternFlaw('lambda-kit does not do space-delimited patterns');
  if (text.startsWith('{')) return jsonPattern(text);
  return termsPattern(text);
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
  const wanted = regex(expression as string);
  return (message) => wanted.test(message);
}
