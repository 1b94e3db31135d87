/* eslint-disable @typescript-eslint/no-explicit-any -- other languages know no type for JSON values */

/** Numbers between two ends, or beyond one. */
export interface NumberRange {
  /**
   * The number must be above this one.
   *
   * @default - No lower end, or `atLeast`.
   */
  readonly above?: number;

  /**
   * The number must be this one or above.
   *
   * @default - No lower end, or `above`.
   */
  readonly atLeast?: number;

  /**
   * The number must be below this one.
   *
   * @default - No upper end, or `atMost`.
   */
  readonly below?: number;

  /**
   * The number must be this one or below.
   *
   * @default - No upper end, or `below`.
   */
  readonly atMost?: number;
}

/**
 * What one field of a record must be like: the operators of event patterns, for `EventFilter`.
 *
 * Of a field that is a list, one element that matches is enough. Texts are compared with their case, unless the operator says
 * otherwise. A field that is not there matches `notExists` only.
 *
 * Each gives a list, as it stands in an event pattern; `anyOf` joins several.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export class FieldFilter {
  /** Exactly this text, number, `true` or `false`. */
  public static equalTo(value: any): any[] {
    return [value];
  }

  /** Any of these texts, numbers, `true`, `false`; and any of what other operators give. */
  public static anyOf(...alternatives: any[]): any[] {
    return alternatives.flat() as any[];
  }

  /** There, and `null`. */
  public static isNull(): any[] {
    return [null];
  }

  /** This text, in capitals or not. */
  public static equalsIgnoreCase(text: string): any[] {
    return [{ 'equals-ignore-case': text }];
  }

  /** Texts that begin so. */
  public static prefix(text: string): any[] {
    return [{ prefix: text }];
  }

  /** Texts that begin so, in capitals or not. Not documented for Lambda, and warned of. */
  public static prefixIgnoreCase(text: string): any[] {
    return [{ prefix: { 'equals-ignore-case': text } }];
  }

  /** Texts that end so. */
  public static suffix(text: string): any[] {
    return [{ suffix: text }];
  }

  /** Texts that end so, in capitals or not. Not documented for Lambda, and warned of. */
  public static suffixIgnoreCase(text: string): any[] {
    return [{ suffix: { 'equals-ignore-case': text } }];
  }

  /** Texts like this one, in which `*` stands for any characters. Not documented for Lambda, and warned of. */
  public static wildcard(text: string): any[] {
    return [{ wildcard: text }];
  }

  /** There, and none of these texts, or none of these numbers. */
  public static anythingBut(...values: any[]): any[] {
    return [{ 'anything-but': values }];
  }

  /** There, and beginning with none of these texts. Not documented for Lambda, and warned of. */
  public static anythingButPrefix(...texts: string[]): any[] {
    return [{ 'anything-but': { prefix: texts } }];
  }

  /** There, and ending with none of these texts. Not documented for Lambda, and warned of. */
  public static anythingButSuffix(...texts: string[]): any[] {
    return [{ 'anything-but': { suffix: texts } }];
  }

  /** There, and none of these texts, in capitals or not. Not documented for Lambda, and warned of. */
  public static anythingButIgnoreCase(...texts: string[]): any[] {
    return [{ 'anything-but': { 'equals-ignore-case': texts } }];
  }

  /** There, and like none of these texts, in which `*` stands for any characters. Not documented for Lambda, and warned of. */
  public static anythingButWildcard(...texts: string[]): any[] {
    return [{ 'anything-but': { wildcard: texts } }];
  }

  /** Numbers in a range; texts of digits are no numbers. */
  public static number(range: NumberRange): any[] {
    const ends = [
      ['>', range.above],
      ['>=', range.atLeast],
      ['<', range.below],
      ['<=', range.atMost],
    ];
    return [{ numeric: ends.filter(([, end]) => end !== undefined).flat() }];
  }

  /** There, whatever it is; of values only, not of objects. */
  public static exists(): any[] {
    return [{ exists: true }];
  }

  /** Not there; of values only, as every object counts as absent. */
  public static notExists(): any[] {
    return [{ exists: false }];
  }

  /** IP addresses of a block: `10.0.0.0/24`. Not documented for Lambda, and warned of. */
  public static cidr(block: string): any[] {
    return [{ cidr: block }];
  }

  private constructor() {}
}
