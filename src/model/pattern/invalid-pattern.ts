/** What EventBridge answers to a pattern that it does not take (PAT-40). */
export class InvalidEventPattern extends Error {
  override readonly name = 'InvalidEventPatternException';

  /** `reason` is what AWS says after «Reason:», without the place in the text that it adds to some. */
  constructor(readonly reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`);
  }
}
