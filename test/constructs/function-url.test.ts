import { CfnParameter, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodeFunction, UrlAuth, type UrlOptions } from 'cdk-lambda-kit';
import { addUrl } from '../../src/constructs/add-url';
import { sourceFile, stackIn } from './scene';

/** One bundle for all functions of this file. */
const entry = sourceFile();

function greeter(stack = stackIn()): NodeFunction {
  return new NodeFunction(stack, 'Greeter', { entry });
}

function withUrl(options: UrlOptions): Template {
  const target = greeter();
  target.addUrl(options);
  return Template.fromStack(Stack.of(target));
}

/** The properties of every resource of a type. */
function propertiesOf(template: Template, type: string): Record<string, unknown>[] {
  return Object.values(template.findResources(type)).map(({ Properties }) => Properties);
}

const ARN = { 'Fn::GetAtt': ['GreeterA41DC22A', 'Arn'] };

test('a public URL has no authentication, and both permissions are for everyone', () => {
  const template = withUrl({ auth: UrlAuth.public() });

  expect(propertiesOf(template, 'AWS::Lambda::Url')).toEqual([{ AuthType: 'NONE', TargetFunctionArn: ARN }]);
  expect(propertiesOf(template, 'AWS::Lambda::Permission')).toEqual([
    { Action: 'lambda:InvokeFunctionUrl', FunctionName: ARN, FunctionUrlAuthType: 'NONE', Principal: '*' },
    { Action: 'lambda:InvokeFunction', FunctionName: ARN, InvokedViaFunctionUrl: true, Principal: '*' },
  ]);
});

test('an IAM URL without callers gives nobody a permission', () => {
  const template = withUrl({ auth: UrlAuth.iam() });

  expect(propertiesOf(template, 'AWS::Lambda::Url')).toEqual([{ AuthType: 'AWS_IAM', TargetFunctionArn: ARN }]);
  template.resourceCountIs('AWS::Lambda::Permission', 0);
  template.resourceCountIs('AWS::IAM::Policy', 0);
});

const BOTH_STATEMENTS = [
  {
    Action: 'lambda:InvokeFunctionUrl',
    Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
    Effect: 'Allow',
    Resource: ARN,
  },
  {
    Action: 'lambda:InvokeFunction',
    Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': true } },
    Effect: 'Allow',
    Resource: ARN,
  },
];

test('a role of the app gets both permissions in its own policy', () => {
  const stack = stackIn();
  const caller = new iam.Role(stack, 'Caller', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  greeter(stack).addUrl({ auth: UrlAuth.iam(caller) });

  const template = Template.fromStack(stack);
  expect(propertiesOf(template, 'AWS::IAM::Policy')).toMatchObject([
    { PolicyDocument: { Statement: BOTH_STATEMENTS }, Roles: [{ Ref: expect.stringMatching(/^Caller/) }] },
  ]);
  template.resourceCountIs('AWS::Lambda::Permission', 0);
});

test('a caller that is named later gets both permissions', () => {
  const stack = stackIn();
  const url = greeter(stack).addUrl({ auth: UrlAuth.iam() });
  const other = new NodeFunction(stack, 'Other', { entry, environment: { GREETER: url.url } });
  url.grantInvokeUrl(other);

  const template = Template.fromStack(stack);
  expect(propertiesOf(template, 'AWS::IAM::Policy')).toMatchObject([{ PolicyDocument: { Statement: BOTH_STATEMENTS } }]);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { GREETER: { 'Fn::GetAtt': ['GreeterFunctionUrl99943F4F', 'FunctionUrl'] } } },
  });
});

test.each<[string, iam.IPrincipal, Record<string, string>]>([
  ['another account', new iam.AccountPrincipal('111122223333'), { Principal: '111122223333' }],
  [
    'a role of another account',
    new iam.ArnPrincipal('arn:aws:iam::111122223333:role/r'),
    { Principal: 'arn:aws:iam::111122223333:role/r' },
  ],
  ['an organization', new iam.OrganizationPrincipal('o-1234567890'), { Principal: '*', PrincipalOrgID: 'o-1234567890' }],
  [
    'a CloudFront distribution',
    new iam.ServicePrincipal('cloudfront.amazonaws.com', {
      conditions: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::444455556666:distribution/E1' } },
    }),
    { Principal: 'cloudfront.amazonaws.com', SourceArn: 'arn:aws:cloudfront::444455556666:distribution/E1' },
  ],
])('%s gets both permissions in the policy of the function', (_, principal, expected) => {
  const template = withUrl({ auth: UrlAuth.iam(principal) });

  expect(propertiesOf(template, 'AWS::Lambda::Permission')).toEqual([
    { Action: 'lambda:InvokeFunctionUrl', FunctionName: ARN, FunctionUrlAuthType: 'AWS_IAM', ...expected },
    { Action: 'lambda:InvokeFunction', FunctionName: ARN, InvokedViaFunctionUrl: true, ...expected },
  ]);
});

test('the URL of an alias and its permissions are on the alias', () => {
  const stack = stackIn();
  const live = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: greeter(stack).currentVersion });
  addUrl(live, { auth: UrlAuth.public() });

  const template = Template.fromStack(stack);
  const alias = { Ref: 'Live848578DF' };
  expect(propertiesOf(template, 'AWS::Lambda::Url')).toEqual([{ AuthType: 'NONE', Qualifier: 'live', TargetFunctionArn: ARN }]);
  expect(propertiesOf(template, 'AWS::Lambda::Permission')).toEqual([
    { Action: 'lambda:InvokeFunctionUrl', FunctionName: alias, FunctionUrlAuthType: 'NONE', Principal: '*' },
    { Action: 'lambda:InvokeFunction', FunctionName: alias, InvokedViaFunctionUrl: true, Principal: '*' },
  ]);
});

test('CORS and response streaming', () => {
  const template = withUrl({
    auth: UrlAuth.public(),
    invokeMode: lambda.InvokeMode.RESPONSE_STREAM,
    cors: {
      allowCredentials: true,
      allowedHeaders: ['content-type', 'x-trace'],
      allowedMethods: [lambda.HttpMethod.GET, lambda.HttpMethod.DELETE],
      allowedOrigins: ['https://app.example.com', 'http://localhost:3000'],
      exposedHeaders: ['x-trace'],
      maxAge: Duration.hours(24),
    },
  });

  template.hasResourceProperties('AWS::Lambda::Url', {
    InvokeMode: 'RESPONSE_STREAM',
    Cors: {
      AllowCredentials: true,
      AllowHeaders: ['content-type', 'x-trace'],
      AllowMethods: ['GET', 'DELETE'],
      AllowOrigins: ['https://app.example.com', 'http://localhost:3000'],
      ExposeHeaders: ['x-trace'],
      MaxAge: 86_400,
    },
  });
});

const many = (count: number, text: (index: number) => string) => Array.from({ length: count }, (_, index) => text(index));
const { GET, PUT, HEAD, POST, DELETE, PATCH, ALL, OPTIONS } = lambda.HttpMethod;

test.each<[string, lambda.FunctionUrlCorsOptions]>([
  ['all methods', { allowedMethods: [ALL] }],
  ['six methods', { allowedMethods: [GET, PUT, HEAD, POST, DELETE, PATCH] }],
  ['every origin', { allowedOrigins: ['*'] }],
  ['an app', { allowedOrigins: ['capacitor://localhost', 'null'] }],
  ['the longest origin', { allowedOrigins: [`https://${'a'.repeat(245)}`] }],
  ['100 origins', { allowedOrigins: many(100, (n) => `https://${n}.example.com`) }],
  ['100 headers of 1024 characters', { allowedHeaders: many(100, (n) => `${n}`.padEnd(1024, 'x')) }],
  ['maxAge 0', { maxAge: Duration.seconds(0) }],
  ['nothing', {}],
])('CORS may have %s', (_, cors) => {
  expect(() => greeter().addUrl({ auth: UrlAuth.public(), cors })).not.toThrow();
});

test.each<[string, lambda.FunctionUrlCorsOptions, RegExp]>([
  [
    'OPTIONS',
    { allowedMethods: [GET, OPTIONS] },
    /cors.allowedMethods must not have OPTIONS\.\nLeave OPTIONS out: .*\[CORS_OPTIONS\]/,
  ],
  [
    'seven methods',
    { allowedMethods: many(7, () => 'GET') as lambda.HttpMethod[] },
    /the length of cors.allowedMethods .* from 0 to 6, but is 7/,
  ],
  [
    'a long method',
    { allowedMethods: ['CONNECT' as lambda.HttpMethod] },
    /cors.allowedMethods\[0\] .* 1 to 6 characters, but is 'CONNECT'/,
  ],
  ['* beside a method', { allowedMethods: [GET, ALL] }, /cors.allowedMethods must not have '\*' beside others/],
  [
    'credentials for everyone',
    { allowCredentials: true, allowedOrigins: ['*'] },
    /cors.allowCredentials must not meet the origin '\*'/,
  ],
  ['* beside an origin', { allowedOrigins: ['https://a.example', '*'] }, /cors.allowedOrigins must not have '\*' beside others/],
  [
    'an origin without scheme',
    { allowedOrigins: ['app.example.com'] },
    /cors.allowedOrigins\[0\] .* a scheme, a host .* but is 'app.example.com'/,
  ],
  ['an origin with a path', { allowedOrigins: ['https://a.example', 'https://a.example/'] }, /cors.allowedOrigins\[1\]/],
  ['a wildcard inside an origin', { allowedOrigins: ['https://*.example.com'] }, /cors.allowedOrigins\[0\]/],
  ['too long an origin', { allowedOrigins: [`https://${'a'.repeat(246)}`] }, /from 1 to 253 characters.* with 254 characters/],
  [
    '101 origins',
    { allowedOrigins: many(101, (n) => `https://${n}.example.com`) },
    /the length of cors.allowedOrigins .* from 0 to 100, but is 101/,
  ],
  [
    '101 headers',
    { allowedHeaders: many(101, (n) => `x-${n}`) },
    /the length of cors.allowedHeaders .* from 0 to 100, but is 101/,
  ],
  ['too long a header', { exposedHeaders: ['x'.repeat(1025)] }, /cors.exposedHeaders\[0\] must have from 1 to 1024 characters/],
  ['an empty header', { allowedHeaders: [''] }, /cors.allowedHeaders\[0\] must have from 1 to 1024 characters/],
  ['maxAge of a second more than a day', { maxAge: Duration.seconds(86_401) }, /cors.maxAge .* from 0 to 86400, but is 86401/],
  ['maxAge with a fraction', { maxAge: Duration.millis(1500) }, /cors.maxAge must be a whole number of seconds .* but is 1.5/],
  ['a number for maxAge, as JavaScript lets it be', { maxAge: 5 } as never, /cors.maxAge must be a Duration, .* but is 5\./],
])('fails when CORS has %s', (_, cors, message) => {
  const target = greeter();

  expect(() => target.addUrl({ auth: UrlAuth.public(), cors })).toThrow(message);
  expect(() => target.addUrl({ auth: UrlAuth.public(), cors })).toThrow(/^Shop\/Greeter: /);
  Template.fromStack(Stack.of(target)).resourceCountIs('AWS::Lambda::Url', 0);
});

test('tokens in CORS are let through', () => {
  const stack = stackIn();
  const origin = new CfnParameter(stack, 'Origin').valueAsString;
  const origins = new CfnParameter(stack, 'Origins', { type: 'CommaDelimitedList' }).valueAsList;
  greeter(stack).addUrl({
    auth: UrlAuth.public(),
    cors: {
      allowedOrigins: [origin, 'https://app.example.com'],
      allowedHeaders: origins,
      allowedMethods: [Token.asString(Lazy.string({ produce: () => 'GET' })) as lambda.HttpMethod],
      maxAge: Duration.seconds(Lazy.number({ produce: () => 5 })),
    },
  });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Url', {
    Cors: {
      AllowOrigins: [{ Ref: 'Origin' }, 'https://app.example.com'],
      AllowHeaders: { Ref: 'Origins' },
      AllowMethods: ['GET'],
      MaxAge: 5,
    },
  });
});

test('fails when a function is given a second URL, by us or by aws-cdk-lib', () => {
  const [one, two] = [greeter(), greeter()];
  one.addUrl({ auth: UrlAuth.public() });
  two.addFunctionUrl();

  for (const target of [one, two]) {
    expect(() => target.addUrl({ auth: UrlAuth.iam() })).toThrow(
      /^Shop\/Greeter: addUrl must be called once\.\n.*\[URL_EXISTS\]/,
    );
  }
});

test('fails when two callers have the same principal, of which aws-cdk-lib would drop one', () => {
  const distribution = (id: string) =>
    new iam.ServicePrincipal('cloudfront.amazonaws.com', {
      conditions: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudfront::444455556666:distribution/${id}` } },
    });

  expect(() => greeter().addUrl({ auth: UrlAuth.iam(distribution('E1'), distribution('E2')) })).toThrow(
    /auth must not have ServicePrincipal\(cloudfront\.amazonaws\.com\) twice/,
  );
});

test('fails when it is not said who may call, as JavaScript lets it be', () => {
  expect(() => withUrl({} as UrlOptions)).toThrow(
    'auth must be a UrlAuth, as UrlAuth.iam() or UrlAuth.public(), but is undefined.',
  );
});
