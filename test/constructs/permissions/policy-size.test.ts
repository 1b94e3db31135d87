import { CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { FunctionAlias, Traffic, UrlAuth, UrlDistribution } from 'cdk-lambda-kit';
import { likelyText } from '../../../src/constructs/permissions/likely-text';
import { likelyTexts } from '../../../src/constructs/permissions/permission-facts';
import { policiesIn } from '../../../src/constructs/permissions/policy-ledger';
import { generatedName } from '../../../src/spec/generated-names';
import { permissionStatement, policyBytes } from '../../../src/spec/resource-policy';
import { inline, warningsOf } from '../functions/kinds';
import { stackIn } from '../scene';
import { permissions, restApi, rules } from './scene';

const S3 = new ServicePrincipal('s3.amazonaws.com');

function sizeOf(greeter: lambda.Function): number {
  return policiesIn(greeter.node.root).find(({ owner }) => owner.node.scope === greeter)?.bytes ?? 0;
}

/** Brings a policy to exactly so many bytes. */
function fill(greeter: lambda.Function, bytes: number, id = 'Last'): void {
  const add = (length: number): void =>
    greeter.addPermission(id, { principal: S3, sourceArn: `arn:aws:s3:::${'x'.repeat(length)}` });
  add(1);
  const missing = bytes - sizeOf(greeter);
  greeter.node.tryRemoveChild(id);
  add(1 + missing);
  expect(sizeOf(greeter)).toBe(bytes);
}

/** A function whose policy has exactly so many bytes, of statements that nothing can be made of. */
function functionWith(bytes: number, stack = stackIn()): lambda.Function {
  const greeter = inline(stack);
  for (let n = 0; sizeOf(greeter) < bytes - 1000; n++) {
    greeter.addPermission(`P${n}`, { principal: S3, sourceArn: 'arn:aws:s3:::shop' });
  }
  fill(greeter, bytes);
  return greeter;
}

describe('the size of a resource policy (IAM-02)', () => {
  test.each([
    [16_384, []],
    [16_385, ['RESOURCE_POLICY_LARGE']],
    [20_480, ['RESOURCE_POLICY_LARGE']],
  ])('with %p bytes there are the warnings %p', (bytes, expected) => {
    expect(warningsOf(functionWith(bytes))).toEqual(expected);
  });

  test('fails with 20481 bytes, and names the statements', () => {
    const stack = stackIn();
    functionWith(20_481, stack);

    expect(() => Template.fromStack(stack)).toThrow(
      /Shop\/Greeter: the resource policy must have at most 20480 bytes, but has about 20481 bytes in (\d+) statements: \1 of s3\.amazonaws\.com with \d+ \(https:.*\n.*compactPermissions.*\[RESOURCE_POLICY_TOO_LARGE\]/,
    );
  });

  test('the warning names what takes most', () => {
    const stack = stackIn();
    const greeter = inline(stack, { compactPermissions: false });
    rules(stack, greeter, 10);
    restApi(stack, greeter, 20);
    Template.fromStack(stack);

    const [warning] = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('RESOURCE_POLICY_LARGE'));
    expect(warning?.entry.data).toMatch(
      /^The resource policy has about 20\d{3} bytes in 50 statements: 40 of apigateway\.amazonaws\.com \(API methods\) with \d+, 10 of events\.amazonaws\.com \(rule\) with \d+; it may have 20480\./,
    );
  });

  test.each([
    [14_336, 2],
    [14_337, 1],
  ])('at %p bytes, two rules of a prefix are %p statements', (bytes, expected) => {
    const stack = stackIn();
    const greeter = functionWith(13_000, stack);
    const principal = new ServicePrincipal('events.amazonaws.com');
    for (const n of [1, 2])
      greeter.addPermission(`R${n}`, { principal, sourceArn: `arn:aws:events:eu-west-1:111122223333:rule/orders-${n}` });
    fill(greeter, bytes, 'Pad');

    expect(permissions(stack).filter(({ Principal }) => Principal === 'events.amazonaws.com')).toHaveLength(expected);
  });

  test('permissions of a stack beside count, and those of other functions do not', () => {
    const stack = stackIn();
    const greeter = functionWith(10_000, stack);
    const beside = new Stack(stack.node.root as never, 'Beside');
    new events.Rule(beside, 'Rule', { eventPattern: { source: ['a'] } });
    functionWith(12_000, new Stack(stack.node.root as never, 'Apart'));
    greeter.addPermission('There', { principal: S3, scope: beside });

    const [policy] = policiesIn(stack.node.root);
    expect(policy?.bytes).toBe(10_000 + (policy?.bytesOf(policy.permissions.at(-1) as lambda.CfnPermission) ?? 0) + 1);
    expect(policy?.permissions.at(-1)?.node.path).toBe('Beside/There');
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

test('what a distribution in front of a URL is allowed counts for the function or the alias of the URL', () => {
  const stack = stackIn();
  const greeter = inline(stack);
  const live = new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic: Traffic.all(greeter.currentVersion) });
  for (const target of [greeter, live]) {
    new UrlDistribution(stack, `Distribution${target.node.id}`, { url: target.addUrl({ auth: UrlAuth.iam() }) });
  }

  const counted = policiesIn(stack.node.root).map(({ owner, permissions }) => [owner.node.path, permissions.length]);
  expect(counted.sort()).toEqual([
    ['Shop/Greeter/Resource', 2],
    ['Shop/Live/Resource', 2],
  ]);
});

test('a statement is measured as Lambda writes it (IAM-03)', () => {
  const statement = permissionStatement({
    id: 'one',
    principal: '111122223333',
    action: 'lambda:InvokeFunction',
    resource: 'arn:aws:lambda:eu-west-1:111122223333:function:greeter:live',
    sourceArn: 'arn:aws:s3:::shop',
    sourceAccount: '111122223333',
    eventSourceToken: 'token',
    organization: 'o-aaaaaaaaaa',
    urlAuthType: 'AWS_IAM',
    viaUrl: true,
  });

  expect(statement).toEqual({
    Sid: 'one',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Action: 'lambda:InvokeFunction',
    Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:greeter:live',
    Condition: {
      StringEquals: {
        'AWS:SourceAccount': '111122223333',
        'lambda:EventSourceToken': 'token',
        'lambda:FunctionUrlAuthType': 'AWS_IAM',
        'aws:PrincipalOrgID': 'o-aaaaaaaaaa',
      },
      Bool: { 'lambda:InvokedViaFunctionUrl': 'true' },
      ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::shop' },
    },
  });
  const policy = { Version: '2012-10-17', Id: 'default', Statement: [statement, statement] };
  const bytes = JSON.stringify(statement).length;
  expect(policyBytes([bytes, bytes])).toBe(JSON.stringify(policy).length);
  expect(policyBytes([])).toBe(JSON.stringify({ ...policy, Statement: [] }).length);
});

test('principals are written by what they are (IAM-03)', () => {
  const written = ['*', 's3.amazonaws.com', 'arn:aws:iam::111122223333:role/ours'].map(
    (principal) => permissionStatement({ id: 'one', principal, action: 'lambda:*', resource: 'r' }).Principal,
  );

  expect(written).toEqual(['*', { Service: 's3.amazonaws.com' }, { AWS: 'arn:aws:iam::111122223333:role/ours' }]);
});

test.each([
  ['Shop', 'Orders1234', 64, 'Shop-Orders1234-abcdefghijkl'],
  // Names that CloudFormation has made.
  [
    'ChineseboostAnalyticsStack',
    'RainlyticsSummariesJobFunction1234ABCD',
    64,
    'ChineseboostAnalyticsStac-RainlyticsSummariesJobFun-abcdefghijkl',
  ],
  [
    'chineseboostanalyticsstack',
    'rainlyticslogsbucket8df4aaaabbbb',
    63,
    'chineseboostanalyticsstac-rainlyticslogsbucket8df4-abcdefghijkl',
  ],
  ['A'.repeat(60), 'Short', 64, `${'A'.repeat(45)}-Short-abcdefghijkl`],
])('a name that CloudFormation makes for %s and %s, with %p characters', (stackName, logicalId, length, expected) => {
  expect(generatedName(stackName, logicalId, length)).toBe(expected);
  expect(expected.length).toBeLessThanOrEqual(length);
});

describe('what only the deployment knows', () => {
  test('has the length that it will most likely have', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    const bus = new events.EventBus(stack, 'Bus');
    const rule = new events.Rule(stack, 'Rule', { eventBus: bus, eventPattern: { source: ['a'] } });
    const text = (value: unknown): string => likelyText(stack, value);

    expect(text(greeter.functionArn)).toBe('arn:aws:lambda:us-east-1:123456789012:function:Shop-GreeterA41DC22A-abcdefghijkl');
    expect(text(greeter.addAlias('live').functionArn)).toBe(`${text(greeter.functionArn)}:live`);
    expect(text(greeter.currentVersion.functionArn)).toBe(`${text(greeter.functionArn)}:1`);
    expect(text(rule.ruleArn)).toMatch(/^arn:aws:events:us-east-1:123456789012:rule\/ShopBus\w+\/Shop-Rule\w+-abcdefghijkl$/);
    expect(text(new s3.Bucket(stack, 'Bucket').bucketArn)).toMatch(/^arn:aws:s3:::Shop-Bucket\w+-abcdefghijkl$/);
    expect(text(new CfnParameter(stack, 'Given', { default: 'orders' }).valueAsString)).toBe('orders');
    expect(text(new CfnParameter(stack, 'Asked').valueAsString)).toBe('unknown-value');
    expect(text(Fn.select(1, Fn.split('/', `a/${stack.region}/c`)))).toBe('us-east-1');
    expect(text(Fn.join('-', ['a', stack.account]))).toBe('a-123456789012');
    expect(text(Fn.importValue('there'))).toBe('unknown-value');
  });

  test('is taken as it is where the stack has an account and a Region', () => {
    const stack = new Stack(undefined, 'Shop', { env: { account: '111122223333', region: 'ap-southeast-2' } });
    const greeter = inline(stack, { functionName: 'greeter' });

    expect(likelyText(stack, greeter.functionArn)).toBe('arn:aws:lambda:ap-southeast-2:111122223333:function:greeter');
  });

  test('both permissions of a URL count with their conditions', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    greeter.addUrl({ auth: UrlAuth.iam(new AccountPrincipal('111122223333')) });

    const texts = policiesIn(stack.node.root).flatMap(({ permissions }) => permissions.map(likelyTexts));
    expect(texts).toMatchObject([
      { principal: '111122223333', action: 'lambda:InvokeFunctionUrl', urlAuthType: 'AWS_IAM', viaUrl: false },
      { principal: '111122223333', action: 'lambda:InvokeFunction', viaUrl: true },
    ]);
  });
});
