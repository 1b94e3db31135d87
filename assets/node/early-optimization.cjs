'use strict';
// Has V8 optimize what runs often after fewer calls than it would: a local environment serves hundreds of invocations where one in
// Lambda serves millions, and without this most of them run in the interpreter. Only when code is compiled changes.

/** From these on V8 has a tier between, and no such flag. */
const FIRST_WITH_MAGLEV = 22;
/** In units of bytecode; V8's own is 67,584 and more. */
const INTERRUPT_BUDGET = 10_000;

function install() {
  const major = Number.parseInt(process.versions.node, 10);
  // A flag that V8 does not know is told of on the standard error.
  if (major < 18 || major >= FIRST_WITH_MAGLEV) return;
  require('node:v8').setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
}

module.exports = { install };
