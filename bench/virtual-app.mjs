// Ten functions, a rule that fires every minute and a queue with a reader, as a plain CDK app: node virtual-app.mjs OUTDIR
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';

const app = new App({ outdir: process.argv[2] });
const stack = new Stack(app, 'Bench');
const functions = Array.from(
  { length: 10 },
  (_, at) =>
    new LambdaFunction(stack, `Hello${at}`, {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromAsset(new URL('handler', import.meta.url).pathname),
    }),
);
const ticks = new Queue(stack, 'Ticks', { retentionPeriod: Duration.hours(1) });
new Rule(stack, 'EveryMinute', { schedule: Schedule.rate(Duration.minutes(1)), targets: [new SqsQueue(ticks)] });
functions[0].addEventSource(new SqsEventSource(new Queue(stack, 'Orders'), { batchSize: 10 }));
app.synth();
