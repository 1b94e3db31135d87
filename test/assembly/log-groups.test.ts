import { appOf, fn } from './scratch-assembly';

const PLACE = { account: '000000000000', region: 'us-east-1' };
const FN_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:fn';

test('log groups, streams and subscription filters are read, with names where the template has none', () => {
  const app = appOf({
    Fn: fn({ FunctionName: 'fn' }),
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: '7', LogGroupClass: 'INFREQUENT_ACCESS' } },
    Stream: { Type: 'AWS::Logs::LogStream', Properties: { LogGroupName: { Ref: 'Group' } } },
    Retention: {
      Type: 'Custom::LogRetention',
      Properties: { LogGroupName: '/aws/lambda/edge', LogGroupRegion: 'eu-west-1', RetentionInDays: 1 },
    },
    Filter: {
      Type: 'AWS::Logs::SubscriptionFilter',
      Properties: {
        ...{ LogGroupName: { Ref: 'Group' }, FilterPattern: 'ERROR', DestinationArn: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
        ...{ FilterName: 'errors', Distribution: 'Random' },
      },
    },
    OfRetention: {
      Type: 'AWS::Logs::SubscriptionFilter',
      Properties: {
        ...{ LogGroupName: { 'Fn::GetAtt': ['Retention', 'LogGroupName'] }, FilterPattern: '' },
        ...{ DestinationArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s', RoleArn: 'arn:aws:iam::000000000000:role/r' },
      },
    },
  });
  const [{ name: group = '' } = {}] = app.logGroups ?? [];

  expect([app.findings, app.unsupported]).toEqual([[], []]);
  expect(group).toMatch(/Group-/);
  expect(app.logGroups).toMatchObject([
    { ...PLACE, retentionDays: 7, logGroupClass: 'INFREQUENT_ACCESS' },
    { ...PLACE, region: 'eu-west-1', name: '/aws/lambda/edge', retentionDays: 1 },
  ]);
  expect(app.logStreams).toMatchObject([{ ...PLACE, group, name: expect.stringContaining('Stream-') }]);
  expect(app.logSubscriptions).toMatchObject([
    { ...PLACE, name: 'errors', group, pattern: 'ERROR', destinationArn: FN_ARN, distribution: 'Random' },
    { group: '/aws/lambda/edge', name: expect.stringContaining('OfRetention-'), roleArn: 'arn:aws:iam::000000000000:role/r' },
  ]);
});

test('a filter that cannot be carried out as it is written is told of', () => {
  const filter = (properties: object) => ({ Type: 'AWS::Logs::SubscriptionFilter', Properties: properties });
  const given = { LogGroupName: 'g', FilterPattern: '', DestinationArn: FN_ARN };
  const app = appOf({
    Fn: fn({ FunctionName: 'fn' }),
    NoGroup: filter({ ...given, LogGroupName: undefined }),
    Elsewhere: filter({ ...given, DestinationArn: `${FN_ARN}-other` }),
    Queue: filter({ ...given, DestinationArn: 'arn:aws:sqs:us-east-1:000000000000:q' }),
    Fields: filter({ ...given, EmitSystemFields: ['@aws.account'], ApplyOnTransformedLogs: false }),
  });

  expect(app.unsupported.map(({ address, why }) => [address.logicalId, why])).toEqual([
    ['NoGroup', expect.stringContaining('LogGroupName is missing')],
    ['Elsewhere', expect.stringContaining('is not one of this app')],
    ['Queue', expect.stringContaining('not sent to sqs')],
  ]);
  expect(app.findings.map(({ where, message }) => [where, message])).toEqual([
    [expect.stringContaining('NoGroup'), expect.stringContaining('LogGroupName')],
    [expect.stringContaining('Fields'), expect.stringMatching(/^EmitSystemFields .* is not emulated/)],
  ]);
  expect(app.logSubscriptions?.map(({ destinationArn }) => destinationArn)).toEqual([
    'arn:aws:sqs:us-east-1:000000000000:q',
    FN_ARN,
  ]);
});
