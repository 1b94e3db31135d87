import { App, Duration, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { type LambdaMatchers, lambdaMatchers } from 'cdk-lambda-kit/testing';
import { stackIn, temporaryFolder } from '../constructs/scene';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars
    interface Matchers<R, T = {}> extends LambdaMatchers<R> {}
  }
}

expect.extend(lambdaMatchers);

function greeterIn(stack: Stack, props: Partial<lambda.FunctionProps> = {}, id = 'Greeter'): lambda.Function {
  const code = lambda.Code.fromInline('exports.handler = async () => 1;');
  return new lambda.Function(stack, id, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code, ...props });
}

/** What the matcher says when it is wrong. */
function complaint(check: () => void): string {
  try {
    check();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('nothing was refused');
}

describe('toHaveFunction', () => {
  test('a function is found by its path, the end of it, its name and its logical id', () => {
    const app = new App({ outdir: temporaryFolder() });
    const stack = new Stack(new Stage(app, 'Live'), 'Shop');
    const greeter = greeterIn(stack, { functionName: 'greets' });

    for (const name of [
      'Live/Shop/Greeter',
      'Shop/Greeter',
      'Greeter',
      'greets',
      stack.resolve((greeter.node.defaultChild as lambda.CfnFunction).logicalId),
    ]) {
      expect(app).toHaveFunction(name);
      expect(stack).toHaveFunction(name);
    }
    expect(app).not.toHaveFunction('reeter');
  });

  test('also in a nested stack, and when it is an L1', () => {
    const stack = stackIn();
    greeterIn(new NestedStack(stack, 'Inner'), { memorySize: 256 });
    new lambda.CfnFunction(stack, 'Raw', {
      code: { zipFile: 'x' },
      role: 'arn:aws:iam::111122223333:role/x',
      handler: 'index.x',
      runtime: 'nodejs22.x',
    });

    expect(stack).toHaveFunction('Inner/Greeter', { MemorySize: 256 });
    expect(stack).toHaveFunction('Raw', { Handler: 'index.x' });
  });

  test('its properties are compared as Template does', () => {
    const stack = stackIn();
    greeterIn(stack, { timeout: Duration.seconds(10) });

    expect(stack).toHaveFunction('Greeter', {
      Timeout: 10,
      Runtime: Match.stringLikeRegexp('^nodejs'),
      MemorySize: Match.absent(),
    });
    expect(stack).not.toHaveFunction('Greeter', { Timeout: 11 });
  });

  test('fails when there is none, and lists those there are', () => {
    const stack = stackIn();
    expect(complaint(() => expect(stack).toHaveFunction('Gone'))).toBe(
      'expected Shop to have the function Gone, but it has none',
    );
    greeterIn(stack);

    expect(complaint(() => expect(stack).toHaveFunction('Gone'))).toBe(
      'expected Shop to have the function Gone, but it has Shop/Greeter',
    );
  });

  test('fails when a property is another, and says which', () => {
    const stack = stackIn();
    greeterIn(stack, { timeout: Duration.seconds(10) });

    expect(complaint(() => expect(stack).toHaveFunction('Greeter', { Timeout: 11 }))).toMatch(
      /the function Shop\/Greeter to have other properties:\nExpected 11 but received 10 at \/Timeout/,
    );
    expect(complaint(() => expect(stack).not.toHaveFunction('Greeter'))).toMatch(
      /expected Shop not to have the function Greeter/,
    );
  });

  test('fails when two functions are called so', () => {
    const app = new App({ outdir: temporaryFolder() });
    for (const id of ['One', 'Two']) greeterIn(new Stack(app, id));

    expect(() => expect(app).toHaveFunction('Greeter')).toThrow('Greeter is ambiguous: One/Greeter, Two/Greeter');
  });
});

describe('toRouteTraffic', () => {
  function scene() {
    const greeter = greeterIn(stackIn());
    const [stable, canary] = ['1', '2'].map((number) =>
      lambda.Version.fromVersionArn(greeter, number, `${greeter.functionArn}:${number}`),
    );
    const alias = (id: string, additionalVersions: lambda.VersionWeight[]) =>
      new lambda.Alias(greeter, id, { aliasName: id, version: stable!, additionalVersions });
    return { greeter, stable: stable!, canary: canary!, alias };
  }

  test('an alias of one version sends everything there', () => {
    const { alias, stable, canary } = scene();
    const live = alias('live', []);

    expect(live).toRouteTraffic(stable);
    expect(live).toRouteTraffic(stable, { version: canary, weight: 0 });
    expect(live).not.toRouteTraffic(canary);
  });

  test('a share is the other version and its weight', () => {
    const { alias, stable, canary } = scene();
    const live = alias('live', [{ version: canary, weight: 0.1 }]);

    expect(live).toRouteTraffic(stable, { version: canary, weight: 0.1 });
    expect(live).not.toRouteTraffic(stable);
    expect(live).not.toRouteTraffic(stable, { version: canary, weight: 0.2 });
    expect(live).not.toRouteTraffic(stable, { version: stable, weight: 0.1 });
    expect(complaint(() => expect(live).toRouteTraffic(stable))).toMatch(
      /Shop\/Greeter\/live to route traffic as .*but it does as .*0\.1/s,
    );
    expect(complaint(() => expect(live).not.toRouteTraffic(stable, { version: canary, weight: 0.1 }))).toMatch(/otherwise than/);
  });

  test('the version that a deployment publishes is known by its construct', () => {
    const { greeter } = scene();
    const live = new lambda.Alias(greeter, 'Live', { aliasName: 'live', version: greeter.currentVersion });

    expect(live).toRouteTraffic(greeter.currentVersion);
  });

  test('fails when the alias is not made by the app', () => {
    const { greeter, stable } = scene();
    const imported = lambda.Alias.fromAliasAttributes(greeter, 'Imported', { aliasName: 'live', aliasVersion: stable });

    expect(() => expect(imported).toRouteTraffic(stable)).toThrow(/is no alias of this app/);
  });
});

describe('toGrant', () => {
  test('the permissions of a function and of its alias are told apart', () => {
    const stack = stackIn();
    const greeter = greeterIn(stack);
    const live = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: greeter.currentVersion });
    const rule = new Rule(stack, 'Daily', { schedule: Schedule.rate(Duration.days(1)), targets: [new LambdaFunction(greeter)] });
    live.grantInvoke(new iam.AccountPrincipal('111122223333'));

    expect(greeter).toGrant('lambda:InvokeFunction', { principal: 'events.amazonaws.com', sourceArn: rule.ruleArn });
    expect(greeter).toGrant('lambda:InvokeFunction');
    expect(greeter).not.toGrant('lambda:InvokeFunction', { principal: '111122223333' });
    expect(greeter).not.toGrant('lambda:InvokeFunction', { sourceAccount: '111122223333' });
    expect(live).toGrant('lambda:InvokeFunction', { principal: '111122223333' });
    expect(live).not.toGrant('lambda:InvokeFunction', { principal: 'events.amazonaws.com' });
    expect(complaint(() => expect(greeter).toGrant('lambda:InvokeFunctionUrl'))).toMatch(
      /expected Shop\/Greeter to grant .*InvokeFunctionUrl.*its permissions: .*events\.amazonaws\.com/s,
    );
  });
});

describe('toBeAllowed', () => {
  function scene() {
    const stack = stackIn();
    return { stack, greeter: greeterIn(stack), queue: new Queue(stack, 'Queue'), other: new Queue(stack, 'Other') };
  }
  const statement = (props: iam.PolicyStatementProps) => new iam.PolicyStatement(props);

  test('a grant allows what it says, on its resource', () => {
    const { greeter, queue, other } = scene();
    queue.grantSendMessages(greeter);

    expect(greeter).toBeAllowed('sqs:SendMessage', queue.queueArn);
    expect(greeter.role).toBeAllowed('sqs:SendMessage', queue.queueArn);
    expect(greeter).not.toBeAllowed('sqs:DeleteQueue', queue.queueArn);
    expect(greeter).not.toBeAllowed('sqs:SendMessage', other.queueArn);
    expect(complaint(() => expect(greeter).toBeAllowed('sqs:DeleteQueue', queue.queueArn))).toMatch(
      /expected Shop\/Greeter\/ServiceRole\/Resource to be allowed sqs:DeleteQueue on .*its statements: .*sqs:SendMessage/s,
    );
  });

  test('wildcards reach further, in actions and in resources', () => {
    const { greeter, queue } = scene();
    greeter.addToRolePolicy(statement({ actions: ['sqs:Send*'], resources: ['*'] }));
    greeter.addToRolePolicy(statement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::photos/*'] }));

    expect(greeter).toBeAllowed('sqs:SendMessage', queue.queueArn);
    expect(greeter).not.toBeAllowed('sqs:ReceiveMessage', queue.queueArn);
    expect(greeter).toBeAllowed('s3:GetObject', 'arn:aws:s3:::photos/1.jpg');
    expect(greeter).not.toBeAllowed('s3:GetObject', 'arn:aws:s3:::other/1.jpg');
  });

  test('what is denied, or allowed under a condition only, is not allowed', () => {
    const { greeter, queue, other } = scene();
    queue.grantSendMessages(greeter);
    greeter.addToRolePolicy(statement({ effect: iam.Effect.DENY, actions: ['sqs:*'], resources: [queue.queueArn] }));
    const conditions = { Bool: { 'aws:SecureTransport': 'true' } };
    greeter.addToRolePolicy(statement({ actions: ['sqs:SendMessage'], resources: [other.queueArn], conditions }));

    expect(greeter).not.toBeAllowed('sqs:SendMessage', queue.queueArn);
    expect(greeter).not.toBeAllowed('sqs:SendMessage', other.queueArn);
  });

  test('inline and managed policies of the app count', () => {
    const { stack } = scene();
    const document = new iam.PolicyDocument({ statements: [statement({ actions: ['a:B'], resources: ['arn:x'] })] });
    const role = new iam.Role(stack, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { document },
    });
    new iam.ManagedPolicy(stack, 'Managed', {
      roles: [role],
      statements: [statement({ actions: ['a:C'], resources: ['arn:x'] })],
    });

    expect(role).toBeAllowed('a:B', 'arn:x');
    expect(role).toBeAllowed('a:C', 'arn:x');
    expect(role).not.toBeAllowed('a:D', 'arn:x');
  });

  test('fails when the role is not of the app', () => {
    const { stack } = scene();
    const imported = iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/x');

    expect(() => expect(imported).toBeAllowed('a:B', '*')).toThrow(/is no role of this app/);
  });
});
