// aws-cdk-lib validates every template it synthesizes, which costs each test file 2 to 4 seconds.
process.env.CDK_VALIDATION ??= 'false';
// scripts/check-templates.ts has it done once, for all that the tests synthesize.
if (process.env.LAMBDA_KIT_RECORDINGS) {
  const { recordInto } = require('./support/recorder');
  recordInto(process.env.LAMBDA_KIT_RECORDINGS);
}
