import { type App, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { LogsEventSource, type LogsEventSourceProps } from '../../../src/constructs/event-sources/logs-event-source';
import { stackIn } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn } from './source-scene';
import { plainIn, TARGET_KINDS, TARGETS } from './targets';

const FILTER = 'AWS::Logs::SubscriptionFilter';

function subscribed(props: LogsEventSourceProps = {}) {
  const scene = shipIn();
  const logGroup = new logs.LogGroup(scene.stack, 'Orders');
  const source = new LogsEventSource(logGroup, props);
  scene.ship.addEventSource(source);
  return { ...scene, logGroup, source };
}

test('a log group needs a filter, and a permission for the group and its account (LOG-01, LOG-02, PRM-04)', () => {
  const { stack, ship, logGroup } = subscribed({ filterPattern: logs.FilterPattern.anyTerm('ERROR'), filterName: 'errors' });

  expect(propertiesOf(stack, FILTER)).toEqual([
    {
      DestinationArn: names(stack, ship).arn,
      FilterName: 'errors',
      FilterPattern: '"ERROR"',
      LogGroupName: names(stack, logGroup).ref,
    },
  ]);
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      Principal: 'logs.amazonaws.com',
      FunctionName: names(stack, ship).arn,
      SourceArn: names(stack, logGroup).arn,
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
});

test('everything is sent without a pattern, and the filter waits for the permission (PRM-06)', () => {
  const { stack } = subscribed();
  const [filter] = Object.values(Template.fromStack(stack).findResources(FILTER));

  expect(filter?.Properties).toMatchObject({ FilterPattern: '' });
  expect(filter?.DependsOn).toEqual(Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Permission')));
});

test.each(TARGET_KINDS)('filter and permission are for the %s (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  target.addEventSource(new LogsEventSource(new logs.LogGroup(stack, 'Orders')));

  const arn: unknown = stack.resolve(target.functionArn);
  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: arn }]);
  expect(propertiesOf(stack, FILTER)).toMatchObject([{ DestinationArn: arn }]);
});

test('an imported log group is named with everything in it', () => {
  const stack = stackIn();
  plainIn(stack).addEventSource(new LogsEventSource(logs.LogGroup.fromLogGroupName(stack, 'Given', '/given')));

  expect(JSON.stringify(permissionsOf(stack))).toContain(':log-group:/given:*');
});

test('group and function may be in two stacks: that of the function needs the other', () => {
  const stack = stackIn();
  const groups = new Stack(stack.node.root as App, 'Groups');
  plainIn(stack).addEventSource(new LogsEventSource(new logs.LogGroup(groups, 'Orders')));
  (stack.node.root as App).synth();

  expect([stack.dependencies, groups.dependencies]).toEqual([[groups], []]);
});

test('two filters of one group have one permission, and keep their ids', () => {
  const { stack, ship, logGroup } = subscribed();
  const before = Object.keys(Template.fromStack(shipped()).findResources(FILTER));
  ship.addEventSource(new LogsEventSource(logGroup, { filterName: 'errors' }));

  expect(permissionsOf(stack)).toHaveLength(1);
  expect(Object.keys(Template.fromStack(stack).findResources(FILTER))).toEqual(expect.arrayContaining(before));
});

const shipped = () => subscribed().stack;

test('fails for the third filter of a group, and for a second one without a name (LOG-03, VAL-17)', () => {
  const { stack, ship, alias, logGroup } = subscribed();
  expect(() => ship.addEventSource(new LogsEventSource(logGroup))).toThrow(/SOURCE_TWICE/);
  alias.addEventSource(new LogsEventSource(logGroup));

  expect(() => plainIn(stack).addEventSource(new LogsEventSource(logGroup))).toThrow(
    /Shop\/Orders must have at most 2 subscription filters \(LOG-03\)/,
  );
});

test('fails for the log group that the function writes to (LOG-06, VAL-17)', () => {
  const { stack, ship, alias } = shipIn();
  const own = ship.logGroup;
  expect(() => ship.addEventSource(new LogsEventSource(own))).toThrow(/LOG_GROUP_OWN/);
  expect(() => alias.addEventSource(new LogsEventSource(own))).toThrow(/LOG_GROUP_OWN/);
  expect(() => plainIn(stack).addEventSource(new LogsEventSource(own))).not.toThrow();
});

test('fails for the group that Lambda makes for a function with a name (LOG-06)', () => {
  const stack = stackIn();
  const fn = new lambda.Function(stack, 'Named', {
    functionName: 'named',
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
  });
  const group = (name: string) => new LogsEventSource(logs.LogGroup.fromLogGroupName(stack, name, `/aws/lambda/${name}`));

  expect(() => fn.addEventSource(group('named'))).toThrow(/LOG_GROUP_OWN/);
  expect(() => fn.addEventSource(group('other'))).not.toThrow();
});

test('a group of the same id in another stack is not the own one', () => {
  const { ship, stack } = shipIn();
  const other = shipIn(new Stack(stack.node.root as App, 'Other'));

  expect(() => ship.addEventSource(new LogsEventSource(other.ship.logGroup))).not.toThrow();
});

const pattern = (length: number) => logs.FilterPattern.literal('x'.repeat(length));

test.each([
  [{ filterName: 'x'.repeat(512) }],
  [{ filterName: Lazy.string({ produce: () => 'a:b' }) }],
  [{ filterPattern: pattern(1024) }],
] as [LogsEventSourceProps][])('%j may be given', (props) => {
  expect(() => subscribed(props)).not.toThrow();
});

test.each([
  [{ filterName: '' }, /filterName must have from 1 to 512 characters/],
  [{ filterName: 'x'.repeat(513) }, /filterName must have/],
  [{ filterName: 'a:b' }, /no colons and no asterisks/],
  [{ filterName: 'a*' }, /no colons and no asterisks/],
  [{ filterPattern: pattern(1025) }, /filterPattern must have from 0 to 1024 characters/],
] as [LogsEventSourceProps, RegExp][])('fails when the source is %j (LOG-03)', (props, problem) => {
  expect(() => subscribed(props)).toThrow(problem);
});

test('fails when the group is in another account than the function (LOG-02)', () => {
  const stack = new Stack(stackIn().node.root as App, 'Here', { env: { region: 'eu-west-1', account: '111111111111' } });
  const arn = 'arn:aws:logs:eu-west-1:222222222222:log-group:/given:*';
  const source = new LogsEventSource(logs.LogGroup.fromLogGroupArn(stack, 'Given', arn));
  expect(() => plainIn(stack).addEventSource(source)).toThrow(/SOURCE_ELSEWHERE/);
});

test('the filter can be had when the source is added to a function, one for each', () => {
  const { alias, logGroup, source } = subscribed();

  expect(source.subscriptionFilter).toBeInstanceOf(logs.SubscriptionFilter);
  expect(() => new LogsEventSource(logGroup).subscriptionFilter).toThrow(/SOURCE_NOT_BOUND/);
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
});
