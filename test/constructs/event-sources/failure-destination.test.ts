import { Stack } from 'aws-cdk-lib';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { KafkaDlq, S3OnFailureDestination, SnsDlq, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { KinesisEventSource } from '../../../src/constructs/event-sources/kinesis-event-source';
import { names, propertiesOf, shipIn, statementsOf } from './source-scene';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const encryption = kinesis.StreamEncryption.MANAGED;

/** What the role may do beside reading the stream, and the mapping. */
function failing(make: (stack: Stack) => lambda.IEventSourceDlq) {
  const scene = shipIn();
  const onFailure = make(scene.stack);
  const stream = new kinesis.Stream(scene.stack, 'Orders', { encryption });
  scene.ship.addEventSource(new KinesisEventSource(stream, { startingPosition: lambda.StartingPosition.LATEST, onFailure }));
  const [mapping] = propertiesOf(scene.stack, MAPPING);
  const allowed = statementsOf(scene.stack).slice(1);
  return { ...scene, destination: mapping?.DestinationConfig, allowed };
}

test('a queue may be sent to, and nothing else (STR-10)', () => {
  const { stack, destination, allowed } = failing((scope) => new SqsDlq(new sqs.Queue(scope, 'Failed')));
  const { arn } = names(stack, stack.node.findChild('Failed'));

  expect(destination).toEqual({ OnFailure: { Destination: arn } });
  expect(allowed).toEqual([{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn }]);
});

test('a queue with a key of its own may be encrypted for', () => {
  const { stack, allowed } = failing((scope) => {
    return new SqsDlq(new sqs.Queue(scope, 'Failed', { encryptionMasterKey: new kms.Key(scope, 'Key') }));
  });
  const { arn } = names(stack, stack.node.findChild('Key'));

  expect(allowed[1]).toEqual({ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: arn });
});

test('a topic may be published to', () => {
  const { stack, destination, allowed } = failing((scope) => new SnsDlq(new sns.Topic(scope, 'Failed')));
  const { ref } = names(stack, stack.node.findChild('Failed'));

  expect(destination).toEqual({ OnFailure: { Destination: ref } });
  expect(allowed).toEqual([{ Effect: 'Allow', Action: 'sns:Publish', Resource: ref }]);
});

test('a bucket of this app may be written to where Lambda writes, while it is ours (STR-09, STR-10)', () => {
  const { stack, destination, allowed } = failing((scope) => {
    const bucket = new s3.Bucket(scope, 'Failed', { encryptionKey: new kms.Key(scope, 'Key') });
    return new S3OnFailureDestination(bucket);
  });
  const { arn } = names(stack, stack.node.findChild('Failed'));
  const Condition = { StringEquals: { 's3:ResourceAccount': { Ref: 'AWS::AccountId' } } };

  expect(destination).toEqual({ OnFailure: { Destination: arn } });
  expect(allowed).toEqual([
    { Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Join': ['', [arn, '/aws/lambda/*']] }, Condition },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: arn, Condition },
    { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: names(stack, stack.node.findChild('Key')).arn },
  ]);
});

test('a bucket of others may be of another account', () => {
  const { allowed } = failing((scope) => new S3OnFailureDestination(s3.Bucket.fromBucketName(scope, 'Failed', 'failed-records')));
  expect(allowed.map(({ Condition }) => Condition)).toEqual([undefined, undefined]);
});

test('a destination that only the author knows binds itself', () => {
  const bound: unknown[] = [];
  const arn = 'arn:aws:sqs:us-east-1:111111111111:failed';
  const { destination, allowed } = failing(() => ({
    bind: (mapping, target) => {
      bound.push(mapping.node.path, target.node.path);
      return { destination: arn };
    },
  }));

  expect(destination).toEqual({ OnFailure: { Destination: arn } });
  expect(bound).toEqual(['Shop/Ship/KinesisEventSource:ShopOrdersA8B1F509', 'Shop/Ship']);
  expect(allowed).toEqual([]);
});

test.each([
  [
    'a FIFO queue',
    (stack: Stack) => new SqsDlq(new sqs.Queue(stack, 'Failed', { fifo: true })),
    /as Shop\/Failed is.*\n.*DESTINATION_FIFO/,
  ],
  ['a FIFO topic', (stack: Stack) => new SnsDlq(new sns.Topic(stack, 'Failed', { fifo: true })), /DESTINATION_FIFO/],
  [
    'a topic of Kafka',
    () => new KafkaDlq('failed'),
    /onFailure must not be the Kafka topic kafka:\/\/failed.*\n.*FAILURE_TO_KAFKA/,
  ],
  [
    'a function',
    () => ({ bind: () => ({ destination: 'arn:aws:lambda:us-east-1:111111111111:function:x' }) }),
    /FAILURE_DESTINATION_KIND/,
  ],
  [
    'a FIFO queue by its ARN',
    () => ({ bind: () => ({ destination: 'arn:aws:sqs:us-east-1:111111111111:x.fifo' }) }),
    /DESTINATION_FIFO/,
  ],
] as [
  string,
  (stack: Stack) => lambda.IEventSourceDlq,
  RegExp,
][])('fails when failures of a stream are to go to %s (ESM-17)', (_kind, make, problem) => {
  expect(() => failing(make)).toThrow(problem);
});

test('the destination may be in another stack', () => {
  const { stack, ship } = shipIn();
  const others = new Stack(stack.node.root as never, 'Others');
  const onFailure = new SqsDlq(new sqs.Queue(others, 'Failed', { encryptionMasterKey: new kms.Key(others, 'Key') }));
  const stream = new kinesis.Stream(stack, 'Orders');
  ship.addEventSource(new KinesisEventSource(stream, { startingPosition: lambda.StartingPosition.LATEST, onFailure }));

  expect(propertiesOf(stack, MAPPING)).toHaveLength(1);
  expect(others.dependencies).toEqual([]);
});
