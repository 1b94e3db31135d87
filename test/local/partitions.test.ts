import { join } from 'node:path';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { App, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { nodeFunction, running, stopAll, temporaryFolder } from './scene';

afterEach(stopAll);

const WHO = `const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
exports.handler = async () => (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Arn;`;

function appIn(region: string): App {
  const app = new App({ outdir: join(temporaryFolder(), 'out') });
  const stack = new Stack(app, 'App', { env: { account: '111122223333', region } });
  const bucket = new Bucket(stack, 'Uploads', { eventBridgeEnabled: true });
  bucket.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(nodeFunction(stack, 'Who', WHO)));
  const noting = nodeFunction(stack, 'Noting', 'exports.handler = async () => 1;');
  new Rule(stack, 'Rule', { eventPattern: { source: ['aws.s3'] }, targets: [new LambdaFunction(noting)] });
  return app;
}

const CREDENTIALS = { accessKeyId: 'any', secretAccessKey: 'any' };

test.each([
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ['eu-west-1', 'aws', 'amazonaws.com'],
])('what is made in %s has ARNs of the partition %s', async (region, partition, suffix) => {
  const { endpoint } = await running(appIn(region), { clock: 'virtual' });
  const how = { endpoint, region, credentials: CREDENTIALS };
  const s3 = new S3Client({ ...how, forcePathStyle: true });

  const made = {
    bucket: await s3.send(new CreateBucketCommand({ Bucket: 'made' })),
    seen: await s3.send(new HeadBucketCommand({ Bucket: 'made' })),
    bus: await new EventBridgeClient(how).send(new CreateEventBusCommand({ Name: 'made' })),
    topic: await new SNSClient(how).send(new CreateTopicCommand({ Name: 'made' })),
    group: await new SchedulerClient(how).send(new CreateScheduleGroupCommand({ Name: 'made' })),
    me: await new STSClient(how).send(new GetCallerIdentityCommand({})),
  };

  expect(made).toMatchObject({
    bucket: { BucketArn: `arn:${partition}:s3:::made`, Location: `http://made.s3.${suffix}/` },
    seen: { BucketArn: `arn:${partition}:s3:::made` },
    bus: { EventBusArn: `arn:${partition}:events:${region}:111122223333:event-bus/made` },
    topic: { TopicArn: `arn:${partition}:sns:${region}:111122223333:made` },
    group: { ScheduleGroupArn: `arn:${partition}:scheduler:${region}:111122223333:schedule-group/made` },
    me: { Arn: `arn:${partition}:iam::111122223333:user/local` },
  });
  await expect(new LambdaClient(how).send(new GetFunctionCommand({ FunctionName: 'none' }))).rejects.toThrow(
    `Function not found: arn:${partition}:lambda:${region}:111122223333:function:none`,
  );
});

test('buckets in China tell functions and the default bus, by ARNs of their partition (S3-01)', async () => {
  const local = await running(appIn('cn-north-1'), { clock: 'virtual' });

  local.bucket('Uploads').put('a.txt', 'a');
  await local.settle();

  const [who] = local.function('Who').invocations;
  const [noted] = local.function('Noting').invocations;
  const arn = `arn:aws-cn:s3:::${local.bucket('Uploads').name}`;
  expect(who).toMatchObject({
    event: { Records: [{ s3: { bucket: { arn } } }] },
    payload: expect.stringMatching(/^arn:aws-cn:sts::111122223333:assumed-role\//),
  });
  expect(noted?.event).toMatchObject({ source: 'aws.s3', resources: [arn] });
  expect(local.bus('default').arn).toBe('arn:aws-cn:events:cn-north-1:111122223333:event-bus/default');
});
