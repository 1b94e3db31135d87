import { appOf, fn } from './scratch-assembly';

test('a queue is read with its name, ARN, URL, attributes and tags', () => {
  const app = appOf({
    Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
    Q: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'orders',
        VisibilityTimeout: 60,
        DelaySeconds: '5',
        SqsManagedSseEnabled: true,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 },
        Tags: [{ Key: 'team', Value: 'a' }],
      },
    },
  });

  expect(app.findings).toEqual([]);
  expect(app.unsupported).toEqual([]);
  expect(app.queues?.[1]).toEqual({
    address: { stack: 'S', logicalId: 'Q', path: 'S/Q' },
    name: 'orders',
    arn: 'arn:aws:sqs:us-east-1:000000000000:orders',
    url: 'https://sqs.us-east-1.amazonaws.com/000000000000/orders',
    region: 'us-east-1',
    account: '000000000000',
    attributes: {
      VisibilityTimeout: '60',
      DelaySeconds: '5',
      SqsManagedSseEnabled: 'true',
      RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead","maxReceiveCount":3}',
    },
    tags: { team: 'a' },
  });
});

test('a queue whose name cannot be had is left out with a finding, the rest of the app is whole', () => {
  const app = appOf({ F: fn(), Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'None' } } } });

  expect(app.queues).toBeUndefined();
  expect(app.functions).toHaveLength(1);
  expect(app.unsupported).toMatchObject([{ type: 'AWS::SQS::Queue' }]);
});

test('a mapping of a source that is not read here is told of', () => {
  const EventSourceArn = 'arn:aws:kafka:us-east-1:000000000000:cluster/c/1';
  const app = appOf({
    F: fn(),
    M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'F' }, EventSourceArn } },
  });

  expect(app.mappings).toHaveLength(1);
  expect(app.unsupported).toMatchObject([
    { type: 'AWS::Lambda::EventSourceMapping', why: expect.stringContaining('an MSK cluster') },
  ]);
});
