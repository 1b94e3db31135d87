import { Lazy } from 'aws-cdk-lib';
import { IotButtonEventSource } from '../../../src/constructs/event-sources/iot-button-event-source';
import { stackIn } from '../scene';
import { permissionsOf, propertiesOf, shipIn } from './source-scene';
import { TARGET_KINDS, TARGETS } from './targets';

const serialNumber = 'G030JF0000000000';

test('a button is a topic rule, with a permission for it (IOT-01, IOT-07)', () => {
  const { stack, ship } = shipIn();
  const source = new IotButtonEventSource(stack, 'Button', { serialNumber });
  expect(() => source.topicRule).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);

  expect(source.topicRule.ref).toBeDefined();
  expect(propertiesOf(stack, 'AWS::IoT::TopicRule')).toMatchObject([
    { TopicRulePayload: { Sql: `SELECT * FROM 'iotbutton/${serialNumber}'` } },
  ]);
  expect(permissionsOf(stack)).toMatchObject([
    {
      Principal: 'iot.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['Button', 'Arn'] },
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
});

test.each(TARGET_KINDS)('the %s gets the permission itself (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  new IotButtonEventSource(stack, 'Button', { serialNumber, enabled: false }).bind(target);

  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: stack.resolve(target.functionArn) as unknown }]);
  expect(propertiesOf(stack, 'AWS::IoT::TopicRule')).toMatchObject([{ TopicRulePayload: { RuleDisabled: true } }]);
});

test.each(['', "G030'", '+', 'a/b'])('fails when the serial number is %j', (wrong) => {
  expect(() => new IotButtonEventSource(stackIn(), 'Button', { serialNumber: wrong })).toThrow(
    /Shop\/Button: serialNumber must have/,
  );
});

test('a serial number can be known at deployment only', () => {
  const later = Lazy.string({ produce: () => '+' });
  expect(() => new IotButtonEventSource(stackIn(), 'Button', { serialNumber: later })).not.toThrow();
});
