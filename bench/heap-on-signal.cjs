// Tells on SIGUSR2 what is still in use after a collection; for soak.mjs.
const { writeSync } = require('node:fs');

process.on('SIGUSR2', () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  writeSync(2, `HEAP ${Math.round((heapUsed + external) / 1e5) / 10}\n`);
});
