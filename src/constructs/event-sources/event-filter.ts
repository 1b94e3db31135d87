/* eslint-disable @typescript-eslint/no-explicit-any -- other languages know no type for JSON */
import { Lazy, Stack, Token } from 'aws-cdk-lib/core';

/**
 * Which records of an event source reach the function; for `filters` of the sources that Lambda polls.
 *
 * Each factory is for what producers wrote, under the name that it has in the records of one kind of source. Fields are filtered with
 * the operators of `FieldFilter`, or with lists as they stand in event patterns. Of the fields that are named, all must match.
 *
 * ```ts
 * filters: [
 *   EventFilter.body({ kind: FieldFilter.anyOf('order', 'refund'), total: FieldFilter.number({ atLeast: 100 }) }),
 *   EventFilter.body({ urgent: FieldFilter.equalTo(true) }),
 * ]
 * ```
 *
 * A pattern is checked when its source is added to a function: only then is known what it is matched with.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export class EventFilter {
  /**
   * Messages of SQS by their body.
   *
   * @param content fields of a body that is JSON; for one that is plain text, what `FieldFilter` gives
   * @param metadata what must match beside it: `{ attributes: { SenderId: [...] } }`
   */
  public static body(content: any, metadata: { [key: string]: any } = {}): { [key: string]: any } {
    return EventFilter.pattern({ ...metadata, body: content });
  }

  /**
   * Records of Kinesis by their data, or messages of Amazon MQ by theirs.
   *
   * @param content fields of data that are JSON, as those of Kinesis must be; for plain text of Amazon MQ, what `FieldFilter` gives
   * @param metadata what must match beside it: `{ partitionKey: [...] }`
   */
  public static data(content: any, metadata: { [key: string]: any } = {}): { [key: string]: any } {
    return EventFilter.pattern({ ...metadata, data: content });
  }

  /**
   * Records of Kafka by their value.
   *
   * @param content fields of a value that is JSON; for one that is plain text, what `FieldFilter` gives
   * @param metadata what must match beside it: `{ partition: [...] }`
   */
  public static value(content: any, metadata: { [key: string]: any } = {}): { [key: string]: any } {
    return EventFilter.pattern({ ...metadata, value: content });
  }

  /**
   * Changes of a DynamoDB table by keys and images of the item. Attributes have their type in between, and numbers are text there:
   * `{ NewImage: { state: { S: ['open'] }, count: { N: ['3'] } } }`.
   *
   * @param content `Keys`, `NewImage` and `OldImage`, as far as the stream has them
   * @param metadata what must match beside it: `{ eventName: ['INSERT'] }`
   */
  public static dynamodb(content: { [key: string]: any }, metadata: { [key: string]: any } = {}): { [key: string]: any } {
    return EventFilter.pattern({ ...metadata, dynamodb: content });
  }

  /** Records by a whole event pattern, with the names that stand at the top of a record of the source. */
  public static pattern(pattern: { [key: string]: any }): { [key: string]: any } {
    return { pattern: hasToken(pattern) ? lazyJson(pattern) : JSON.stringify(pattern) };
  }

  /**
   * Fields of which one or the other is enough; can stand in any object of a pattern, beside other fields.
   *
   * ```ts
   * EventFilter.body({ ...EventFilter.either({ total: FieldFilter.number({ above: 99 }) }, { urgent: [true] }), kind: ['order'] })
   * ```
   *
   * @param branches two patterns or more
   */
  public static either(...branches: { [key: string]: any }[]): { [key: string]: any } {
    return { $or: branches };
  }

  private constructor() {}
}

function hasToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, each]) => Token.isUnresolved(key) || hasToken(each));
}

/** JSON with values in it that only the deployment knows. */
function lazyJson(pattern: object): string {
  return Lazy.uncachedString({ produce: ({ scope }) => Stack.of(scope).toJsonString(pattern) });
}
