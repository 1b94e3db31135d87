import { Aws, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  EventBridgeDestination,
  LambdaDestination,
  S3Destination,
  SnsDestination,
  SqsDestination,
} from 'aws-cdk-lib/aws-lambda-destinations';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { stackIn } from '../scene';
import { EVERY_KIND, inline, propertiesOf, refused, warningsOf } from './kinds';

const queueArn = (name: string) => `arn:aws:sqs:eu-west-1:111122223333:${name}`;

/** Statements about keys in the policies beside roles. */
function keyStatements(stack: Stack): { Action: unknown; Resource: unknown }[] {
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policies
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement)
    .filter((statement: any) => JSON.stringify(statement.Action).includes('kms:'))
    .map(({ Action, Resource }: any) => ({ Action, Resource }));
}

describe.each(EVERY_KIND)('%s', (_kind, make) => {
  test('fails when dead letters go to a FIFO queue or topic (FN-64)', () => {
    const stack = stackIn();

    expect(() => make(stack, { deadLetterQueue: new Queue(stack, 'Dead', { fifo: true }) })).toThrow(/DEAD_LETTER_FIFO/);
    expect(() => make(stack, { deadLetterTopic: new Topic(stack, 'Told', { fifo: true }) })).toThrow(/DEAD_LETTER_FIFO/);
  });

  test('fails when a destination is a FIFO queue (INV-68)', () => {
    const stack = stackIn();
    const onFailure = new SqsDestination(new Queue(stack, 'Dead', { fifo: true }));

    expect(() => make(stack, { onFailure })).toThrow(/onFailure must not be a FIFO queue or topic, as Shop\/Dead\/Resource is/);
  });

  test('fails when it is its own destination (INV-61)', () => {
    const greeter = make(stackIn());

    expect(() => greeter.configureAsyncInvoke({ onFailure: new LambdaDestination(greeter) })).toThrow(
      /onFailure must not be the function itself/,
    );
  });

  test('may have dead letters and destinations of the kinds that Lambda knows', () => {
    const stack = stackIn();
    const greeter = make(stack, {
      deadLetterQueue: new Queue(stack, 'Dead'),
      onSuccess: new EventBridgeDestination(new EventBus(stack, 'Bus')),
      retryAttempts: 1,
    });

    expect(warningsOf(greeter)).toEqual([]);
    expect(propertiesOf(greeter, 'AWS::Lambda::EventInvokeConfig')).toMatchObject({ MaximumRetryAttempts: 1 });
  });
});

describe('dead letters', () => {
  test('go to a queue that is asked for, which refuses requests without TLS', () => {
    const greeter = inline(stackIn(), { deadLetterQueueEnabled: true });

    const [queue] = Object.keys(Template.fromStack(greeter.stack).findResources('AWS::SQS::Queue'));
    const [statement] = propertiesOf(greeter, 'AWS::SQS::QueuePolicy').PolicyDocument.Statement;
    expect(statement).toEqual({
      Action: 'sqs:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
    });
  });

  test('go to a queue that is given, which stays as it is', () => {
    const stack = stackIn();
    inline(stack, { deadLetterQueue: new Queue(stack, 'Dead') });

    Template.fromStack(stack).resourceCountIs('AWS::SQS::QueuePolicy', 0);
  });

  test('are warned of when failures go to a destination too', () => {
    const stack = stackIn();
    const deadLetterQueue = new Queue(stack, 'Dead');

    expect(warningsOf(inline(stack, { deadLetterQueue, onFailure: new SqsDestination(deadLetterQueue) }))).toEqual([
      'DEAD_LETTERS_TWICE',
    ]);
  });

  test('fail when an imported queue is FIFO by its name', () => {
    const stack = stackIn();

    expect(refused({ deadLetterQueue: Queue.fromQueueArn(stack, 'Dead', queueArn('dead.fifo')) }, stack)).toBe(
      'DEAD_LETTER_FIFO',
    );
  });

  test('may go to a queue that only the deployment knows', () => {
    const stack = stackIn();

    expect(() => inline(stack, { deadLetterQueue: Queue.fromQueueArn(stack, 'Dead', Fn.importValue('Dead')) })).not.toThrow();
  });
});

describe('destinations', () => {
  test.each([
    ['FIFO topics', (stack: Stack) => new SnsDestination(new Topic(stack, 'Told', { fifo: true })), 'DESTINATION_FIFO'],
    [
      'imported FIFO queues',
      (stack: Stack) => new SqsDestination(Queue.fromQueueArn(stack, 'Dead', queueArn('dead.fifo'))),
      'DESTINATION_FIFO',
    ],
    ['buckets after success', (stack: Stack) => new S3Destination(new Bucket(stack, 'Box')), 'DESTINATION_S3_ON_SUCCESS'],
    [
      'imported buckets after success',
      (stack: Stack) => new S3Destination(Bucket.fromBucketArn(stack, 'Box', 'arn:aws:s3:::box')),
      'DESTINATION_S3_ON_SUCCESS',
    ],
  ])('fail when they are %s', (_what, destination, code) => {
    const stack = stackIn();

    expect(refused({ onSuccess: destination(stack) }, stack)).toBe(code);
  });

  test('may be buckets after failure, other functions, and what only the deployment knows', () => {
    const stack = stackIn();
    const other = inline(new Stack(stack, 'Other'));

    const greeter = inline(stack, {
      onFailure: new S3Destination(new Bucket(stack, 'Box')),
      onSuccess: new LambdaDestination(other),
    });

    expect(propertiesOf(greeter, 'AWS::Lambda::EventInvokeConfig').DestinationConfig).toMatchObject({
      OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringMatching(/^Box/), 'Arn'] } },
    });
    const later = stackIn();
    const unknown = Queue.fromQueueArn(later, 'Dead', Fn.importValue('Dead'));
    expect(() => inline(later, { onSuccess: new SqsDestination(unknown) })).not.toThrow();
  });

  test('fail when configureAsyncInvoke is given what Lambda refuses', () => {
    expect(() => inline(stackIn()).configureAsyncInvoke({ retryAttempts: 3 })).toThrow(/retryAttempts must be a whole number/);
  });
});

describe('keys', () => {
  test('of the queue for dead letters may be used by the function', () => {
    const stack = stackIn();
    const key = new Key(stack, 'Key');

    inline(stack, { deadLetterQueue: new Queue(stack, 'Dead', { encryptionMasterKey: key, encryption: QueueEncryption.KMS }) });

    expect(keyStatements(stack)).toEqual([
      { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: stack.resolve(key.keyArn) },
    ]);
  });

  test('of the topic for dead letters may be used by the function', () => {
    const stack = stackIn();
    const key = new Key(stack, 'Key');

    inline(stack, { deadLetterTopic: new Topic(stack, 'Dead', { masterKey: key }) });

    expect(keyStatements(stack)).toEqual([
      { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: stack.resolve(key.keyArn) },
    ]);
  });

  test('of the environment may be used by the function', () => {
    const stack = stackIn();
    const key = new Key(stack, 'Key');

    inline(stack, { environmentEncryption: key, environment: { STAGE: 'live' } });

    expect(keyStatements(stack)).toEqual([{ Action: 'kms:Decrypt', Resource: stack.resolve(key.keyArn) }]);
  });

  test('of the environment may be a resource without a construct', () => {
    const stack = stackIn();
    const key = new CfnKey(stack, 'Key');

    inline(stack, { environmentEncryption: key });

    expect(keyStatements(stack)).toEqual([{ Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': ['Key', 'Arn'] } }]);
  });

  test('of queues and buckets that records go to may be used by the function', () => {
    const stack = stackIn();
    const key = new Key(stack, 'Key');
    const queue = new Queue(stack, 'Dead', { encryptionMasterKey: key, encryption: QueueEncryption.KMS });
    const bucket = new Bucket(stack, 'Box', { encryptionKey: key });

    inline(stack, { onSuccess: new SqsDestination(queue), onFailure: new S3Destination(bucket) });
    expect(JSON.stringify(keyStatements(stack))).toContain('kms:GenerateDataKey*');

    const told = stackIn();
    const toldKey = new Key(told, 'Key');
    inline(told, { onSuccess: new SnsDestination(new Topic(told, 'Told', { masterKey: toldKey })) });
    expect(JSON.stringify(keyStatements(told))).toContain('kms:GenerateDataKey');
  });
});

test('the type of a destination is told to it, as without our checks', () => {
  const told: unknown[] = [];
  const destination: lambda.IDestination = {
    bind: (_scope, _fn, options) => {
      told.push(options?.type);
      return { destination: `arn:${Aws.PARTITION}:sqs:eu-west-1:111122223333:dead` };
    },
  };

  inline(stackIn(), { onFailure: destination, onSuccess: destination });

  expect(told.sort()).toEqual(['Failure', 'Success']);
});
