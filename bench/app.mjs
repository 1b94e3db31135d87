// The same handler as a plain CDK app: node app.mjs OUTDIR
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

const app = new App({ outdir: process.argv[2] });
const stack = new Stack(app, 'Bench');
new LambdaFunction(stack, 'Hello', {
  functionName: 'bench-dev-hello',
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromAsset(new URL('handler', import.meta.url).pathname),
  timeout: Duration.seconds(30),
});
app.synth();
