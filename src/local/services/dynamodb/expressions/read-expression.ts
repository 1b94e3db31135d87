import { EXPRESSION_MAX_BYTES } from '../../../../spec/dynamodb/limits';
import { utf8Length } from '../item-size';
import { invalid } from '../refusal';
import { ExpressionFlaw } from './flaws';
import type { Placeholders } from './placeholders';

/** The member of a request that holds an expression. */
type Member = 'ConditionExpression' | 'FilterExpression' | 'KeyConditionExpression' | 'ProjectionExpression' | 'UpdateExpression';

/** What the expression means; undefined without one. Refused, in DynamoDB's words, when it is none. */
export function readExpression<T>(
  member: Member,
  text: string | undefined,
  placeholders: Placeholders,
  parse: (text: string, placeholders: Placeholders) => T,
): T | undefined {
  if (text === undefined) return undefined;
  if (text.trim() === '') throw invalid(`Invalid ${member}: The expression can not be empty;`);
  const size = utf8Length(text);
  if (size > EXPRESSION_MAX_BYTES) {
    throw invalid(`Invalid ${member}: Expression size has exceeded the maximum allowed size; expression size: ${size}`);
  }
  try {
    return parse(text, placeholders);
  } catch (error) {
    if (error instanceof ExpressionFlaw) throw invalid(`Invalid ${member}: ${error.message}`);
    throw error;
  }
}

/** Members of a request that stand for nothing unless there is an expression to use them. */
export function checkPlaceholdersAllowed(input: object, withNames: readonly Member[], withValues: readonly Member[]): void {
  const has = (member: string) => (input as Readonly<Record<string, unknown>>)[member] !== undefined;
  if (has('ExpressionAttributeNames') && !withNames.some(has)) {
    throw invalid('ExpressionAttributeNames can only be specified when using expressions');
  }
  if (!has('ExpressionAttributeValues') || withValues.some(has)) return;
  const are = withValues.length > 1 ? 'are' : 'is';
  throw invalid(
    `ExpressionAttributeValues can only be specified when using expressions: ${withValues.join(' and ')} ${are} null`,
  );
}
