import { setFlagsFromString } from 'node:v8';

/** From these Node.js on V8 has a tier between, and no such flag. */
const FIRST_WITH_MAGLEV = 22;
/** In units of bytecode; V8's own is 67,584 and more. */
const INTERRUPT_BUDGET = 10_000;

/**
 * Has V8 optimize what runs often after fewer calls than it would, as assets/node/early-optimization.cjs does for handlers: who
 * works locally makes hundreds of calls, and without this most of them run in the interpreter.
 */
export function optimizeEarly(): void {
  // A flag that V8 does not know is told of on the standard error.
  if (Number.parseInt(process.versions.node, 10) >= FIRST_WITH_MAGLEV) return;
  setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
}
