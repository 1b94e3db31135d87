import { CALLS_NOT_MADE } from '../../src/spec/calls-not-made';
import { appOf, fn } from './scratch-assembly';

const ARN = { 'Fn::GetAtt': ['Fn', 'Arn'] };
const FN_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:fn';

/** What would set off `Fn`, a function called `fn`, were the other resources emulated. */
function calls(resources: Record<string, unknown>) {
  return appOf({ Fn: fn({ FunctionName: 'fn' }), ...resources });
}

test.each([
  ['AWS::Pipes::Pipe', { Target: ARN }, 'pipe'],
  ['AWS::Logs::AccountPolicy', { PolicyDocument: { 'Fn::Sub': '{"DestinationArn":"${Fn.Arn}"}' } }, 'logFilter'],
  ['AWS::IoT::TopicRule', { TopicRulePayload: { Sql: '', Actions: [{ Lambda: { FunctionArn: ARN } }] } }, 'iot'],
  ['AWS::AppSync::DataSource', { LambdaConfig: { LambdaFunctionArn: ARN } }, 'graphQl'],
  ['AWS::Cognito::UserPool', { LambdaConfig: { PreSignUp: ARN } }, 'userPool'],
  ['AWS::CloudWatch::Alarm', { AlarmActions: [ARN] }, 'alarm'],
  ['AWS::Config::ConfigRule', { Source: { Owner: 'CUSTOM_LAMBDA', SourceIdentifier: ARN } }, 'configRule'],
  ['AWS::SecretsManager::RotationSchedule', { RotationLambdaARN: ARN }, 'secretRotation'],
  ['AWS::SES::ReceiptRule', { Rule: { Actions: [{ LambdaAction: { FunctionArn: ARN } }] } }, 'mailRule'],
  ['AWS::New::Thing', { Somewhere: { Deep: [ARN] } }, 'other'],
])('a %s that invokes a function is told of with the function', (type, properties, kind) => {
  const app = calls({ Caller: { Type: type, Properties: properties } });

  expect(app.callsNotMade).toEqual([
    {
      ...{ kind, type, functionArn: FN_ARN, why: expect.stringMatching(/^[A-Z].*\.$/) },
      address: expect.objectContaining({ logicalId: 'Caller' }),
    },
  ]);
  expect(app.unsupported).toEqual([expect.objectContaining({ type, why: app.callsNotMade?.[0]?.why })]);
});

test('the same resources, without a function, are as harmless or as missing as they were', () => {
  const app = calls({
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: ['arn:aws:sns:us-east-1:000000000000:t'] } },
    Pool: { Type: 'AWS::Cognito::UserPool' },
  });

  expect(app.callsNotMade).toBeUndefined();
  expect(app.unsupported.map(({ type }) => type)).toEqual(['AWS::Cognito::UserPool']);
});

test('what only names a function does not set it off', () => {
  const app = calls({
    Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement: [{ Resource: ARN }] } } },
    Board: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody: { 'Fn::Sub': 'x ${Fn.Arn}' } } },
    Name: { Type: 'AWS::SSM::Parameter', Properties: { Value: ARN } },
  });

  expect(app.callsNotMade).toBeUndefined();
});

test('a state machine sets off the functions of its definition, each once and with its alias', () => {
  const app = calls({
    Live: {
      Type: 'AWS::Lambda::Alias',
      Properties: { FunctionName: { Ref: 'Fn' }, FunctionVersion: '$LATEST', Name: 'live' },
    },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        DefinitionString: {
          'Fn::Join': ['', ['{"A":{"Resource":"', ARN, '"},"B":"', ARN, '","C":{"FunctionName":"', { Ref: 'Live' }, '"}}']],
        },
      },
    },
  });

  expect(app.callsNotMade?.map(({ functionArn }) => functionArn)).toEqual([FN_ARN, `${FN_ARN}:live`]);
});

test('an action of a pipeline names its function without an ARN', () => {
  const action = { Configuration: { FunctionName: { Ref: 'Fn' } } };
  const app = calls({
    Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages: [{ Name: 'fn', Actions: [action] }] } },
  });

  expect(app.callsNotMade?.map(({ kind, functionArn }) => [kind, functionArn])).toEqual([['pipeline', FN_ARN]]);
});

test('the handler of a custom resource, its own or behind the provider of the CDK, is invoked by the deployment only', () => {
  const app = calls({
    Own: { Type: 'Custom::Own', Properties: { ServiceToken: ARN } },
    ProviderframeworkonEvent0123ABCD: fn({ Environment: { Variables: { USER_ON_EVENT_FUNCTION_ARN: ARN } } }),
  });

  expect(app.callsNotMade?.map(({ kind, address }) => [kind, address.logicalId])).toEqual([
    ['customResource', 'Own'],
    ['customResource', 'ProviderframeworkonEvent0123ABCD'],
  ]);
});

test('the hooks of an alias are set off by its deployment, and the alias itself is not missed', () => {
  const app = calls({
    Live: {
      Type: 'AWS::Lambda::Alias',
      Properties: { FunctionName: { Ref: 'Fn' }, FunctionVersion: '$LATEST', Name: 'live' },
      UpdatePolicy: { CodeDeployLambdaAliasUpdate: { BeforeAllowTrafficHook: { Ref: 'Fn' }, ApplicationName: 'fn' } },
    },
  });

  expect(app.callsNotMade?.map(({ kind, functionArn }) => [kind, functionArn])).toEqual([['deployment', FN_ARN]]);
  expect(app.unsupported).toEqual([]);
});

test('a value that cannot be had hides the function, and nothing else', () => {
  const app = calls({
    Pipe: { Type: 'AWS::Pipes::Pipe', Properties: { Target: { 'Fn::GetAtt': ['Nobody', 'Arn'] } } },
  });

  expect(app.callsNotMade).toBeUndefined();
  expect(app.unsupported.map(({ type }) => type)).toEqual(['AWS::Pipes::Pipe']);
});

test('every kind of call that is not made says why', () => {
  for (const { why, types } of CALLS_NOT_MADE) {
    expect(why).toMatch(/^[A-Z].*\.$/);
    expect(Object.keys(types)).not.toEqual([]);
  }
});
