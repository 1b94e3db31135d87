import { App, Stack } from 'aws-cdk-lib';
import { IotEventsEventSource } from '../../../src/constructs/event-sources/iot-events-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { TARGET_KINDS, TARGETS, warningsIn } from './targets';

test.each(TARGET_KINDS)('the role of a detector model may invoke exactly the %s, and is warned of (IOT-08, VAL-26)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  const source = new IotEventsEventSource(stack, 'DetectorRole');
  source.bind(target);

  const arn: unknown = stack.resolve(target.functionArn);
  expect(statementsOf(stack)).toEqual([{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arn }]);
  expect(stack.resolve(source.action)).toEqual({ lambda: { functionArn: arn } });
  expect(propertiesOf(stack, 'AWS::IAM::Role')).toContainEqual(
    expect.objectContaining({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'iotevents.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
    }),
  );
  expect(permissionsOf(stack)).toEqual([]);
  expect(warningsIn(stack, 'its support ended on 20 May 2026 \\(IOT-08\\)')).toBe(1);
});

test('model and function may be in two stacks', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const models = new Stack(app, 'Models');
  shipIn(stack).ship.addEventSource(new IotEventsEventSource(models, 'DetectorRole'));

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, models.dependencies]).toEqual([[], [stack]]);
});

test('fails when the role is asked for too early, or made for two functions', () => {
  const { stack, ship, alias } = shipIn();
  const source = new IotEventsEventSource(stack, 'DetectorRole');
  expect(() => source.role).toThrow(/SOURCE_NOT_BOUND/);
  expect(() => source.action).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);
  expect(source.role.roleName).toBeDefined();
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
});
