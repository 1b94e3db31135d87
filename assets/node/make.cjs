'use strict';
// Which runtime of Lambda this process stands for. Not to be asked before the function is known.

/** From these on it is of a newer make: without callbacks, and with fewer words of its own. */
const FIRST_OF_NEWER_MAKE = 24;

let known;

function majorVersion() {
  known ??= Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV)?.[1]);
  return known;
}

function isNewerMake() {
  return majorVersion() >= FIRST_OF_NEWER_MAKE;
}

module.exports = { isNewerMake, majorVersion };
