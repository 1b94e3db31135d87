import type { Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig, type CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IdentityPolicies, LocalExecutor } from 'cdk-lambda-kit/local';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

const FAILING = `exports.handler = async () => { throw new Error('no'); };`;

/** A function `Orders` whose failed events go to what `target` makes, and to the queue `Dead` for dead letters; its role has no policy. */
function orders(target: (stack: Stack) => string, identityPolicies: IdentityPolicies, actions: readonly string[] = []) {
  const app = appOf((stack) => {
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const fn = nodeFunction(stack, 'Orders', FAILING, { role });
    if (actions.length > 0) role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: ['*'] }));
    const dead = new Queue(stack, 'Dead', { queueName: 'dead' });
    (fn.node.defaultChild as CfnFunction).addPropertyOverride('DeadLetterConfig.TargetArn', dead.queueArn);
    new CfnEventInvokeConfig(stack, 'Config', {
      ...{ functionName: fn.functionName, qualifier: '$LATEST', maximumRetryAttempts: 0 },
      destinationConfig: { onFailure: { destination: target(stack) } },
    });
  });
  return running(app, { clock: 'virtual', identityPolicies });
}

async function deliveriesOf(local: LocalExecutor) {
  await local.function('Orders').invoke({ id: 7 }, { type: 'Event' });
  await local.settle();
  return local.function('Orders').deliveries.map(({ to, outcome, why }) => ({ to, outcome, ...(why !== undefined && { why }) }));
}

const missing = (local: LocalExecutor) => local.permissions.missing.map(({ action, resource }) => `${action} on ${resource}`);

const TARGETS: [string, (stack: Stack) => string, string[]][] = [
  [
    'queue',
    (stack) => new Queue(stack, 'Failed', { queueName: 'failed' }).queueArn,
    ['sqs:SendMessage on arn:aws:sqs:us-east-1:000000000000:failed'],
  ],
  [
    'topic',
    (stack) => new Topic(stack, 'Failed', { topicName: 'failed' }).topicArn,
    ['sns:Publish on arn:aws:sns:us-east-1:000000000000:failed'],
  ],
  [
    'function',
    (stack) => nodeFunction(stack, 'Failed', 'exports.handler = async () => 1;', { functionName: 'failed' }).functionArn,
    ['lambda:InvokeFunction on arn:aws:lambda:us-east-1:000000000000:function:failed'],
  ],
  [
    'bus',
    (stack) => new EventBus(stack, 'Failed', { eventBusName: 'failed' }).eventBusArn,
    ['events:PutEvents on arn:aws:events:us-east-1:000000000000:event-bus/failed'],
  ],
  [
    'bucket',
    (stack) => new Bucket(stack, 'Failed', { bucketName: 'failed' }).bucketArn,
    [
      expect.stringMatching(
        /^s3:PutObject on arn:aws:s3:::failed\/aws\/lambda\/async\/App-Orders\w+-\w+\/\*$/,
      ) as unknown as string,
      's3:ListBucket on arn:aws:s3:::failed',
    ],
  ],
];
const DEAD = 'sqs:SendMessage on arn:aws:sqs:us-east-1:000000000000:dead';
const ACTIONS = ['sqs:SendMessage', 'sns:Publish', 'lambda:InvokeFunction', 'events:PutEvents', 's3:PutObject', 's3:ListBucket'];

describe.each(TARGETS)('a %s as destination', (_, target, needed) => {
  test('is sent to without the permission of the role, and that is told (INV-68)', async () => {
    const local = await orders(target, 'report');

    expect(await deliveriesOf(local)).toEqual([
      { to: 'onFailure', outcome: 'delivered' },
      { to: 'deadLetter', outcome: 'delivered' },
    ]);
    expect(missing(local)).toEqual([...needed, DEAD]);
    expect(local.permissions.missing[0]).toMatchObject({ function: 'App/Orders', resourcePath: 'App/Failed' });
  });

  test('fails to be sent to without the permission where identity policies are enforced, and so does the dead letter', async () => {
    const local = await orders(target, 'enforce');

    const why = expect.stringMatching(/AccessDenied|AuthorizationError/) as unknown as string;
    expect(await deliveriesOf(local)).toEqual([
      { to: 'onFailure', outcome: 'failed', why },
      { to: 'deadLetter', outcome: 'failed', why: expect.stringContaining('sqs:sendmessage on resource: ') },
    ]);
    expect(local.queue('Dead').messages).toEqual([]);
  });

  test('is sent to with the permission of the role', async () => {
    const local = await orders(target, 'enforce', ACTIONS);

    expect(await deliveriesOf(local)).toEqual([
      { to: 'onFailure', outcome: 'delivered' },
      { to: 'deadLetter', outcome: 'delivered' },
    ]);
    expect(missing(local)).toEqual([]);
  });
});

test('what the CDK grants for destinations and dead-letter queues is enough', async () => {
  const app = appOf((stack) => {
    const dead = new Queue(stack, 'Dead');
    nodeFunction(stack, 'Orders', FAILING, {
      ...{ retryAttempts: 0, deadLetterQueue: dead, onFailure: new SqsDestination(new Queue(stack, 'Failed')) },
    });
  });
  const local = await running(app, { clock: 'virtual', identityPolicies: 'enforce' });

  expect(await deliveriesOf(local)).toEqual([
    { to: 'onFailure', outcome: 'delivered' },
    { to: 'deadLetter', outcome: 'delivered' },
  ]);
  expect(local.permissions.missing).toEqual([]);
});
