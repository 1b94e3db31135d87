import { readAssembly } from '../../src/assembly/read-assembly';
import { appOf, assemblyOf, environmentOf, fn, functionIn } from './scratch-assembly';

type Body = Record<string, unknown>;
const hanging =
  (type: string) =>
  (properties: Body = {}, body: Body = {}) => ({
    Type: `AWS::Lambda::${type}`,
    Properties: { FunctionName: { Ref: 'F' }, ...properties },
    ...body,
  });
const version = hanging('Version');
const alias = hanging('Alias');
const permission = hanging('Permission');
const asyncConfiguration = hanging('EventInvokeConfig');
const url = (properties: Body) => ({
  Type: 'AWS::Lambda::Url',
  Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['F', 'Arn'] }, ...properties },
});
const number = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Version'] });
const arnOf = (suffix = '') => ({ 'Fn::Sub': `\${F.Arn}${suffix}` });

const codes = ({ findings }: ReturnType<typeof appOf>) => findings.map(({ code, where }) => [code, where]);

test('versions are numbered in the order of the template, but none before what it depends on', () => {
  const app = appOf({
    F: fn({ Environment: { Variables: { SECOND: { Ref: 'B' } } } }),
    A: version({}, { DependsOn: ['C', 'F'] }),
    B: version(),
    C: version(),
  });
  const { versions, arn } = functionIn(app, 'S/F');

  expect(versions.map((each) => [each.number, each.address.logicalId])).toEqual([
    ['1', 'B'],
    ['2', 'C'],
    ['3', 'A'],
  ]);
  expect(environmentOf(app, 'S/F').SECOND).toBe(`${arn}:1`);
});

test('versions that depend on each other are numbered all the same', () => {
  const app = appOf({ F: fn(), A: version({}, { DependsOn: 'B' }), B: version({}, { DependsOn: 'A' }) });

  expect(functionIn(app, 'S/F').versions.map((each) => each.address.logicalId)).toEqual(['A', 'B']);
});

test('versions of several functions are counted apart, and those of another stack come last in any order of stacks', () => {
  const stacks = {
    B: { Resources: { X: version({ FunctionName: 'named' }) } },
    A: { Resources: { F: fn({ FunctionName: 'named' }), G: fn(), Y: version(), Z: version({ FunctionName: { Ref: 'G' } }) } },
    C: { Resources: { W: version({ FunctionName: 'named' }) } },
  };
  for (const order of [
    ['B', 'A', 'C'],
    ['C', 'B', 'A'],
  ] as const) {
    const app = readAssembly(assemblyOf(Object.fromEntries(order.map((id) => [id, stacks[id]]))));
    expect(functionIn(app, 'A/F').versions.map((each) => each.address.path)).toEqual(['A/Y', 'B/X', 'C/W']);
    expect(functionIn(app, 'A/G').versions.map((each) => [each.number, each.address.path])).toEqual([['1', 'A/Z']]);
  }
});

test('a version may have its own description and keep environments ready', () => {
  const app = appOf({
    F: fn({ Description: 'of the function' }),
    A: version({ Description: 'mine', ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: '5' } }),
  });
  const [only] = functionIn(app, 'S/F').versions;

  expect(only).toMatchObject({ configuration: { description: 'mine' }, provisionedConcurrency: 5 });
});

test('an alias leads to one version, and may give a second a share', () => {
  const weights = [{ FunctionVersion: number('B'), FunctionWeight: '0.25' }];
  const app = appOf({
    F: fn(),
    A: version(),
    B: version(),
    Live: alias({ Name: 'live', FunctionVersion: number('A'), RoutingConfig: { AdditionalVersionWeights: weights } }),
    Latest: alias({ Name: 'latest', FunctionVersion: '$LATEST' }),
    Unnamed: alias({ FunctionVersion: '2' }),
  });

  expect(functionIn(app, 'S/F').aliases.map(({ address, ...rest }) => rest)).toEqual([
    { name: 'live', version: '1', additional: { version: '2', weight: 0.25 } },
    { name: 'latest', version: '$LATEST' },
    { name: expect.stringMatching(/^S-Unnamed-/), version: '2' },
  ]);
  expect(app.findings).toEqual([]);
});

test.each<[string, unknown, string, string]>([
  [
    'there are two',
    [
      { FunctionVersion: '2', FunctionWeight: 0.1 },
      { FunctionVersion: '3', FunctionWeight: 0.1 },
    ],
    '1',
    'ALIAS_WEIGHTS_INVALID',
  ],
  ['the weight is above 1', [{ FunctionVersion: '2', FunctionWeight: 1.1 }], '1', 'ALIAS_WEIGHTS_INVALID'],
  ['the weight is none', [{ FunctionVersion: '2' }], '1', 'ALIAS_WEIGHTS_INVALID'],
  ['it is the main version', [{ FunctionVersion: '1', FunctionWeight: 0.1 }], '1', 'ALIAS_WEIGHTS_INVALID'],
  ['it is $LATEST', [{ FunctionVersion: '$LATEST', FunctionWeight: 0.1 }], '1', 'ALIAS_WEIGHTS_INVALID'],
  ['the main version is $LATEST', [{ FunctionVersion: '1', FunctionWeight: 0.1 }], '$LATEST', 'ALIAS_WEIGHTS_INVALID'],
  ['they are an object', { 1: 0.5 }, '1', 'ALIAS_WEIGHTS_INVALID'],
  ['the app does not publish it', [{ FunctionVersion: '7', FunctionWeight: 0.1 }], '1', 'VERSION_UNKNOWN'],
])('an alias goes without additional version when %s', (_, weights, main, code) => {
  const app = appOf({
    F: fn(),
    A: version(),
    B: version(),
    Live: alias({ Name: 'live', FunctionVersion: main, RoutingConfig: { AdditionalVersionWeights: weights } }),
  });

  expect(functionIn(app, 'S/F').aliases.map(({ address, ...rest }) => rest)).toEqual([{ name: 'live', version: main }]);
  expect(codes(app)).toEqual([[code, 'S/Live']]);
});

test('an alias of a version that the app does not publish is left out', () => {
  const app = appOf({ F: fn(), Live: alias({ Name: 'live', FunctionVersion: '3' }) });

  expect(functionIn(app, 'S/F').aliases).toEqual([]);
  expect(codes(app)).toEqual([['VERSION_UNKNOWN', 'S/Live']]);
  expect(app.unsupported).toEqual([
    {
      address: { stack: 'S', logicalId: 'Live', path: 'S/Live' },
      type: 'AWS::Lambda::Alias',
      why: expect.stringContaining('no version 3'),
    },
  ]);
});

test('a function may be named in every way that Lambda allows', () => {
  const names = [
    'named',
    'function:named',
    '000000000000:function:named',
    'arn:aws:lambda:us-east-1:000000000000:function:named',
  ];
  const permissions = names.flatMap((name, i) => [
    [`P${i}`, permission({ FunctionName: name, Action: 'lambda:InvokeFunction', Principal: 'a' })],
    [`Q${i}`, permission({ FunctionName: `${name}:live`, Action: 'lambda:InvokeFunction', Principal: 'a' })],
    [`R${i}`, permission({ FunctionName: `${name}:$LATEST`, Action: 'lambda:InvokeFunction', Principal: 'a' })],
  ]);
  const app = appOf({
    F: fn({ FunctionName: 'named' }),
    A: alias({ Name: 'live', FunctionVersion: '$LATEST' }),
    ...Object.fromEntries(permissions),
  });

  expect(functionIn(app, 'S/F').permissions.map(({ address, qualifier }) => [address.logicalId, qualifier])).toEqual(
    names.flatMap((_, i) => [
      [`P${i}`, undefined],
      [`Q${i}`, 'live'],
      [`R${i}`, undefined],
    ]),
  );
  expect(app.findings).toEqual([]);
});

test('a permission keeps all of its conditions', () => {
  const conditions = {
    SourceArn: 'arn:aws:s3:::b',
    SourceAccount: '111122223333',
    FunctionUrlAuthType: 'AWS_IAM',
    InvokedViaFunctionUrl: 'true',
    PrincipalOrgID: 'o-1234567890',
    EventSourceToken: 'token',
  };
  const app = appOf({
    F: fn(),
    V: version(),
    P: permission({ FunctionName: { Ref: 'V' }, Action: 'lambda:*', Principal: '*', ...conditions }),
  });

  expect(functionIn(app, 'S/F').permissions).toEqual([
    {
      address: { stack: 'S', logicalId: 'P', path: 'S/P' },
      action: 'lambda:*',
      principal: '*',
      qualifier: '1',
      sourceArn: 'arn:aws:s3:::b',
      sourceAccount: '111122223333',
      functionUrlAuthType: 'AWS_IAM',
      invokedViaFunctionUrl: true,
      principalOrgId: 'o-1234567890',
      eventSourceToken: 'token',
    },
  ]);
});

test('a permission that would lose a condition is left out', () => {
  const app = appOf({
    F: fn(),
    P: permission({ Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com', SourceArn: { Ref: 'Nothing' } }),
  });

  expect(functionIn(app, 'S/F').permissions).toEqual([]);
  expect(codes(app)).toEqual([['REFERENCE_UNKNOWN', 'S/P']]);
  expect(app.unsupported.map(({ address }) => address.path)).toEqual(['S/P']);
});

test('a URL hangs on the function or on an alias, which its ARN or its qualifier names', () => {
  const app = appOf({
    F: fn({ Environment: { Variables: { URL: { 'Fn::GetAtt': ['Plain', 'FunctionUrl'] } } } }),
    A: alias({ Name: 'live', FunctionVersion: '$LATEST' }),
    Plain: url({ AuthType: 'NONE' }),
    ByQualifier: url({ AuthType: 'AWS_IAM', Qualifier: 'live' }),
    ByArn: url({ AuthType: 'AWS_IAM', TargetFunctionArn: { Ref: 'A' } }),
    OfVersion: url({ AuthType: 'NONE', Qualifier: '9' }),
  });
  const { urls } = functionIn(app, 'S/F');

  expect(urls.map(({ address, qualifier }) => [address.logicalId, qualifier])).toEqual([
    ['Plain', undefined],
    ['ByQualifier', 'live'],
    ['ByArn', 'live'],
  ]);
  expect(new Set(urls.map(({ id }) => id)).size).toBe(3);
  expect(environmentOf(app, 'S/F').URL).toBe(`https://${urls[0]?.domainName}/`);
  expect(codes(app)).toEqual([['QUALIFIER_UNKNOWN', 'S/OfVersion']]);
});

test('a URL has all of its settings for CORS, and only those', () => {
  const cors = {
    AllowCredentials: true,
    AllowHeaders: ['a'],
    AllowMethods: ['GET', '*'],
    AllowOrigins: ['*'],
    ExposeHeaders: ['b'],
    MaxAge: 5,
  };
  const app = appOf({ F: fn(), U: url({ AuthType: 'NONE', Cors: cors }), V: url({ AuthType: 'NONE', Cors: {} }) });

  expect(functionIn(app, 'S/F').urls.map((each) => each.cors)).toEqual([
    {
      allowCredentials: true,
      allowHeaders: ['a'],
      allowMethods: ['GET', '*'],
      allowOrigins: ['*'],
      exposeHeaders: ['b'],
      maxAgeSeconds: 5,
    },
    {},
  ]);
});

test('asynchronous events have their own configuration on each qualifier', () => {
  const app = appOf({
    F: fn(),
    A: alias({ Name: 'live', FunctionVersion: '$LATEST' }),
    Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
    Latest: asyncConfiguration({ Qualifier: '$LATEST', MaximumRetryAttempts: 0 }),
    Live: asyncConfiguration({
      Qualifier: 'live',
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: {
        OnSuccess: { Destination: { 'Fn::GetAtt': ['F', 'Arn'] } },
        OnFailure: { Destination: { 'Fn::GetAtt': ['Q', 'Arn'] } },
      },
    }),
  });
  const { asyncConfigurations, arn } = functionIn(app, 'S/F');

  expect(asyncConfigurations).toEqual([
    { qualifier: '$LATEST', maximumRetryAttempts: 0 },
    { qualifier: 'live', maximumEventAgeSeconds: 60, onSuccessArn: arn, onFailureArn: 'arn:aws:sqs:us-east-1:000000000000:q' },
  ]);
});

test('what hangs on a function of another app, or on one that is not run, is told of without a finding', () => {
  const app = appOf({
    F: fn(),
    Broken: fn({ Runtime: { 'Fn::ImportValue': 'none' } }),
    Elsewhere: permission({
      FunctionName: 'arn:aws:lambda:us-east-1:111122223333:function:other',
      Action: 'lambda:InvokeFunction',
      Principal: '*',
    }),
    OfBroken: version({ FunctionName: { Ref: 'Broken' } }),
  });

  expect(app.unsupported.map(({ address, why }) => [address.logicalId, why])).toEqual([
    ['Broken', 'It cannot be run: no stack of the app exports none.'],
    ['Elsewhere', 'Its function arn:aws:lambda:us-east-1:111122223333:function:other is not one of this app.'],
    ['OfBroken', 'Its function S/Broken is not run.'],
  ]);
  expect(codes(app)).toEqual([['IMPORT_UNKNOWN', 'S/Broken']]);
});

test('what hangs on a helper of the CDK goes with it', () => {
  const helper = 'LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8aFD4BFC8A';
  const app = appOf({
    [helper]: fn(),
    P: permission({ FunctionName: { Ref: helper }, Action: 'lambda:InvokeFunction', Principal: '*' }),
  });

  expect([app.functions, app.unsupported]).toEqual([[], []]);
});

test('a resource that names no function is told of', () => {
  const app = appOf({ V: { Type: 'AWS::Lambda::Version', Properties: {} }, A: alias({ FunctionName: { Ref: 'None' } }) });

  expect(codes(app)).toEqual([
    ['PROPERTY_INVALID', 'S/V'],
    ['REFERENCE_UNKNOWN', 'S/A'],
  ]);
});

test('an ARN with a wildcard or of no function is not mistaken for a function', () => {
  const app = appOf({ F: fn(), P: permission({ FunctionName: arnOf(':*'), Action: 'lambda:InvokeFunction', Principal: '*' }) });

  expect(app.unsupported.map(({ address }) => address.logicalId)).toEqual(['P']);
});
