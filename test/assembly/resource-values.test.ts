import { DATA } from '../../src/assembly/resource-values/data';
import { IDENTITY } from '../../src/assembly/resource-values/identity';
import { LAMBDA } from '../../src/assembly/resource-values/lambda';
import { MESSAGING } from '../../src/assembly/resource-values/messaging';
import { OPERATIONS } from '../../src/assembly/resource-values/operations';
import { WEB } from '../../src/assembly/resource-values/web';
import { appOf, environmentOf, fn } from './scratch-assembly';

const get = (attribute: string) => ({ 'Fn::GetAtt': ['X', attribute] });
const REF = { Ref: 'X' };
/** The made-up name of the resource `X` in the stack `S`. */
const NAME = 'S-X-[A-Z0-9]{12}';
const ARN = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`;
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}';

function valuesOf(Type: string, Properties: Record<string, unknown>, expressions: Record<string, unknown>) {
  const app = appOf({ X: { Type, Properties }, F: fn({ Environment: { Variables: expressions } }) });
  return { values: environmentOf(app, 'S/F'), findings: app.findings };
}

test.each<[string, Record<string, unknown>, unknown, string]>([
  ['AWS::IAM::Role', {}, REF, NAME],
  ['AWS::IAM::Role', { RoleName: 'r', Path: '/service/' }, get('Arn'), 'arn:aws:iam::000000000000:role/service/r'],
  ['AWS::IAM::User', { UserName: 'u' }, get('Arn'), 'arn:aws:iam::000000000000:user/u'],
  ['AWS::IAM::ManagedPolicy', { ManagedPolicyName: 'm' }, REF, 'arn:aws:iam::000000000000:policy/m'],
  ['AWS::IAM::Policy', { PolicyName: 'p' }, REF, 'p'],
  ['AWS::SQS::Queue', {}, REF, `https://sqs\\.us-east-1\\.amazonaws\\.com/000000000000/${NAME}`],
  ['AWS::SQS::Queue', {}, get('Arn'), ARN('sqs', NAME)],
  ['AWS::SQS::Queue', { FifoQueue: true }, get('QueueName'), `${NAME}\\.fifo`],
  ['AWS::SQS::Queue', { QueueName: 'q.fifo', FifoQueue: true }, get('QueueName'), 'q\\.fifo'],
  ['AWS::SNS::Topic', {}, REF, ARN('sns', NAME)],
  ['AWS::SNS::Topic', { TopicName: 't' }, get('TopicName'), 't'],
  ['AWS::S3::Bucket', {}, REF, 's-x-[a-z0-9]{12}'],
  ['AWS::S3::Bucket', { BucketName: 'b' }, get('Arn'), 'arn:aws:s3:::b'],
  ['AWS::S3::Bucket', { BucketName: 'b' }, get('RegionalDomainName'), 'b\\.s3\\.us-east-1\\.amazonaws\\.com'],
  ['AWS::S3::Bucket', { BucketName: 'b' }, get('WebsiteURL'), 'http://b\\.s3-website-us-east-1\\.amazonaws\\.com'],
  ['AWS::DynamoDB::Table', {}, REF, NAME],
  ['AWS::DynamoDB::Table', { TableName: 't' }, get('StreamArn'), `${ARN('dynamodb', 'table/t/stream/')}.+`],
  ['AWS::DynamoDB::GlobalTable', { TableName: 't' }, get('Arn'), ARN('dynamodb', 'table/t')],
  ['AWS::Kinesis::Stream', { Name: 's' }, get('Arn'), ARN('kinesis', 'stream/s')],
  ['AWS::Events::Rule', { Name: 'r' }, get('Arn'), ARN('events', 'rule/r')],
  ['AWS::Events::Rule', { Name: 'r', EventBusName: 'bus' }, get('Arn'), ARN('events', 'rule/bus/r')],
  ['AWS::Events::Rule', { Name: 'r', EventBusName: 'bus' }, REF, 'bus\\|r'],
  ['AWS::Events::EventBus', { Name: 'b' }, get('Arn'), ARN('events', 'event-bus/b')],
  ['AWS::Logs::LogGroup', { LogGroupName: '/l' }, get('Arn'), ARN('logs', 'log-group:/l:\\*')],
  ['AWS::SecretsManager::Secret', { Name: 's' }, REF, ARN('secretsmanager', 'secret:s-[A-Za-z0-9]{6}')],
  ['AWS::SecretsManager::Secret', {}, REF, ARN('secretsmanager', 'secret:X-[A-Za-z0-9]{12}-[A-Za-z0-9]{6}')],
  ['AWS::SSM::Parameter', { Name: '/p', Value: 'v' }, REF, '/p'],
  ['AWS::SSM::Parameter', { Name: '/p', Value: 'v' }, get('Value'), 'v'],
  ['AWS::SSM::Parameter', { Name: '/a/b', Value: 'v' }, get('Arn'), ARN('ssm', 'parameter/a/b')],
  ['AWS::KMS::Key', {}, REF, UUID],
  ['AWS::KMS::Key', {}, get('Arn'), ARN('kms', `key/${UUID}`)],
  ['AWS::KMS::Alias', { AliasName: 'alias/a' }, REF, 'alias/a'],
  ['AWS::ApiGateway::RestApi', {}, REF, '[a-z0-9]{10}'],
  ['AWS::ApiGateway::RestApi', {}, get('RootResourceId'), '[a-z0-9]{10}'],
  ['AWS::ApiGateway::Stage', { StageName: 'dev' }, REF, 'dev'],
  [
    'AWS::ApiGatewayV2::Api',
    { ProtocolType: 'HTTP' },
    get('ApiEndpoint'),
    'https://[a-z0-9]{10}\\.execute-api\\.us-east-1\\.amazonaws\\.com',
  ],
  [
    'AWS::ApiGatewayV2::Api',
    { ProtocolType: 'WEBSOCKET' },
    get('ApiEndpoint'),
    'wss://[a-z0-9]{10}\\.execute-api\\.us-east-1\\.amazonaws\\.com',
  ],
  ['AWS::ApiGatewayV2::Stage', { StageName: '$default' }, REF, '\\$default'],
  ['AWS::StepFunctions::StateMachine', { StateMachineName: 'm' }, REF, ARN('states', 'stateMachine:m')],
  ['AWS::StepFunctions::StateMachine', {}, get('Name'), NAME],
  ['AWS::Cognito::UserPool', {}, REF, 'us-east-1_[A-Za-z0-9]{9}'],
  [
    'AWS::Cognito::UserPool',
    {},
    get('ProviderURL'),
    'https://cognito-idp\\.us-east-1\\.amazonaws\\.com/us-east-1_[A-Za-z0-9]{9}',
  ],
  ['AWS::Cognito::UserPoolClient', {}, REF, '[a-z0-9]{26}'],
  ['AWS::AppSync::GraphQLApi', {}, get('GraphQLUrl'), 'https://[a-z0-9]{26}\\.appsync-api\\.us-east-1\\.amazonaws\\.com/graphql'],
  ['AWS::CloudFront::Distribution', {}, get('DomainName'), 'd[a-z0-9]{13}\\.cloudfront\\.net'],
  ['AWS::EC2::VPC', { CidrBlock: '10.1.0.0/16' }, get('CidrBlock'), '10\\.1\\.0\\.0/16'],
  ['AWS::EC2::Subnet', {}, REF, 'subnet-[0-9a-f]{17}'],
  ['AWS::EC2::SecurityGroup', {}, get('GroupId'), 'sg-[0-9a-f]{17}'],
  ['AWS::RDS::DBInstance', { Engine: 'postgres' }, get('Endpoint.Port'), '5432'],
  [
    'AWS::RDS::DBCluster',
    { DBClusterIdentifier: 'db' },
    get('Endpoint.Address'),
    'db\\.cluster-[a-z0-9]{12}\\.us-east-1\\.rds\\.amazonaws\\.com',
  ],
  [
    'AWS::ElastiCache::ReplicationGroup',
    { ReplicationGroupId: 'c' },
    get('PrimaryEndPoint.Address'),
    'master\\.c\\.[a-z0-9]{6}\\.cache\\.amazonaws\\.com',
  ],
  ['AWS::Lambda::EventSourceMapping', {}, REF, UUID],
  ['AWS::Lambda::LayerVersion', { LayerName: 'l' }, REF, ARN('lambda', 'layer:l:1')],
  ['AWS::Lambda::Function', { FunctionName: 'f' }, get('SnapStartResponse.ApplyOn'), 'None'],
  ['AWS::Lambda::Url', { TargetFunctionArn: 'f', Qualifier: 'live' }, get('FunctionArn'), ARN('lambda', 'function:f:live')],
  ['AWS::Lambda::Alias', { FunctionName: 'f', Name: 'live' }, REF, ARN('lambda', 'function:f:live')],
  ['AWS::New::Thing', {}, REF, NAME],
  ['AWS::New::Thing', { Name: 'mine' }, REF, 'mine'],
  ['Custom::Thing', {}, REF, NAME],
])('%s %j: %j is like %s', (type, properties, expression, pattern) => {
  const { values, findings } = valuesOf(type, properties, { V: expression });

  expect(values.V).toMatch(new RegExp(`^${pattern}$`));
  expect(findings.filter(({ where }) => where !== 'S/X')).toEqual([]);
});

test.each<[string, string, string]>([
  ['AWS::SQS::Queue', 'NewArn', ARN('sqs', `queue/.+${NAME}`)],
  ['Custom::Thing', 'Color', 'X\\.Color-[A-Z0-9]{12}'],
  ['AWS::New::Thing', 'toString', 'X\\.toString-[A-Z0-9]{12}'],
])('%s has a placeholder for the attribute %s', (type, attribute, pattern) => {
  const { values, findings } = valuesOf(type, {}, { V: get(attribute) });

  expect(values.V).toMatch(new RegExp(`^${pattern}$`));
  expect(findings.map(({ code, where }) => [code, where])).toEqual([['ATTRIBUTE_MADE_UP', 'S/X']]);
});

test('every row gives values for a resource of which nothing is known', () => {
  for (const [type, row] of Object.entries({ ...LAMBDA, ...IDENTITY, ...MESSAGING, ...DATA, ...WEB, ...OPERATIONS })) {
    if (type.startsWith('AWS::Lambda::')) continue;
    const attributes = Object.keys(row.attributes);
    const texts = attributes.map((attribute) => [attribute, { 'Fn::ToJsonString': { v: get(attribute) } }]);
    const { values, findings } = valuesOf(type, {}, { ...Object.fromEntries(texts), ref: REF });

    // A table without a key, or a stage without an API, is left out with a finding of its own.
    const about = findings.filter(({ where }) => where !== 'S/X');
    expect({ type, findings: about }).toEqual({ type, findings: [] });
    expect(Object.keys(values).sort()).toEqual([...attributes, 'ref'].sort());
    expect(JSON.stringify(values)).not.toContain('undefined');
  }
});
