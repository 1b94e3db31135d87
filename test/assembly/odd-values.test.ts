import { appOf, fn } from './scratch-assembly';

/** What no text and no number can be made of by JavaScript. */
const ODD = { toString: 1, valueOf: 2 };
const ODD_TEXT = '{"toString":1,"valueOf":2}';

const ALIAS = { FunctionName: { Ref: 'F' }, FunctionVersion: '$LATEST', Name: 'live' };
const TARGET = { Id: 't', Arn: 'arn:aws:sqs:us-east-1:000000000000:q' };
const SCHEDULE = { ScheduleExpression: 'rate(1 minute)', FlexibleTimeWindow: { Mode: 'OFF' } };
const KEYS = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};
const role = (more: object) => ({ AssumeRolePolicyDocument: {}, ...more });

test.each<[string, string, Record<string, unknown>]>([
  ['a managed policy of a role', 'AWS::IAM::Role', role({ ManagedPolicyArns: [ODD] })],
  ['a version that an alias leads to', 'AWS::Lambda::Alias', routed({ FunctionVersion: ODD, FunctionWeight: 0.5 })],
  ['the weight of a version', 'AWS::Lambda::Alias', routed({ FunctionVersion: '1', FunctionWeight: ODD })],
  ['the target of a rule', 'AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)', Targets: [{ Id: 't', Arn: ODD }] }],
  ['the attempts of a rule', 'AWS::Events::Rule', { Targets: [{ ...TARGET, RetryPolicy: { MaximumRetryAttempts: ODD } }] }],
  ['the target of a schedule', 'AWS::Scheduler::Schedule', { ...SCHEDULE, Target: { Arn: ODD, RoleArn: 'r' } }],
  ['the tag of a queue', 'AWS::SQS::Queue', { Tags: [{ Key: ODD, Value: ODD }] }],
  ['the tag of a function', 'AWS::Lambda::Function', { Tags: [{ Key: ODD, Value: ODD }] }],
  ['the tag of a table', 'AWS::DynamoDB::Table', { ...KEYS, Tags: [{ Key: 'k', Value: ODD }] }],
  [
    'the units of a table',
    'AWS::DynamoDB::Table',
    { ...KEYS, ProvisionedThroughput: { ReadCapacityUnits: ODD, WriteCapacityUnits: 1 } },
  ],
  ['a subscription of a topic', 'AWS::SNS::Topic', { Subscription: [{ Protocol: ODD, Endpoint: ODD }] }],
  [
    'the origins of a bucket',
    'AWS::S3::Bucket',
    { CorsConfiguration: { CorsRules: [{ AllowedOrigins: [ODD], AllowedMethods: ['GET'] }] } },
  ],
  [
    'an attribute of a load balancer',
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    { LoadBalancerAttributes: [{ Key: 'k', Value: ODD }] },
  ],
  [
    'the parameters of a route',
    'AWS::ApiGatewayV2::Integration',
    { ApiId: 'a', IntegrationType: 'AWS_PROXY', RequestParameters: { p: ODD } },
  ],
  ['a variable of a stage', 'AWS::ApiGatewayV2::Stage', { ApiId: 'a', StageName: 's', StageVariables: { v: ODD } }],
  [
    'the methods of a distribution',
    'AWS::CloudFront::Distribution',
    { DistributionConfig: { DefaultCacheBehavior: { AllowedMethods: [ODD] } } },
  ],
  [
    'the status of a listener',
    'AWS::VpcLattice::Listener',
    { DefaultAction: { FixedResponse: { StatusCode: ODD } }, ServiceIdentifier: 's' },
  ],
])('an object with members like those of all objects is read where %s is expected', (_, type, properties) => {
  const body = type === 'AWS::Lambda::Function' ? fn(properties) : { Type: type, Properties: properties };
  const app = appOf({ F: fn(), Odd: body });

  expect(app.functions.map(({ address }) => address.logicalId)).toContain('F');
});

test('the target of a rule that is no text is told of with its place', () => {
  const { rules, findings } = appOf({
    Rule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)', Targets: [{ Id: 't', Arn: ODD }] } },
  });

  expect(rules ?? []).toEqual([]);
  expect(findings).toMatchObject([
    {
      code: 'PROPERTY_INVALID',
      where: 'S/Rule',
      message: expect.stringContaining(`Targets.Arn must be text, not ${ODD_TEXT}`),
    },
  ]);
});

test('an object is text as JSON where text is expected', () => {
  const { queues } = appOf({ Q: { Type: 'AWS::SQS::Queue', Properties: { Tags: [{ Key: 'shape', Value: ODD }] } } });

  expect(queues?.[0]?.tags).toEqual({ shape: ODD_TEXT });
});

test('a member of a statement that is called as the prototype is, is kept', () => {
  const statement = JSON.parse('{"Effect":"Allow","Action":"*","Resource":"*","__proto__":{"Bool":1}}') as object;
  const { roles } = appOf({
    R: {
      Type: 'AWS::IAM::Role',
      Properties: role({ Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [statement] } }] }),
    },
  });

  expect(JSON.stringify(roles)).toContain(JSON.stringify(statement));
});

function routed(additional: object) {
  return { ...ALIAS, RoutingConfig: { AdditionalVersionWeights: [additional] } };
}
