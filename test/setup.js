const path = require('node:path');

// aws-cdk-lib validates every template it synthesizes, which costs each test file 2 to 4 seconds.
process.env.CDK_VALIDATION ??= 'false';
// What tests bundle is kept here, not with what the person at this machine has bundled.
process.env.CDK_CONTEXT_JSON ??= JSON.stringify({
  'cdk-lambda-kit:cache': path.join(__dirname, '../node_modules/.cache/lambda-kit'),
});
