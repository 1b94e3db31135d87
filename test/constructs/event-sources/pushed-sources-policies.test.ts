import { type App, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { S3EventSource as Original } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { AlarmEventSource } from '../../../src/constructs/event-sources/alarm-event-source';
import { EventBridgeEventSource } from '../../../src/constructs/event-sources/event-bridge-event-source';
import { LogsEventSource } from '../../../src/constructs/event-sources/logs-event-source';
import { PipeEventSource } from '../../../src/constructs/event-sources/pipe-event-source';
import { PipeSource } from '../../../src/constructs/event-sources/pipe-source';
import { PipeTarget } from '../../../src/constructs/event-sources/pipe-target';
import { S3EventBridgeEventSource } from '../../../src/constructs/event-sources/s3-event-bridge-event-source';
import { S3EventSource } from '../../../src/constructs/event-sources/s3-event-source';
import { ScheduleEventSource } from '../../../src/constructs/event-sources/schedule-event-source';
import { SesEventSource } from '../../../src/constructs/event-sources/ses-event-source';
import { SnsEventSource } from '../../../src/constructs/event-sources/sns-event-source';
import { packFindings } from '../../support/aws-solutions';
import { shipIn } from './source-scene';

/** What the AwsSolutions pack finds in the stack of the function; what the source is given is in another. */
function findings(make: (given: Stack) => lambda.IEventSource): string[] {
  const { stack, ship } = shipIn();
  const app = stack.node.root as App;
  ship.addEventSource(make(new Stack(app, 'Given')));
  app.synth();
  const ofShop = packFindings(app).filter(({ resource }) => Stack.of(resource) === stack);
  return [...new Set(ofShop.map(({ rule }) => rule))].sort();
}

const queue = (given: Stack, id = 'Queue') => new sqs.Queue(given, id, { encryptionMasterKey: new kms.Key(given, `${id}Key`) });

test.each([
  ['a bucket, through EventBridge', (given) => new S3EventBridgeEventSource(new s3.Bucket(given, 'Bucket'))],
  ['a topic', (given) => new SnsEventSource(new sns.Topic(given, 'Topic'), { deadLetterQueue: queue(given) })],
  [
    'a receipt rule',
    (given) => new SesEventSource(new ses.ReceiptRule(given, 'Rule', { ruleSet: new ses.ReceiptRuleSet(given, 'Set') })),
  ],
  [
    'a rule',
    (given) => {
      const [eventPattern, deadLetterQueue] = [{ source: ['shop'] }, queue(given)];
      return new EventBridgeEventSource('Rule', { eventPattern, deadLetterQueue, ruleName: 'rule' });
    },
  ],
  [
    'a schedule',
    (given) => {
      const [schedule, deadLetterQueue] = [ScheduleExpression.rate(Duration.days(1)), queue(given)];
      return new ScheduleEventSource('Daily', { schedule, deadLetterQueue, key: new kms.Key(given, 'Key') });
    },
  ],
  ['a log group', (given) => new LogsEventSource(new logs.LogGroup(given, 'Logs'))],
  [
    'an alarm',
    (given) => {
      const metric = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Orders' });
      return new AlarmEventSource(new cloudwatch.Alarm(given, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 }));
    },
  ],
  ['a pipe', (given) => new PipeEventSource('Pipe', { source: PipeSource.queue(queue(given)) })],
  [
    'a pipe that it enriches',
    (given) => {
      const [source, target] = [PipeSource.stream(new kinesis.Stream(given, 'Stream')), PipeTarget.queue(queue(given))];
      return new PipeEventSource('Pipe', { source, target });
    },
  ],
] as [
  string,
  (given: Stack) => lambda.IEventSource,
][])('AwsSolutions has nothing against a function that is invoked by %s', (_, make) => {
  expect(findings(make)).toEqual([]);
});

test('of notifications of buckets AwsSolutions finds the custom resource of aws-cdk-lib and nothing else', () => {
  const events = [s3.EventType.OBJECT_CREATED];
  const found = (source: typeof S3EventSource | typeof Original) =>
    findings((given) => new source(new s3.Bucket(Stack.of(given.node.root.node.findChild('Shop')), 'Bucket'), { events }));

  expect(found(S3EventSource)).toEqual(found(Original));
});
