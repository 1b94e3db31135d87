import { appOf, fn } from './scratch-assembly';

const LAMBDA = { Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
const statement = (Action: unknown, Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });
const document = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });
const role = (more: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName: 'r', AssumeRolePolicyDocument: LAMBDA, ...more },
});
const QUEUE = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } };
const QUEUE_ARN = 'arn:aws:sqs:us-east-1:000000000000:orders';

/** What the policies of the role `r` say. */
function policies(resources: Record<string, unknown>) {
  const { roles, findings } = appOf({ F: fn(), ...resources });
  expect(findings).toEqual([]);
  const found = roles?.find(({ name }) => name === 'r');
  const actions = found?.policies.statements.map(({ written }) => written.Action);
  return { found, actions, isWhole: found?.policies.isWhole };
}

test('a role has its own policies, those attached to it, and managed ones', () => {
  const { found, actions, isWhole } = policies({
    Role: role({
      Path: '/apps/',
      Policies: [{ PolicyName: 'p', PolicyDocument: document(statement('a:Own', { 'Fn::GetAtt': ['Queue', 'Arn'] })) }],
      ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaRole' }, { Ref: 'Managed' }],
    }),
    Queue: QUEUE,
    Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(statement('a:Managed')) } },
    Attached: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: document(statement('a:Attached')) },
    },
    ToRole: {
      Type: 'AWS::IAM::RolePolicy',
      Properties: { PolicyName: 'q', RoleName: 'r', PolicyDocument: document(statement('a:ToRole')) },
    },
    FromOutside: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { Roles: ['r'], PolicyDocument: { Statement: statement('a:FromOutside') } },
    },
    ForOthers: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'p', Roles: ['other'], PolicyDocument: document(statement('a:Other')) },
    },
  });

  expect(found?.arn).toBe('arn:aws:iam::000000000000:role/apps/r');
  expect(actions).toEqual(['a:Own', ['lambda:InvokeFunction'], 'a:Managed', 'a:Attached', 'a:ToRole', 'a:FromOutside']);
  expect(isWhole).toBe(true);
  expect(found?.policies.statements[0]?.written.Resource).toBe(QUEUE_ARN);
  expect(found?.boundary).toBeUndefined();
});

test.each([
  ['a managed policy of AWS that is not known', { Role: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/Unheard'] }) }],
  ['a managed policy of somebody else', { Role: role({ ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Theirs'] }) }],
  ['policies that cannot be had', { Role: role({ Policies: { 'Fn::ImportValue': 'none' } }) }],
  ['a policy that is null', { Role: role({ Policies: [null] }) }],
  [
    'a managed policy of the app whose document cannot be had',
    {
      Role: role({ ManagedPolicyArns: [{ Ref: 'Managed' }] }),
      Managed: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: { 'Fn::If': ['None', document(), document()] } },
      },
    },
  ],
  [
    'a policy for roles that cannot be had',
    {
      Role: role(),
      P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: { Ref: 'None' }, PolicyDocument: document() } },
    },
  ],
])('%s may hold anything', (_, resources) => {
  expect(policies(resources).isWhole).toBe(false);
});

test('only the value that cannot be had is left out of a statement', () => {
  const imported = { 'Fn::GetAtt': ['Custom', 'Arn'] };
  const { found } = policies({
    Role: role({
      Policies: [
        {
          PolicyName: 'p',
          PolicyDocument: document(statement(['a:Do'], ['x', imported, { Ref: 'AWS::NoValue' }]), statement('a:Do', imported), {
            'Fn::If': ['Never', statement('a:Never'), { Ref: 'AWS::NoValue' }],
          }),
        },
      ],
    }),
    Custom: { Type: 'Custom::Thing', Properties: { ServiceToken: 'arn:aws:lambda:us-east-1:000000000000:function:x' } },
  });
  expect(found?.policies).toEqual({
    statements: [
      { written: { Effect: 'Allow', Action: ['a:Do'], Resource: ['x'] }, unknown: ['Resource'] },
      { written: { Effect: 'Allow', Action: 'a:Do' }, unknown: ['Resource'] },
      { written: {}, unknown: ['Effect'] },
    ],
    isWhole: true,
  });
});

test('a role has its permissions boundary', () => {
  const { found } = policies({
    Role: role({ PermissionsBoundary: { Ref: 'Boundary' } }),
    Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(statement('a:Do')) } },
  });
  expect(found?.boundary).toEqual({ statements: [{ written: statement('a:Do') }], isWhole: true });
});

test('the policies of queues, topics, buckets, buses, streams and tables are found by the ARN of what they are for', () => {
  const forAll = (Resource: unknown = '*') => document({ ...statement('a:Do', Resource), Principal: '*' });
  const { resourcePolicies } = appOf({
    F: fn(),
    Queue: QUEUE,
    QueuePolicy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: forAll() } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } },
    TopicPolicy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: forAll() } },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } },
    BucketPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: forAll() } },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
    BusPolicy: {
      Type: 'AWS::Events::EventBusPolicy',
      Properties: { EventBusName: { Ref: 'Bus' }, StatementId: 's', Statement: { ...statement('a:Do'), Principal: '*' } },
    },
    Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'clicks' } },
    StreamPolicy: {
      Type: 'AWS::Kinesis::ResourcePolicy',
      Properties: { ResourceArn: { 'Fn::GetAtt': ['Stream', 'Arn'] }, ResourcePolicy: forAll() },
    },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'visits',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        ResourcePolicy: { PolicyDocument: forAll() },
      },
    },
  });
  const here = 'us-east-1:000000000000';
  expect(resourcePolicies?.map(({ resourceArn }) => resourceArn)).toEqual([
    QUEUE_ARN,
    `arn:aws:sns:${here}:news`,
    'arn:aws:s3:::files',
    `arn:aws:kinesis:${here}:stream/clicks`,
    `arn:aws:events:${here}:event-bus/shop`,
    `arn:aws:dynamodb:${here}:table/visits`,
  ]);
  for (const { policies: said } of resourcePolicies ?? []) {
    expect(said).toEqual({ statements: [{ written: { ...statement('a:Do'), Principal: '*' } }], isWhole: true });
  }
});
