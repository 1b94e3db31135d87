/** What is under way or due somewhere: `settle` waits for it. */
export interface Pending {
  /** A line each. */
  readonly pending: readonly string[];
}
