import { App, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { S3BatchEventSource } from '../../../src/constructs/event-sources/s3-batch-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { TARGET_KINDS, TARGETS } from './targets';

test.each(TARGET_KINDS)('jobs need a role that may invoke exactly the %s, for jobs of this account (SBO-01, PRM-09)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  const source = new S3BatchEventSource(stack, 'Jobs');
  source.bind(target);

  const arn: unknown = stack.resolve(target.functionArn);
  expect(statementsOf(stack)).toEqual([{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arn }]);
  expect(stack.resolve(source.functionArn)).toEqual(arn);
  expect(permissionsOf(stack)).toEqual([]);
  const account = { Ref: 'AWS::AccountId' };
  const jobs = ['arn:', { Ref: 'AWS::Partition' }, ':s3:', { Ref: 'AWS::Region' }, ':', account, ':job/*'];
  expect(propertiesOf(stack, 'AWS::IAM::Role')).toContainEqual(
    expect.objectContaining({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'batchoperations.s3.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': account },
              ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', jobs] } },
            },
          },
        ],
      },
    }),
  );
});

test('jobs can read one manifest and write reports below one prefix, with keys of their buckets', () => {
  const { stack, ship } = shipIn();
  const encryptionKey = new kms.Key(stack, 'Key');
  const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey });
  const props = { manifestBucket: bucket, manifestKey: 'manifest.csv', reportBucket: bucket, reportPrefix: 'reports/' };
  ship.addEventSource(new S3BatchEventSource(stack, 'Jobs', props));

  const below = (key: string) => ({ 'Fn::Join': ['', [names(stack, bucket).arn, `/${key}`]] });
  const key = names(stack, encryptionKey).arn;
  expect(statementsOf(stack).slice(1)).toEqual([
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: below('manifest.csv') },
    { Effect: 'Allow', Action: 'kms:Decrypt', Resource: key },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: below('reports/*') },
    { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: key },
  ]);
});

test('without keys every object of the buckets is meant', () => {
  const { stack, ship } = shipIn();
  const bucket = new s3.Bucket(stack, 'Bucket');
  ship.addEventSource(new S3BatchEventSource(stack, 'Jobs', { manifestBucket: bucket, reportBucket: bucket }));

  const all = { 'Fn::Join': ['', [names(stack, bucket).arn, '/*']] };
  expect(statementsOf(stack).slice(1)).toMatchObject([{ Resource: all }, { Resource: all }]);
});

test('role and function may be in two stacks', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const jobs = new Stack(app, 'Jobs');
  shipIn(stack).alias.addEventSource(new S3BatchEventSource(jobs, 'Role'));

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, jobs.dependencies]).toEqual([[], [stack]]);
});

test('fails when the role is asked for too early, or made for two functions', () => {
  const { stack, ship, alias } = shipIn();
  const source = new S3BatchEventSource(stack, 'Jobs');
  expect(() => source.role).toThrow(/SOURCE_NOT_BOUND/);
  expect(() => source.functionArn).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);
  expect(source.role.roleArn).toBeDefined();
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
});
