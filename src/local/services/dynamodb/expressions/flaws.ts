/** Why an expression is none, in DynamoDB's words. */
export class ExpressionFlaw extends Error {}

/** Takes what is wrong. */
export interface Notes<Kind extends string> {
  add(kind: Kind, message: string): void;
}

/**
 * What is wrong with an expression that can be read: the first of each kind.
 * DynamoDB tells of one alone, by the order of the kinds and not by where it stands.
 */
export class Flaws<Kind extends string> implements Notes<Kind> {
  private readonly found = new Map<Kind, string>();

  constructor(private readonly order: readonly Kind[]) {}

  add(kind: Kind, message: string): void {
    if (!this.found.has(kind)) this.found.set(kind, message);
  }

  /** Fails with the one that DynamoDB would tell of. */
  check(): void {
    for (const kind of this.order) {
      const message = this.found.get(kind);
      if (message !== undefined) throw new ExpressionFlaw(message);
    }
  }
}
