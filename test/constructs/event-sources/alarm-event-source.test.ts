import { type App, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmEventSource, type AlarmEventSourceProps } from '../../../src/constructs/event-sources/alarm-event-source';
import { stackIn } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn } from './source-scene';
import { plainIn, TARGET_KINDS, TARGETS } from './targets';

const ALARM = 'AWS::CloudWatch::Alarm';
const { ALARM: RINGING, OK, INSUFFICIENT_DATA } = cloudwatch.AlarmState;

function alarmIn(stack: Stack): cloudwatch.Alarm {
  const metric = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Orders' });
  return new cloudwatch.Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
}

function alarmed(props: AlarmEventSourceProps = {}) {
  const scene = shipIn();
  const alarm = alarmIn(scene.stack);
  scene.ship.addEventSource(new AlarmEventSource(alarm, props));
  return { ...scene, alarm };
}

test('an alarm needs an action, and a permission for the alarm and its account (ALM-01, PRM-04)', () => {
  const { stack, ship, alarm } = alarmed();

  const [properties] = propertiesOf(stack, ALARM);
  expect(properties).toMatchObject({ AlarmActions: [names(stack, ship).arn] });
  expect([properties?.OKActions, properties?.InsufficientDataActions]).toEqual([undefined, undefined]);
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
      FunctionName: names(stack, ship).arn,
      SourceArn: names(stack, alarm).arn,
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
});

test('several states, of one source or of several, need one permission', () => {
  const { stack, ship, alarm } = alarmed({ states: [OK, INSUFFICIENT_DATA] });
  ship.addEventSource(new AlarmEventSource(alarm));

  const { arn } = names(stack, ship);
  expect(propertiesOf(stack, ALARM)).toMatchObject([{ AlarmActions: [arn], OKActions: [arn], InsufficientDataActions: [arn] }]);
  expect(permissionsOf(stack)).toHaveLength(1);
});

test.each(TARGET_KINDS)('action and permission are for the %s (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  target.addEventSource(new AlarmEventSource(alarmIn(stack)));

  const arn: unknown = stack.resolve(target.functionArn);
  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: arn }]);
  expect(propertiesOf(stack, ALARM)).toMatchObject([{ AlarmActions: [arn] }]);
});

test('an alarm of other alarms can have it as well', () => {
  const { stack, ship } = shipIn();
  const composite = new cloudwatch.CompositeAlarm(stack, 'All', {
    alarmRule: cloudwatch.AlarmRule.fromAlarm(alarmIn(stack), RINGING),
  });
  ship.addEventSource(new AlarmEventSource(composite));

  expect(propertiesOf(stack, 'AWS::CloudWatch::CompositeAlarm')).toMatchObject([{ AlarmActions: [names(stack, ship).arn] }]);
});

test('alarm and function may be in two stacks: that of the alarm needs the other', () => {
  const stack = stackIn();
  const alarms = new Stack(stack.node.root as App, 'Alarms');
  plainIn(stack).addEventSource(new AlarmEventSource(alarmIn(alarms)));
  (stack.node.root as App).synth();

  expect([stack.dependencies, alarms.dependencies]).toEqual([[], [stack]]);
});

test.each([[{ states: [] }], [{ states: [OK, OK] }]] as [AlarmEventSourceProps][])('fails when the source is %j', (props) => {
  expect(() => alarmed(props)).toThrow(/ALARM_STATES/);
});

test('fails when an alarm has five actions for the state, or this one (ALM-01)', () => {
  const { stack, ship, alarm } = alarmed();
  expect(() => ship.addEventSource(new AlarmEventSource(alarm))).toThrow(/SOURCE_TWICE/);
  const add = (name: string, states?: cloudwatch.AlarmState[]) =>
    plainIn(new Stack(stack, name)).addEventSource(new AlarmEventSource(alarm, { states }));
  for (const name of ['Two', 'Three', 'Four', 'Five']) add(name);

  expect(() => add('Six')).toThrow(/at most 5 actions for ALARM, and has them \(ALM-01\)/);
  expect(() => add('Seven', [OK])).not.toThrow();
});

test('fails when the alarm is in another Region', () => {
  const app = stackIn().node.root as App;
  const alarm = alarmIn(new Stack(app, 'Alarms', { env: { region: 'eu-west-1' } }));
  const fn = plainIn(new Stack(app, 'Functions', { env: { region: 'us-east-1' } }));
  expect(() => fn.addEventSource(new AlarmEventSource(alarm))).toThrow(/SOURCE_ELSEWHERE/);
});
