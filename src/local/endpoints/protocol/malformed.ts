/** A request that does not hold what its schema says; thrown while it is read, and answered with the protocol's own error. */
export class Malformed extends Error {
  /** @param code what the client is told where it is not the protocol's usual one. */
  constructor(
    message: string,
    readonly code?: string,
  ) {
    super(message);
  }
}

/** How deep values may lie in each other; what is deeper would exhaust the stack. */
const DEEPEST = 128;

export function deeper(depth: number): number {
  if (depth >= DEEPEST) throw new Malformed(`The request is nested more than ${DEEPEST} levels deep.`);
  return depth + 1;
}
