/** Ids and dice, as a port: a run with seeded chance can be repeated to the letter. */
export interface Chance {
  /** Version 4 layout, lower case. */
  uuid(): string;
  /** From 0, below 1. */
  fraction(): number;
  /** `digits` hexadecimal digits, lower case. */
  hex(digits: number): string;
  /** Chance of its own: with a seed, what it gives depends on that and `label` alone, not on what else is drawn meanwhile. */
  fork(label: string): Chance;
}
