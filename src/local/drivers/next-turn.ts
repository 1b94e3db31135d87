let waiting: (() => void)[] = [];

/**
 * Calls `then` when the event loop has looked at everything once more; together with what others leave for then, since a turn for
 * each would cost more than what is done in it. `then` must not throw.
 */
export function inNextTurn(then: () => void): void {
  if (waiting.push(then) > 1) return;
  setImmediate(() => {
    const all = waiting;
    waiting = [];
    for (const each of all) each();
  });
}
