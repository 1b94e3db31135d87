import { App, Duration, Lazy, NestedStack, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AlbEventSource, type AlbEventSourceProps } from '../../../src/constructs/event-sources/alb-event-source';
import type { AlbHealthCheck } from '../../../src/constructs/event-sources/alb-health-check';
import { stackIn, temporaryFolder } from '../scene';
import { permissionsOf, propertiesOf, shipIn } from './source-scene';
import { writtenOut } from './written-out';

const [GROUP, LISTENER, RULE] = ['TargetGroup', 'Listener', 'ListenerRule'].map(
  (type) => `AWS::ElasticLoadBalancingV2::${type}`,
) as [string, string, string];

function listenerIn(stack: Stack, options: Partial<elbv2.BaseApplicationListenerProps> = {}) {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['a', 'b'],
    privateSubnetIds: ['subnet-1', 'subnet-2'],
  });
  const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc });
  return balancer.addListener('Http', { port: 80, open: false, ...options });
}

const paths = (...names: string[]) => ({ conditions: [elbv2.ListenerCondition.pathPatterns(names)] });

/** `Ship` gets requests of a listener of the stack. */
function serving(props: AlbEventSourceProps = {}) {
  const scene = shipIn();
  const listener = listenerIn(scene.stack);
  const source = new AlbEventSource(listener, props);
  scene.ship.addEventSource(source);
  return { ...scene, listener, source };
}

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: string[];
}

function resourcesOf(stack: Stack): [string, Resource][] {
  const { template } = (stack.node.root as App).synth().getStackByName(stack.stackName);
  return Object.entries((template as { Resources: Record<string, Resource> }).Resources);
}

test('a function is the default action of a listener, with one permission for its target group (ALB-01, ALB-02)', () => {
  const { stack } = serving();
  const [group] = propertiesOf(stack, GROUP);

  expect(group).toEqual({
    Name: expect.stringMatching(/^Shop-[0-9a-f]{10}$/),
    TargetType: 'lambda',
    Targets: [{ Id: { 'Fn::GetAtt': ['ShipC2EE6D16', 'Arn'] } }],
  });
  expect(propertiesOf(stack, LISTENER)).toMatchObject([
    { DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: expect.stringMatching(/DefaultFor/) } }] },
  ]);
  const [{ SourceArn, ...permission }] = permissionsOf(stack) as [Record<string, unknown>];
  expect(permission).toEqual({
    Action: 'lambda:InvokeFunction',
    FunctionName: { 'Fn::GetAtt': ['ShipC2EE6D16', 'Arn'] },
    Principal: 'elasticloadbalancing.amazonaws.com',
    SourceAccount: { Ref: 'AWS::AccountId' },
  });
  expect(writtenOut(SourceArn)).toBe(
    `arn:<AWS::Partition>:elasticloadbalancing:<AWS::Region>:<AWS::AccountId>:targetgroup/${String(group?.Name)}/*`,
  );
});

test('the permission is there before the function is registered (PRM-06, VAL-23)', () => {
  const resources = resourcesOf(serving().stack);
  const [permission] = resources.find(([, { Type }]) => Type === 'AWS::Lambda::Permission') ?? [];
  const [, group] = resources.find(([, { Type }]) => Type === GROUP) ?? [];

  expect(group?.DependsOn).toEqual([permission]);
});

test('a rule hands over some requests', () => {
  const { stack, ship, alias } = shipIn();
  const listener = listenerIn(stack, { defaultAction: elbv2.ListenerAction.fixedResponse(404) });
  ship.addEventSource(new AlbEventSource(listener, { priority: 1, ...paths('/orders') }));
  alias.addEventSource(new AlbEventSource(listener, { priority: 2, ...paths('/ships', '/ships/*') }));
  ship.addEventSource(new AlbEventSource(listener, { priority: 3, ...paths('/all') }));

  expect(propertiesOf(stack, RULE)).toMatchObject([
    { Priority: 1, Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/orders'] } }] },
    { Priority: 2, Conditions: [{ PathPatternConfig: { Values: ['/ships', '/ships/*'] } }] },
    { Priority: 3 },
  ]);
  expect(propertiesOf(stack, GROUP)).toHaveLength(3);
  expect(permissionsOf(stack)).toHaveLength(3);
});

test.each(['alias', 'version'] as const)('an %s is invoked as what it is', (kind) => {
  const scene = shipIn();
  scene[kind].addEventSource(new AlbEventSource(listenerIn(scene.stack)));

  const arn = scene.stack.resolve(scene[kind].functionArn);
  expect(propertiesOf(scene.stack, GROUP)).toMatchObject([{ Targets: [{ Id: arn }] }]);
  expect(permissionsOf(scene.stack)).toMatchObject([{ FunctionName: arn }]);
});

test('headers and parameters can be lists, and the function asked if it works (ALB-07, ALB-08)', () => {
  const healthCheck = { path: '/health', healthyThresholdCount: 2, unhealthyThresholdCount: 10, healthyHttpCodes: '200-299' };
  const { stack } = serving({ multiValueHeaders: true, healthCheck, targetGroupName: 'ships' });

  expect(propertiesOf(stack, GROUP)).toMatchObject([
    {
      Name: 'ships',
      TargetGroupAttributes: [{ Key: 'lambda.multi_value_headers.enabled', Value: 'true' }],
      HealthCheckEnabled: true,
      HealthCheckPath: '/health',
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 10,
      Matcher: { HttpCode: '200-299' },
    },
  ]);
  expect(writtenOut(permissionsOf(stack)[0]?.SourceArn)).toMatch(/:targetgroup\/ships\/\*$/);
});

test('the target group can be had from the source', () => {
  const { source, alias, listener } = serving();
  expect(source.targetGroup.targetGroupArn).toBeDefined();
  expect(() => new AlbEventSource(listener).targetGroup).toThrow(/targetGroup is there when[^]*SOURCE_NOT_BOUND/);
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
});

test('what a rule needs keeps its id and its name whatever else is added', () => {
  const idsOf = (...priorities: number[]) => {
    const { stack, ship } = shipIn();
    const listener = listenerIn(stack, { defaultAction: elbv2.ListenerAction.fixedResponse(404) });
    for (const priority of priorities) ship.addEventSource(new AlbEventSource(listener, { priority, ...paths(`/${priority}`) }));
    return resourcesOf(stack).flatMap(([id, { Type, Properties }]) =>
      [GROUP, RULE, 'AWS::Lambda::Permission'].includes(Type) ? [id, String(Properties.Name)] : [],
    );
  };
  const before = idsOf(7);

  expect(before).toHaveLength(6);
  expect(idsOf(3, 7)).toEqual(expect.arrayContaining(before));
});

test('a name is another for each stack, and fits also for long and nested ones', () => {
  const nameIn = (stackName: string, isNested = false) => {
    const app = new App({ outdir: temporaryFolder() });
    const top = new Stack(app, 'Same', { stackName });
    const stack = isNested ? new NestedStack(top, 'Inner') : top;
    const { ship } = shipIn(stack);
    ship.addEventSource(new AlbEventSource(listenerIn(stack)));
    return String(propertiesOf(stack, GROUP)[0]?.Name);
  };
  const stackNames = ['one', 'two', 'internal-shop', 'a-very-long-name-of-a-stack', 'twenty-characters-is--more'];
  const all = [...stackNames.map((name) => nameIn(name)), nameIn('one', true)];

  expect(new Set(all).size).toBe(6);
  for (const name of all) expect(name).toMatch(/^(?!internal-)[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]$/);
});

test('listener and function may be in two stacks: that of the listener needs the other', () => {
  const { stack, ship } = shipIn();
  const web = new Stack(stack.node.root as App, 'Web');
  ship.addEventSource(new AlbEventSource(listenerIn(web)));
  (stack.node.root as App).synth();

  expect([stack.dependencies, web.dependencies]).toEqual([[], [stack]]);
  expect([permissionsOf(web).length, permissionsOf(stack).length]).toEqual([1, 0]);
});

test('a listener of another app can have rules for functions of aws-cdk-lib and imported ones', () => {
  const stack = stackIn();
  const listener = elbv2.ApplicationListener.fromApplicationListenerAttributes(stack, 'Http', {
    listenerArn: 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/one/two/three',
    securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1'),
  });
  const plain = new lambda.Function(stack, 'Plain', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
  });
  const functionArn = 'arn:aws:lambda:us-east-1:111111111111:function:given';
  const imported = lambda.Function.fromFunctionAttributes(stack, 'Given', { functionArn, sameEnvironment: true });
  plain.addEventSource(new AlbEventSource(listener, { priority: 1, ...paths('/a') }));
  imported.addEventSource(new AlbEventSource(listener, { priority: 2, ...paths('/b') }));

  expect(propertiesOf(stack, RULE)).toHaveLength(2);
  expect(permissionsOf(stack).map(({ FunctionName }) => writtenOut(FunctionName))).toEqual([
    expect.stringMatching(/^<Plain/),
    functionArn,
  ]);
});

test('fails when a rule is given by half, and when its place is none', () => {
  expect(() => serving({ priority: 1 })).toThrow(/priority must not be given without conditions[^]*LISTENER_RULE_INCOMPLETE/);
  expect(() => serving(paths('/'))).toThrow(/conditions must not be given without priority/);
  for (const priority of [0, 50_001, 1.5]) expect(() => serving({ priority, ...paths('/') })).toThrow(/from 1 to 50000/);
  for (const priority of [1, 50_000, Token.asNumber(Lazy.any({ produce: () => 0 }))]) {
    expect(() => serving({ priority, ...paths('/') })).not.toThrow();
  }
});

test.each([
  '',
  '-a',
  'a-',
  'a_b',
  'internal-a',
  'a'.repeat(33),
])('fails when a target group is to be called %p', (targetGroupName) => {
  expect(() => serving({ targetGroupName })).toThrow(/targetGroupName must have .*TEXT_INVALID/s);
});

test('a name that only the deployment knows is let through', () => {
  expect(() => serving({ targetGroupName: Lazy.string({ produce: () => 'a'.repeat(33) }) })).not.toThrow();
});

const unknown = () => Duration.seconds(Token.asNumber(Lazy.any({ produce: () => 1 })));

test.each([
  {},
  { interval: Duration.seconds(300), timeout: Duration.seconds(120) },
  { interval: Duration.seconds(5), timeout: Duration.seconds(2) },
  { interval: unknown(), timeout: unknown() },
  { healthyThresholdCount: 10, unhealthyThresholdCount: 2 },
] as AlbHealthCheck[])('a function may be asked if it works %#', (healthCheck) => {
  expect(() => serving({ healthCheck })).not.toThrow();
});

test.each([
  [{ interval: Duration.seconds(4) }, /healthCheck.interval must be .* from 5 to 300, but is 4/],
  [{ interval: Duration.seconds(301) }, /but is 301/],
  [{ interval: Duration.millis(40_500) }, /whole number of seconds from 5 to 300, but is 40.5/],
  [{ timeout: Duration.seconds(1) }, /healthCheck.timeout must be .* from 2 to 120, but is 1/],
  [{ timeout: Duration.seconds(121) }, /but is 121/],
  [
    { interval: Duration.seconds(30) },
    /healthCheck.interval must be more than the timeout of 30 s, but is 30 s[^]*HEALTH_CHECK_OVERLAP/,
  ],
  [{ timeout: Duration.seconds(35) }, /more than the timeout of 35 s, but is 35 s/],
  [{ healthyThresholdCount: 1 }, /healthyThresholdCount must be .* from 2 to 10, but is 1/],
  [{ unhealthyThresholdCount: 11 }, /unhealthyThresholdCount must be .* but is 11/],
] as [AlbHealthCheck, RegExp][])('fails when a function is asked otherwise if it works %# (ALB-07)', (healthCheck, problem) => {
  expect(() => serving({ healthCheck })).toThrow(problem);
});

test('fails when listener and function are known to be in two Regions or accounts (ALB-01)', () => {
  const listenerArn = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/one/two/three';
  const add = (env: { account: string; region: string }) => {
    const stack = new Stack(new App({ outdir: temporaryFolder() }), 'Shop', { env });
    const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1');
    const listener = elbv2.ApplicationListener.fromApplicationListenerAttributes(stack, 'Http', { listenerArn, securityGroup });
    const functionArn = 'arn:aws:lambda:eu-west-1:111111111111:function:given';
    const fn = lambda.Function.fromFunctionAttributes(stack, 'Given', { functionArn, sameEnvironment: true });
    fn.addEventSource(new AlbEventSource(listener, { priority: 1, ...paths('/') }));
  };

  expect(() => add({ account: '111111111111', region: 'eu-west-1' })).not.toThrow();
  expect(() => add({ account: '111111111111', region: 'us-east-1' })).toThrow(/the region of the listener[^]*SOURCE_ELSEWHERE/);
  expect(() => add({ account: '222222222222', region: 'eu-west-1' })).toThrow(/the account of the listener/);
});
