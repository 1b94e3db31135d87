import { whyNotRun } from '../../src/assembly/treatment';
import { appOf, fn } from './scratch-assembly';

test.each([
  'AWS::Events::Archive',
  'AWS::Pipes::Pipe',
  'AWS::StepFunctions::StateMachine',
  'AWS::Lambda::WebFunction',
  'AWS::Serverless::Function',
  'AWS::ECS::Service',
  'AWS::ElastiCache::ReplicationGroup',
  'Custom::MyOwn',
  'AWS::CloudFormation::CustomResource',
])('%s is missed when it is not run', (type) => {
  expect(whyNotRun(type)).toMatch(/^[A-Z].*\.$/);
});

test.each([
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::Logs::LogGroup',
  'AWS::KMS::Key',
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::EC2::Subnet',
  'AWS::ECS::TaskDefinition',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'Custom::S3BucketNotifications',
  'AWS::ApiGateway::Method',
  'AWS::Lambda::LayerVersion',
  'AWS::CloudFormation::WaitConditionHandle',
  'Custom::S3AutoDeleteObjects',
  'Custom::LogRetention',
  'Custom::CrossRegionExportReader',
])('%s does no harm', (type) => {
  expect(whyNotRun(type)).toBeUndefined();
});

test('a type that nobody knows is told of, and so is one whose name is odd', () => {
  expect(whyNotRun('AWS::New::Thing')).toBe('AWS::New::Thing is not known here, so nothing stands for it.');
  expect(whyNotRun('Nonsense')).toContain('Nonsense is not known here');
  expect(whyNotRun('constructor')).toContain('constructor is not known here');
});

test('every resource is told of once, in the order of the template', () => {
  const app = appOf({
    Z: { Type: 'AWS::Cognito::UserPool' },
    F: fn({ Runtime: undefined }),
    A: { Type: 'AWS::New::Thing' },
    R: { Type: 'AWS::IAM::Role' },
  });

  expect(app.unsupported.map(({ address }) => address.logicalId)).toEqual(['Z', 'F', 'A']);
});
