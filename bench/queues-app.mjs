// A queue whose messages reach a Node handler ten at a time, as a plain CDK app: node queues-app.mjs OUTDIR
import { App, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';

const app = new App({ outdir: process.argv[2] });
const stack = new Stack(app, 'Bench');
const hello = new LambdaFunction(stack, 'Hello', {
  functionName: 'bench-dev-hello',
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromAsset(new URL('handler', import.meta.url).pathname),
});
hello.addEventSource(new SqsEventSource(new Queue(stack, 'Orders', { queueName: 'orders' }), { batchSize: 10 }));
app.synth();
