import type { Failure } from '../engine/ports';

/** Something that Lambda itself would have broken Init off for, in its words. */
export class PlatformFailure extends Error {
  constructor(
    private readonly errorType: string,
    message: string,
  ) {
    super(message);
  }

  get failure(): Failure {
    return { kind: 'broken', errorType: this.errorType, message: this.message };
  }
}
