import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { snapshotSerializer } from 'cdk-lambda-kit/testing';
import { app } from './app';

expect.addSnapshotSerializer(snapshotSerializer);

const template = Template.fromStack(app.node.findChild('Hello') as Stack);

test('three functions in TypeScript and one in Python', () => {
  const functions = Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => [
    Properties.Runtime,
    Properties.Handler,
  ]);

  expect(functions.sort()).toEqual([
    ['nodejs24.x', 'index.handler'],
    ['nodejs24.x', 'index.handler'],
    ['nodejs24.x', 'index.handler'],
    ['python3.13', 'counter.handler'],
  ]);
});

test('everyone may call the greeter through its URL', () => {
  const greeter = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Greeter'), 'Arn'] };

  template.hasResourceProperties('AWS::Lambda::Url', { AuthType: 'NONE', TargetFunctionArn: greeter });
  template.resourceCountIs('AWS::Lambda::Permission', 2);
  template.allResourcesProperties('AWS::Lambda::Permission', { FunctionName: greeter, Principal: '*' });
});

test('the ledger asks for a signature', () => {
  template.hasResourceProperties('AWS::Lambda::Url', {
    AuthType: 'AWS_IAM',
    TargetFunctionArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Ledger'), 'Arn'] },
  });
});

test('a tenth of what calls the alias goes to the first version', () => {
  template.hasResourceProperties('AWS::Lambda::Alias', {
    Name: 'live',
    FunctionVersion: { 'Fn::GetAtt': [Match.stringLikeRegexp('^CounterCurrentVersion'), 'Version'] },
    RoutingConfig: {
      AdditionalVersionWeights: [
        { FunctionVersion: { 'Fn::GetAtt': [Match.stringLikeRegexp('^First'), 'Version'] }, FunctionWeight: 0.1 },
      ],
    },
  });
});

test('the announcer may invoke the alias, not the function, and knows its name', () => {
  const alias = { Ref: Match.stringLikeRegexp('^Live') };

  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { COUNTER: { 'Fn::Join': ['', [Match.anyValue(), ':live']] } } },
  });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Action: 'lambda:InvokeFunction', Resource: alias }] },
    Roles: [{ Ref: Match.stringLikeRegexp('^Announcer') }],
  });
});

test('the template stays as it is when only code changes', () => {
  expect(template.toJSON()).toMatchSnapshot();
});
