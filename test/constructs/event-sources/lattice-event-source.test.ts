import { App, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as vpclattice from 'aws-cdk-lib/aws-vpclattice';
import {
  LatticeEventSource,
  type LatticeEventSourceProps,
  LatticeEventVersion,
} from '../../../src/constructs/event-sources/lattice-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { permissionsOf, propertiesOf, shipIn } from './source-scene';
import { writtenOut } from './written-out';

const [GROUP, LISTENER, RULE] = ['TargetGroup', 'Listener', 'Rule'].map((type) => `AWS::VpcLattice::${type}`) as [
  string,
  string,
  string,
];

function listenerIn(
  stack: Stack,
  defaultAction: vpclattice.CfnListener.DefaultActionProperty = { fixedResponse: { statusCode: 404 } },
) {
  const service = new vpclattice.CfnService(stack, 'Service');
  return new vpclattice.CfnListener(stack, 'Listener', { serviceIdentifier: service.attrId, protocol: 'HTTPS', defaultAction });
}

const match = { httpMatch: { pathMatch: { match: { prefix: '/orders' } } } };

/** `Ship` gets requests of a listener of the stack. */
function serving(props: LatticeEventSourceProps = {}) {
  const scene = shipIn();
  const listener = listenerIn(scene.stack);
  const source = new LatticeEventSource(listener, props);
  scene.ship.addEventSource(source);
  return { ...scene, listener, source };
}

test('a function is the default action of a listener, with one permission for its target group (LAT-01)', () => {
  const { stack, source } = serving();
  const group = writtenOut(stack.resolve(source.targetGroup.ref)).slice(1, -1);

  expect(propertiesOf(stack, GROUP)).toEqual([
    {
      Type: 'LAMBDA',
      Config: { LambdaEventStructureVersion: 'V2' },
      Targets: [{ Id: { 'Fn::GetAtt': ['ShipC2EE6D16', 'Arn'] } }],
    },
  ]);
  expect(propertiesOf(stack, LISTENER)).toMatchObject([
    { DefaultAction: { Forward: { TargetGroups: [{ TargetGroupIdentifier: { 'Fn::GetAtt': [group, 'Id'] } }] } } },
  ]);
  expect(propertiesOf(stack, LISTENER)[0]?.DefaultAction).not.toHaveProperty('FixedResponse');
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': ['ShipC2EE6D16', 'Arn'] },
      Principal: 'vpc-lattice.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [group, 'Arn'] },
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
});

test('a rule hands over some requests, in the form and under the name that is wanted', () => {
  const { stack } = serving({ priority: 7, match, eventVersion: LatticeEventVersion.V1, targetGroupName: 'ships' });

  expect(propertiesOf(stack, RULE)).toEqual([
    {
      ServiceIdentifier: { 'Fn::GetAtt': ['Listener', 'ServiceId'] },
      ListenerIdentifier: { 'Fn::GetAtt': ['Listener', 'Id'] },
      Priority: 7,
      Match: { HttpMatch: { PathMatch: { Match: { Prefix: '/orders' } } } },
      Action: { Forward: { TargetGroups: [{ TargetGroupIdentifier: expect.anything() }] } },
    },
  ]);
  expect(propertiesOf(stack, GROUP)).toMatchObject([{ Name: 'ships', Config: { LambdaEventStructureVersion: 'V1' } }]);
  expect(propertiesOf(stack, LISTENER)).toMatchObject([{ DefaultAction: { FixedResponse: { StatusCode: 404 } } }]);
});

test.each(['alias', 'version'] as const)('an %s is invoked as what it is', (kind) => {
  const scene = shipIn();
  scene[kind].addEventSource(new LatticeEventSource(listenerIn(scene.stack)));

  const arn = scene.stack.resolve(scene[kind].functionArn);
  expect(propertiesOf(scene.stack, GROUP)).toMatchObject([{ Targets: [{ Id: arn }] }]);
  expect(permissionsOf(scene.stack)).toMatchObject([{ FunctionName: arn }]);
});

test('a function of aws-cdk-lib, and an imported one, can be called as well', () => {
  const stack = stackIn();
  const listener = listenerIn(stack);
  const plain = new lambda.Function(stack, 'Plain', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
  });
  const functionArn = 'arn:aws:lambda:us-east-1:111111111111:function:given';
  const imported = lambda.Function.fromFunctionAttributes(stack, 'Given', { functionArn, sameEnvironment: true });
  plain.addEventSource(new LatticeEventSource(listener));
  imported.addEventSource(new LatticeEventSource(listener, { priority: 1, match }));

  expect(permissionsOf(stack).map(({ FunctionName }) => writtenOut(FunctionName))).toEqual([
    expect.stringMatching(/^<Plain/),
    functionArn,
  ]);
});

test('what a rule needs keeps its id whatever else is added', () => {
  const idsOf = (...priorities: number[]) => {
    const { stack, ship } = shipIn();
    const listener = listenerIn(stack);
    for (const priority of priorities) ship.addEventSource(new LatticeEventSource(listener, { priority, match }));
    const { template } = (stack.node.root as App).synth().getStackByName('Shop');
    return Object.keys((template as { Resources: object }).Resources).filter((id) => id.startsWith('ListenerRule'));
  };
  const before = idsOf(7);

  expect(before).toHaveLength(3);
  expect(idsOf(3, 7)).toEqual(expect.arrayContaining(before));
});

test('listener and function may be in two stacks: that of the listener needs the other', () => {
  const { stack, ship } = shipIn();
  const web = new Stack(stack.node.root as App, 'Web');
  ship.addEventSource(new LatticeEventSource(listenerIn(web)));
  (stack.node.root as App).synth();

  expect([stack.dependencies, web.dependencies]).toEqual([[], [stack]]);
  expect([permissionsOf(web).length, permissionsOf(stack).length]).toEqual([1, 0]);
});

test('fails when a rule is given by half, and when its place is none', () => {
  expect(() => serving({ priority: 1 })).toThrow(/priority must not be given without match[^]*LISTENER_RULE_INCOMPLETE/);
  expect(() => serving({ match })).toThrow(/match must not be given without priority/);
  for (const priority of [0, 101, 1.5]) expect(() => serving({ priority, match })).toThrow(/from 1 to 100, but is/);
  for (const priority of [1, 100, Token.asNumber(Lazy.any({ produce: () => 0 }))]) {
    expect(() => serving({ priority, match })).not.toThrow();
  }
});

test('fails when the default action forwards already, and when one source is to serve two functions', () => {
  const { alias, listener, source } = serving();
  expect(() => alias.addEventSource(new LatticeEventSource(listener))).toThrow(
    /default action of Shop\/Listener forwards requests already[^]*LISTENER_DEFAULT_TAKEN/,
  );
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
  expect(() => new LatticeEventSource(listener).targetGroup).toThrow(/targetGroup is there when[^]*SOURCE_NOT_BOUND/);
});

test('fails when listener and function are known to be in two Regions or accounts (LAT-01)', () => {
  const add = (env: { account: string; region: string }) => {
    const stack = new Stack(new App({ outdir: temporaryFolder() }), 'Shop', { env });
    const functionArn = 'arn:aws:lambda:eu-west-1:111111111111:function:given';
    const fn = lambda.Function.fromFunctionArn(stack, 'Given', functionArn);
    fn.addEventSource(new LatticeEventSource(listenerIn(stack)));
  };

  expect(() => add({ account: '111111111111', region: 'eu-west-1' })).not.toThrow();
  expect(() => add({ account: '111111111111', region: 'us-east-1' })).toThrow(/the region of the listener[^]*SOURCE_ELSEWHERE/);
  expect(() => add({ account: '222222222222', region: 'eu-west-1' })).toThrow(/the account of the listener/);
});
