import {
  GetBucketNotificationConfigurationCommand,
  type LambdaFunctionConfiguration,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import { encodedKey } from '../../../../src/local/services/s3/encoded-key';
import { fits, overlap } from '../../../../src/local/services/s3/rules';
import type { NotificationRule } from '../../../../src/model/bucket';
import { closeScene, refusal, s3 } from './scene';

afterEach(closeScene);

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:import';
const rule = (events: string[], prefix?: string, suffix?: string): NotificationRule => ({
  ...{ id: 'r', to: 'lambda', targetArn: FUNCTION, events },
  ...(prefix !== undefined && { prefix }),
  ...(suffix !== undefined && { suffix }),
});

test.each([
  [rule(['s3:ObjectCreated:*']), 'ObjectCreated:Copy', 'a', true],
  [rule(['s3:ObjectCreated:Put']), 'ObjectCreated:Copy', 'a', false],
  [rule(['s3:ObjectRemoved:*', 's3:ObjectCreated:Put']), 'ObjectCreated:Put', 'a', true],
  [rule(['s3:ObjectCreated:*'], 'in/', '.csv'), 'ObjectCreated:Put', 'in/a.csv', true],
  [rule(['s3:ObjectCreated:*'], 'in/', '.csv'), 'ObjectCreated:Put', 'in/a.txt', false],
  [rule(['s3:ObjectCreated:*'], 'in/', '.csv'), 'ObjectCreated:Put', 'out/a.csv', false],
])('a rule is for its events and its keys (S3-05)', (one, event, key, expected) => {
  expect(fits(one, event, key)).toBe(expected);
});

test.each([
  [[rule(['s3:ObjectCreated:*']), rule(['s3:ObjectRemoved:*'])], undefined],
  [[rule(['s3:ObjectCreated:*']), rule(['s3:ObjectCreated:Put'])], /^Configurations overlap/],
  [[rule(['s3:ObjectCreated:*'], 'a/'), rule(['s3:ObjectCreated:*'], 'b/')], undefined],
  [[rule(['s3:ObjectCreated:*'], 'a/'), rule(['s3:ObjectCreated:*'], 'a/b/')], /^Configuration is ambiguously/],
  [[rule(['s3:ObjectCreated:*'], 'a/', '.jpg'), rule(['s3:ObjectCreated:*'], 'a/b/', '.png')], undefined],
  [[rule(['s3:ObjectCreated:*'], undefined, '.jpg'), rule(['s3:ObjectCreated:*'], 'a/')], /^Configuration is ambiguously/],
])('two rules of a bucket must not be for the same (S3-06)', (rules, expected) => {
  if (expected === undefined) expect(overlap(rules)).toBeUndefined();
  else expect(overlap(rules)).toMatch(expected);
});

test('keys are told as S3 encodes them (S3-10)', () => {
  expect(encodedKey('uploads/2026/march report (1).csv')).toBe('uploads/2026/march+report+%281%29.csv');
  expect(encodedKey("ä+'~*!/\ud800")).toBe('%C3%A4%2B%27%7E*%21/%EF%BF%BD');
});

const put = async (configuration: object) => {
  const at = await s3();
  const NotificationConfiguration = configuration;
  await at.client.send(new PutBucketNotificationConfigurationCommand({ Bucket: 'uploads', NotificationConfiguration }));
  const { $metadata: _, ...answer } = await at.client.send(new GetBucketNotificationConfigurationCommand({ Bucket: 'uploads' }));
  return { ...at, answer };
};
const toFunction = (more: Partial<LambdaFunctionConfiguration> = {}): LambdaFunctionConfiguration => ({
  LambdaFunctionArn: FUNCTION,
  Events: ['s3:ObjectCreated:*'],
  ...more,
});
const filtered = (...FilterRules: { Name: string; Value: string }[]) => ({ Filter: { Key: { FilterRules } } }) as object;

test('whom a bucket tells can be set and read, and what was set before is gone (S3-08)', async () => {
  const { answer, configured } = await put({
    LambdaFunctionConfigurations: [toFunction({ Id: 'csv', ...filtered({ Name: 'prefix', Value: 'in/' }) })],
    QueueConfigurations: [{ QueueArn: 'arn:aws:sqs:eu-west-1:123456789012:removed', Events: ['s3:ObjectRemoved:*'] }],
    EventBridgeConfiguration: {},
  });

  expect(answer).toEqual({
    LambdaFunctionConfigurations: [toFunction({ Id: 'csv', ...filtered({ Name: 'Prefix', Value: 'in/' }) })],
    QueueConfigurations: [
      { Id: expect.any(String), QueueArn: 'arn:aws:sqs:eu-west-1:123456789012:removed', Events: ['s3:ObjectRemoved:*'] },
    ],
    EventBridgeConfiguration: {},
  });
  expect(configured).toHaveLength(2);
  expect((await put({})).answer).toEqual({});
});

test.each([
  ['events that overlap', { LambdaFunctionConfigurations: [toFunction(), toFunction()] }],
  ['an event that there is not', { LambdaFunctionConfigurations: [toFunction({ Events: ['s3:Nothing' as never] })] }],
  ['an ARN of another service', { LambdaFunctionConfigurations: [toFunction({ LambdaFunctionArn: 'arn:aws:sqs:x:1:q' })] }],
  ['a filter of another kind', { LambdaFunctionConfigurations: [toFunction(filtered({ Name: 'middle', Value: 'x' }))] }],
  [
    'two prefixes',
    { LambdaFunctionConfigurations: [toFunction(filtered({ Name: 'prefix', Value: 'x' }, { Name: 'Prefix', Value: 'y' }))] },
  ],
  [
    'one id twice',
    { LambdaFunctionConfigurations: [toFunction({ Id: 'a' }), toFunction({ Id: 'a', Events: ['s3:ObjectRemoved:*'] })] },
  ],
])('fails when whom a bucket tells has %s', async (_, configuration) => {
  await expect(put(configuration)).rejects.toMatchObject(refusal('InvalidArgument', 400));
});
