const path = require('node:path');
const { RECORDED_TESTS } = require('./support/recorded-tests');

// scripts/check-templates.ts looks at all that these tests synthesize; the recorder costs each file about a second.
const folder = process.env.LAMBDA_KIT_RECORDINGS;
if (folder) {
  const test = path.relative(path.join(__dirname, '..'), expect.getState().testPath).replaceAll('\\', '/');
  if (RECORDED_TESTS.some((recorded) => test.startsWith(`${recorded}/`))) {
    const { recordInto } = require('./support/recorder');
    recordInto(folder);
  }
}
