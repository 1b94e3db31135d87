// One app with many functions, in one of two ways: node synthesis-app.mjs aws-cdk-lib|cdk-lambda-kit COUNT OUTDIR
import { createRequire } from 'node:module';

const [way, count, outdir] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const began = performance.now();
const { App, Duration, RemovalPolicy, Stack } = require('aws-cdk-lib/core');
const lambda = require('aws-cdk-lib/aws-lambda');
const make = way === 'aws-cdk-lib' ? plain() : ours();
const loaded = performance.now();

const app = new App({ outdir });
let stack;
for (let i = 0; i < Number(count); i++) {
  // A stack holds 500 resources; these are three each.
  if (i % 100 === 0) stack = new Stack(app, `Bench${i / 100}`);
  const environment = { STAGE: 'live', NUMBER: `${i}` };
  make(stack, `Fn${i}`, { memorySize: 256, timeout: Duration.seconds(10), environment });
}
const constructed = performance.now();
app.synth();
const synthesized = performance.now();
console.log(JSON.stringify({ load: loaded - began, construct: constructed - loaded, synth: synthesized - constructed }));

function code() {
  return 'exports.handler = async () => 1;';
}

function ours() {
  const { InlineFunction } = require('../lib/index.js');
  return (scope, id, options) => new InlineFunction(scope, id, { code: code(), runtime: lambda.Runtime.NODEJS_24_X, ...options });
}

/** What our constructs make, by hand. */
function plain() {
  const iam = require('aws-cdk-lib/aws-iam');
  const logs = require('aws-cdk-lib/aws-logs');
  return (scope, id, options) => {
    const logGroup = new logs.LogGroup(scope, `${id}LogGroup`, {
      retention: logs.RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const statement = new iam.PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    const role = new iam.Role(scope, `${id}ServiceRole`, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Logs: new iam.PolicyDocument({ statements: [statement] }) },
    });
    return new lambda.Function(scope, id, {
      code: lambda.Code.fromInline(code()),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      loggingFormat: lambda.LoggingFormat.JSON,
      logGroup,
      role,
      ...options,
    });
  };
}
