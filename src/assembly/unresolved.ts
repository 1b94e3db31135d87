import type { FindingCode } from './finding-codes';

/**
 * A value that cannot be had, thrown where it is missed and caught where it is read, so that only what is made of it is lost.
 * Never leaves `readAssembly`.
 */
export class Unresolved extends Error {
  override readonly name = 'Unresolved';

  constructor(
    readonly code: FindingCode,
    message: string,
  ) {
    super(message);
  }
}

export type Outcome<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: Unresolved };

/** What `read` gives, or why it cannot be had; bugs and broken assemblies pass through. */
export function attempt<T>(read: () => T): Outcome<T> {
  try {
    return { value: read() };
  } catch (error) {
    return { problem: unresolvedFrom(error) };
  }
}

/** The problem that was thrown; a template whose values lead too deep for the call stack is one, everything else is thrown on. */
export function unresolvedFrom(error: unknown): Unresolved {
  if (error instanceof Unresolved) return error;
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return new Unresolved('VALUE_TOO_LARGE', 'the value is nested too deeply');
  }
  throw error;
}
