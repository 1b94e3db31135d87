/** What Jest and Vitest take from a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

export function result(pass: boolean, message: string): MatcherResult {
  return { pass, message: () => message };
}

/** For messages. */
export function shown(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
