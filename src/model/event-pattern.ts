import { NotJson, parseExactJson } from './pattern/exact-json';
import { judgeOf } from './pattern/judge';
import { alternativesOf } from './pattern/parse';

/** Whether the event, an object or JSON text, matches. */
export type EventMatcher = (event: unknown) => boolean;

/** Numbers with so many digits may be more than `JSON.parse` keeps of them. */
const LONG_NUMBER = /[\d.]{16}|\d[eE][+-]?\d{3}/;

/**
 * Whether an event matches an event pattern, as EventBridge and the filters of event source mappings match them.
 *
 * Both are objects or JSON text. Throws what `checkEventPattern` throws when the pattern is not one, and `SyntaxError` when the
 * event is not a JSON object.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function matchesEventPattern(pattern: object | string, event: object | string): boolean {
  return compileEventPattern(pattern)(event);
}

/**
 * Throws `InvalidEventPatternException` with what AWS says when the pattern, an object or JSON text, is not one that EventBridge
 * takes.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function checkEventPattern(pattern: object | string): void {
  alternativesOf(pattern);
}

/** For a pattern that many events are matched with. */
export function compileEventPattern(pattern: object | string): EventMatcher {
  const judges = alternativesOf(pattern).map(judgeOf);
  return (event) => {
    const parsed = eventFrom(event);
    return judges.some((judge) => judge(parsed));
  };
}

function eventFrom(event: unknown): unknown {
  const parsed = typeof event === 'string' ? parsedFrom(event) : event;
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw new SyntaxError('The event is not a JSON object.');
}

function parsedFrom(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  try {
    return parseExactJson(text);
  } catch (error) {
    if (error instanceof NotJson) throw new SyntaxError(error.message);
    throw error;
  }
}
