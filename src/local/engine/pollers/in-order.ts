/** Lets what follows things that run at once happen in the order in which they were begun, whichever ends first. */
export class InOrder {
  private last: Promise<void> = Promise.resolve();

  /** `before` settles when all that entered earlier have left. */
  enter(): { readonly before: Promise<void>; readonly leave: () => void } {
    const before = this.last;
    let leave: () => void = () => undefined;
    const own = new Promise<void>((settle) => {
      leave = settle;
    });
    this.last = before.then(() => own);
    return { before, leave };
  }
}
