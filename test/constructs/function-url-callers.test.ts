import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { UrlAuth } from 'cdk-lambda-kit';
import { addUrl } from '../../src/constructs/add-url';
import { stackIn } from './scene';

function target(runtime = lambda.Runtime.NODEJS_24_X): lambda.Function {
  return new lambda.Function(stackIn(), 'Greeter', {
    runtime,
    handler: 'index.handler',
    code: lambda.Code.fromInline('nothing'),
  });
}

test.each<[string, iam.IPrincipal]>([
  ['anyone', new iam.AnyPrincipal()],
  ['a star', new iam.StarPrincipal()],
  ['an ARN of a star', new iam.ArnPrincipal('*')],
])('fails when %s may call: a URL for everyone is spelled out', (_, caller) => {
  expect(() => addUrl(target(), { auth: UrlAuth.iam(caller) })).toThrow(
    /^Shop\/Greeter: auth must not have everyone as a caller\.\n.*UrlAuth\.public\(\).*URL_CALLER_ANYONE/,
  );
});

test('fails when a service may call for whomever it likes', () => {
  expect(() => addUrl(target(), { auth: UrlAuth.iam(new iam.ServicePrincipal('cloudfront.amazonaws.com')) })).toThrow(
    /auth must say for whom ServicePrincipal\(cloudfront\.amazonaws\.com\) calls\.\n.*UrlDistribution.*URL_CALLER_UNCONDITIONED/,
  );
});

test.each<[string, iam.IPrincipal, object]>([
  ['an organization', new iam.OrganizationPrincipal('o-1234567890'), { Principal: '*', PrincipalOrgID: 'o-1234567890' }],
  [
    'a service for one account',
    new iam.ServicePrincipal('cloudfront.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    }),
    { Principal: 'cloudfront.amazonaws.com', SourceAccount: '111122223333' },
  ],
])('%s gets both permissions on the alias that has the URL (URL-11, URL-14)', (_, caller, expected) => {
  const greeter = target();
  const live = new lambda.Alias(Stack.of(greeter), 'Live', { aliasName: 'live', version: greeter.currentVersion });
  addUrl(live, { auth: UrlAuth.iam(caller) });

  const permissions = Template.fromStack(Stack.of(greeter)).findResources('AWS::Lambda::Permission');
  const FunctionName = { Ref: 'Live848578DF' };
  expect(Object.values(permissions).map(({ Properties }) => Properties)).toEqual([
    { Action: 'lambda:InvokeFunctionUrl', FunctionName, FunctionUrlAuthType: 'AWS_IAM', ...expected },
    { Action: 'lambda:InvokeFunction', FunctionName, InvokedViaFunctionUrl: true, ...expected },
  ]);
});

test('a role gets both permissions for an alias in its own policy (URL-13)', () => {
  const greeter = target();
  const stack = Stack.of(greeter);
  const live = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: greeter.currentVersion });
  const role = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
  addUrl(live, { auth: UrlAuth.iam(role) });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        Match.objectLike({ Action: 'lambda:InvokeFunctionUrl', Resource: { Ref: 'Live848578DF' } }),
        Match.objectLike({
          Action: 'lambda:InvokeFunction',
          Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': true } },
          Resource: { Ref: 'Live848578DF' },
        }),
      ],
    },
  });
});

test.each([
  ['a Python function', lambda.Runtime.PYTHON_3_13, 1],
  ['a Node.js function', lambda.Runtime.NODEJS_24_X, 0],
])('a streamed URL of %s, or of its alias, gives warnings (%#)', (_, runtime, expected) => {
  for (const onAlias of [false, true]) {
    const greeter = target(runtime);
    const stack = Stack.of(greeter);
    const live = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: greeter.currentVersion });
    addUrl(onAlias ? live : greeter, { auth: UrlAuth.public(), invokeMode: lambda.InvokeMode.RESPONSE_STREAM });

    const found = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('does not stream .*urlStreamingRuntime'));
    expect(found).toHaveLength(expected);
  }
});
