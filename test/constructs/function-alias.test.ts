import { Lazy, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { FunctionAlias, type FunctionAliasProps, NodeFunction, Traffic, UrlAuth } from 'cdk-lambda-kit';
import { sourceFile, stackIn } from './scene';

/** A function of aws-cdk-lib, as most apps have them. */
function plainFunction(stack: Stack, id = 'Orders', props: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async (event) => event;'),
    ...props,
  });
}

/** A version that an earlier deployment has published, by its number. */
function version(fn: lambda.IFunction, number: string): lambda.IVersion {
  const id = `Version${fn.node.children.length}`;
  return lambda.Version.fromVersionAttributes(fn, id, { lambda: fn, version: number });
}

/** An alias of `Orders` with this traffic. */
function alias(traffic: (orders: lambda.Function) => Traffic, props: Partial<FunctionAliasProps> = {}): FunctionAlias {
  const stack = stackIn();
  return new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic: traffic(plainFunction(stack)), ...props });
}

const all = (orders: lambda.Function) => Traffic.all(orders.currentVersion);
const split = (weight: number) => (orders: lambda.Function) => Traffic.split(version(orders, '1'), version(orders, '2'), weight);

function aliasIn(construct: FunctionAlias): Record<string, unknown> {
  const [resource] = Object.values(Template.fromStack(Stack.of(construct)).findResources('AWS::Lambda::Alias'));
  return resource?.Properties;
}

const CURRENT = { 'Fn::GetAtt': [expect.stringMatching(/^OrdersCurrentVersion/), 'Version'] };

test('all invocations go to the version that the deployment publishes', () => {
  expect(aliasIn(alias(all, { description: 'for the shop' }))).toEqual({
    Description: 'for the shop',
    FunctionName: { Ref: expect.stringMatching(/^Orders/) },
    FunctionVersion: CURRENT,
    Name: 'live',
  });
});

test('another change of the function publishes another version, and no change publishes none', () => {
  const versionOf = (props: Partial<lambda.FunctionProps>) => {
    const stack = stackIn();
    const orders = plainFunction(stack, 'Orders', props);
    new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic: Traffic.all(orders.currentVersion) });
    return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Version'));
  };

  expect(versionOf({})).toEqual(versionOf({}));
  expect(versionOf({})).toEqual(versionOf({ reservedConcurrentExecutions: 5 }));
  expect(versionOf({})).not.toEqual(versionOf({ memorySize: 256 }));
  expect(versionOf({})).not.toEqual(versionOf({ code: lambda.Code.fromInline('exports.handler = () => {};') }));
});

test('our own functions have aliases too, with a URL', () => {
  const stack = stackIn();
  const greeter = new NodeFunction(stack, 'Greeter', { entry: sourceFile() });
  const live = new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic: Traffic.all(greeter.currentVersion) });
  live.addUrl({ auth: UrlAuth.public() });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Lambda::Url', { AuthType: 'NONE', Qualifier: 'live' });
  expect(() => live.addUrl({ auth: UrlAuth.iam() })).toThrow(/URL_EXISTS/);
});

test('an alias is granted and handed on like that of aws-cdk-lib', () => {
  const live: lambda.IAlias = alias(all, { retryAttempts: 1 });
  const caller = new iam.Role(Stack.of(live), 'Caller', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  live.grantInvoke(caller);

  const template = Template.fromStack(Stack.of(live));
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Action: 'lambda:InvokeFunction', Resource: { Ref: 'Live848578DF' } }] },
  });
  template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 1 });
});

test.each([0, 0.1, 1])('ALS-04: the second version gets the share %p', (weight) => {
  expect(aliasIn(alias(split(weight)))).toMatchObject({
    FunctionVersion: '1',
    RoutingConfig: { AdditionalVersionWeights: [{ FunctionVersion: '2', FunctionWeight: weight }] },
  });
});

test.each([-0.01, 1.01, Number.NaN])('fails when the share of the second version is %p (ALS-04)', (weight) => {
  expect(() => alias(split(weight))).toThrow(
    /^Shop\/Live: the weight of traffic must be a number of shares from 0 to 1, but is .*\n.*\[VALUE_OUT_OF_RANGE\]$/,
  );
});

test('a share that only the deployment knows is let through', () => {
  const weight = Lazy.number({ produce: () => 0.3 });

  expect(aliasIn(alias(split(weight)))).toMatchObject({
    RoutingConfig: { AdditionalVersionWeights: [{ FunctionVersion: '2', FunctionWeight: 0.3 }] },
  });
});

test('ALS-03: an alias may point to $LATEST alone', () => {
  expect(aliasIn(alias((orders) => Traffic.all(orders.latestVersion)))).toMatchObject({ FunctionVersion: '$LATEST' });
});

test.each<[string, (orders: lambda.Function) => Traffic]>([
  ['first', (orders) => Traffic.split(orders.latestVersion, orders.currentVersion, 0.1)],
  ['second', (orders) => Traffic.split(orders.currentVersion, orders.latestVersion, 0.1)],
])('fails when $LATEST is the %s of two versions (ALS-04)', (_, traffic) => {
  expect(() => alias(traffic)).toThrow(/Shop\/Live: traffic must not be split between \$LATEST and.*\n.*VERSION_NOT_PUBLISHED/);
});

test.each<[string, (orders: lambda.Function) => Traffic]>([
  ['construct', (orders) => Traffic.split(orders.currentVersion, orders.currentVersion, 0.1)],
  ['number', (orders) => Traffic.split(version(orders, '3'), version(orders, '3'), 0.1)],
])('fails when both versions are the same %s (ALS-04)', (_, traffic) => {
  expect(() => alias(traffic)).toThrow(/Shop\/Live: traffic must be split between two versions.*\n.*VERSION_TWICE/);
});

test.each(['live', '', '1a', '-1', '$LATEST.PUBLISHED'])("fails when '%s' is said to be a version (ALS-09)", (number) => {
  expect(() => alias((orders) => Traffic.all(version(orders, number)))).toThrow(/traffic must go to a version's number/);
  expect(() => alias((orders) => Traffic.split(orders.currentVersion, version(orders, number), 0.1))).toThrow(
    /VERSION_NOT_PUBLISHED/,
  );
});

test('fails when an alias points to an alias or to a function (ALS-09)', () => {
  const other = alias(all);

  expect(() => alias(() => Traffic.all(other as unknown as lambda.IVersion))).toThrow(
    /Shop\/Live: traffic must go to versions, but goes to the alias Shop\/Live\.\n.*VERSION_NOT_PUBLISHED/,
  );
  expect(() => alias((orders) => Traffic.all(orders as unknown as lambda.IVersion))).toThrow(
    /Shop\/Orders, which is not a version/,
  );
});

test('a version whose number only the deployment knows is let through', () => {
  expect(aliasIn(alias((orders) => Traffic.all(version(orders, Token.asString({ Ref: 'Live' })))))).toMatchObject({
    FunctionVersion: { Ref: 'Live' },
  });
});

test('fails when the two versions are of two functions (ALS-05)', () => {
  expect(() =>
    alias((orders) => Traffic.split(orders.currentVersion, plainFunction(Stack.of(orders), 'Other').currentVersion, 0.1)),
  ).toThrow(
    /traffic must be split between versions of one function, but Shop\/Orders and Shop\/Other are two\.\n.*VERSIONS_UNLIKE/,
  );
});

/** A version that is known by its ARN alone. */
function byArn(stack: Stack, name: string, number = '7', roleArn?: string): lambda.IVersion {
  const functionArn = `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
  const role = roleArn === undefined ? undefined : iam.Role.fromRoleArn(stack, `Role${name}${number}`, roleArn);
  const fn = lambda.Function.fromFunctionAttributes(stack, `${name}${number}`, { functionArn, role });
  return version(fn, number);
}

test.each([
  ['orders', 'orders', true],
  ['orders', 'invoices', false],
  [undefined, 'orders', true],
])('a version known by its ARN, of %s beside %s: %p (ALS-05)', (functionName, imported, fits) => {
  const stack = stackIn();
  const orders = plainFunction(stack, 'Orders', { functionName });
  const traffic = Traffic.split(byArn(stack, imported), orders.currentVersion, 0.1);
  const create = () => new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic });

  if (fits) expect(create).not.toThrow();
  else expect(create).toThrow(/VERSIONS_UNLIKE/);
});

const ROLE = 'arn:aws:iam::111122223333:role/orders';

test.each([
  [ROLE, ROLE, true],
  [ROLE, undefined, true],
  [ROLE, Lazy.string({ produce: () => `${ROLE}-new` }), true],
  [ROLE, `${ROLE}-new`, false],
])('versions with the roles %s and %s may share an alias: %p (ALS-05)', (one, other, fits) => {
  const stack = stackIn();
  const traffic = Traffic.split(byArn(stack, 'orders', '1', one), byArn(stack, 'orders', '2', other), 0.1);
  const create = () => new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic });

  if (fits) expect(create).not.toThrow();
  else expect(create).toThrow(/must be split between versions with one execution role, but they have .*orders and .*orders-new/);
});

test.each(['a', 'live', 'v1', '1-', '_', 'x'.repeat(128)])("ALS-01: '%s' names an alias", (aliasName) => {
  expect(aliasIn(alias(all, { aliasName }))).toMatchObject({ Name: aliasName });
});

test.each([
  '',
  '1',
  '2024',
  'a b',
  '$LATEST',
  'ä',
  'x'.repeat(129),
])("fails when an alias is named '%s' (ALS-01)", (aliasName) => {
  expect(() => alias(all, { aliasName })).toThrow(
    /Shop\/Live: aliasName must have from 1 to 128 characters.*\n.*\[TEXT_INVALID\]/,
  );
});

test('a name that only the deployment knows is let through', () => {
  expect(aliasIn(alias(all, { aliasName: Token.asString({ Ref: 'Name' }) }))).toMatchObject({ Name: { Ref: 'Name' } });
});

test('fails when the description has more than 256 characters', () => {
  expect(() => alias(all, { description: 'x'.repeat(256) })).not.toThrow();
  expect(() => alias(all, { description: 'x'.repeat(257) })).toThrow(/description must have from 0 to 256 characters/);
});

test('fails when a function gets two aliases of one name, but not when two functions do (ALS-02)', () => {
  const stack = stackIn();
  const [orders, other] = [plainFunction(stack), plainFunction(stack, 'Other')];
  new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic: Traffic.all(orders.currentVersion) });
  orders.addAlias('next');
  const again = (id: string, aliasName: string, fn: lambda.Function) =>
    new FunctionAlias(stack, id, { aliasName, traffic: Traffic.all(fn.currentVersion) });

  expect(() => again('OfOther', 'live', other)).not.toThrow();
  expect(() => again('Again', 'live', orders)).toThrow(
    /Shop\/Again: aliasName 'live' must not be that of another alias of Shop\/Orders, but Shop\/Live has it\.\n.*ALIAS_NAME_TAKEN/,
  );
  expect(() => again('Next', 'next', orders)).toThrow(/but Shop\/Orders\/Aliasnext has it/);
});
