'use strict';
// An interpreter that has been started before anyone knew for which function: it waits on its standard input for that.

const fs = require('node:fs');
const Module = require('node:module');

/** Becomes the process of the function that is told, and gives its settings. */
function wait() {
  // What nearly every function needs is loaded meanwhile.
  for (const name of ['./errors.cjs', './esm-scan.cjs', 'node:url', 'node:https']) require(name);
  const { variables, folder, settings } = JSON.parse(firstLine());
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, variables);
  process.chdir(folder);
  Module._initPaths();
  return settings;
}

function firstLine() {
  const pieces = [];
  const chunk = Buffer.allocUnsafe(1 << 16);
  for (;;) {
    const length = fs.readSync(0, chunk, 0, chunk.length, null);
    // The executor is gone, and with it everyone who could want this.
    if (length === 0) process.reallyExit(0);
    pieces.push(Buffer.from(chunk.subarray(0, length)));
    if (chunk[length - 1] === 0x0a) return Buffer.concat(pieces).toString();
  }
}

module.exports = { wait };
