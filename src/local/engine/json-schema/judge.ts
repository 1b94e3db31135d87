export type Schema = Readonly<Record<string, unknown>>;

/** Why a value at a place does not follow a schema; undefined when it does. */
export type Judge = (value: unknown, schema: unknown, at: string) => string | undefined;

/** One keyword of a schema and the value that it is held against. */
export interface Asked {
  readonly value: unknown;
  /** What the keyword says. */
  readonly expected: unknown;
  readonly schema: Schema;
  /** As `items[3].name`; empty for the body itself. */
  readonly at: string;
  /** The same, as a sentence begins with it. */
  readonly where: string;
  readonly judge: Judge;
}

/** What a keyword demands: why the value is not so, or nothing. */
export type Assertion = (asked: Asked) => string | undefined;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
