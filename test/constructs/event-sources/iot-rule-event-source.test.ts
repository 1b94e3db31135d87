import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { IotRuleEventSource, type IotRuleEventSourceProps } from '../../../src/constructs/event-sources/iot-rule-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { plainIn, TARGET_KINDS, TARGETS } from './targets';

const RULE = 'AWS::IoT::TopicRule';
const SQL = "SELECT * FROM 'orders/+/placed'";
const ACCOUNT = { Ref: 'AWS::AccountId' };

function measuring(props: Partial<IotRuleEventSourceProps> = {}, scene = shipIn()) {
  const source = new IotRuleEventSource(scene.stack, 'Placed', { sql: SQL, ...props });
  scene.ship.addEventSource(source);
  return { ...scene, source };
}

test('a topic rule needs the function as its action, and a permission for that rule of this account (IOT-01)', () => {
  const { stack, ship } = measuring();
  const { arn } = names(stack, ship);

  expect(propertiesOf(stack, RULE)).toEqual([
    { TopicRulePayload: { Sql: SQL, AwsIotSqlVersion: '2016-03-23', Actions: [{ Lambda: { FunctionArn: arn } }] } },
  ]);
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn,
      Principal: 'iot.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['Placed', 'Arn'] },
      SourceAccount: ACCOUNT,
    },
  ]);
  expect(statementsOf(stack)).toEqual([]);
});

test('everything that is said of the rule is in the template', () => {
  const republish = { roleArn: 'arn:aws:iam::111111111111:role/republish', topic: 'orders/failed' };
  const { stack } = measuring({
    awsIotSqlVersion: '2015-10-08',
    topicRuleName: 'placed',
    description: 'Orders',
    enabled: false,
    errorAction: { republish },
  });

  expect(propertiesOf(stack, RULE)).toMatchObject([
    {
      RuleName: 'placed',
      TopicRulePayload: {
        AwsIotSqlVersion: '2015-10-08',
        Description: 'Orders',
        RuleDisabled: true,
        ErrorAction: { Republish: { RoleArn: republish.roleArn, Topic: 'orders/failed' } },
      },
    },
  ]);
});

test('what Lambda does not take can go to a queue, with a role for nothing else (IOT-03, PRM-09)', () => {
  const scene = shipIn();
  const encryptionMasterKey = new kms.Key(scene.stack, 'Key');
  const errorQueue = new sqs.Queue(scene.stack, 'Failed', { encryptionMasterKey });
  const { stack } = measuring({ errorQueue, topicRuleName: 'placed' }, scene);

  const role = { 'Fn::GetAtt': [expect.stringMatching(/^PlacedErrorRole/) as string, 'Arn'] };
  expect(propertiesOf(stack, RULE)).toMatchObject([
    { TopicRulePayload: { ErrorAction: { Sqs: { QueueUrl: names(stack, errorQueue).ref, RoleArn: role, UseBase64: false } } } },
  ]);
  expect(statementsOf(stack)).toEqual([
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: names(stack, errorQueue).arn },
    { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: names(stack, encryptionMasterKey).arn },
  ]);
  const arn = ['arn:', { Ref: 'AWS::Partition' }, ':iot:', { Ref: 'AWS::Region' }, ':', ACCOUNT, ':rule/placed'];
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'iot.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', arn] } } },
        },
      ],
    },
  });
});

test('a queue without a key and a rule without a name need less', () => {
  const scene = shipIn();
  const { stack } = measuring({ errorQueue: new sqs.Queue(scene.stack, 'Failed') }, scene);

  expect(statementsOf(stack)).toHaveLength(1);
  expect(JSON.stringify(propertiesOf(stack, 'AWS::IAM::Role'))).not.toContain('aws:SourceArn');
});

test.each(TARGET_KINDS)('the %s gets the permission itself (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  new IotRuleEventSource(stack, 'Placed', { sql: SQL }).bind(target);

  const arn: unknown = stack.resolve(target.functionArn);
  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: arn }]);
  expect(propertiesOf(stack, RULE)).toMatchObject([{ TopicRulePayload: { Actions: [{ Lambda: { FunctionArn: arn } }] } }]);
});

test('rule and permission keep their names whatever other rules there are', () => {
  const ids = (others: readonly string[]) => {
    const { stack, ship } = shipIn();
    for (const id of others) ship.addEventSource(new IotRuleEventSource(stack, id, { sql: SQL }));
    ship.addEventSource(new IotRuleEventSource(stack, 'Placed', { sql: SQL }));
    return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Permission'));
  };
  expect(ids(['Paid'])).toEqual(expect.arrayContaining(ids([])));
});

test('rule and function may be in two stacks', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const things = new Stack(app, 'Things');
  shipIn(stack).ship.addEventSource(new IotRuleEventSource(things, 'Placed', { sql: SQL }));

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, things.dependencies]).toEqual([[], [stack]]);
});

test.each([
  { topicRuleName: 'a' },
  { topicRuleName: 'a'.repeat(128) },
  { topicRuleName: Lazy.string({ produce: () => 'a-b' }) },
  { sql: Lazy.string({ produce: () => '' }) },
] as Partial<IotRuleEventSourceProps>[])('a rule may have %j', (props) => {
  expect(() => measuring(props)).not.toThrow();
});

test.each([
  [{ topicRuleName: '' }, /topicRuleName must have from 1 to 128 characters, letters, digits and _/],
  [{ topicRuleName: 'a'.repeat(129) }, /topicRuleName .* with 129 characters/],
  [{ topicRuleName: 'a-b' }, /TEXT_INVALID/],
  [{ sql: '' }, /Shop\/Placed: sql must have/],
] as [Partial<IotRuleEventSourceProps>, RegExp][])('fails when a rule is to have %j', (props, problem) => {
  expect(() => measuring(props)).toThrow(problem);
});

test('fails with a FIFO queue for errors, and with two error actions (IOT-03)', () => {
  const fifo = shipIn();
  expect(() => measuring({ errorQueue: new sqs.Queue(fifo.stack, 'Failed', { fifo: true }) }, fifo)).toThrow(/ERROR_QUEUE_FIFO/);
  const both = shipIn();
  expect(() => measuring({ errorQueue: new sqs.Queue(both.stack, 'Failed'), errorAction: {} }, both)).toThrow(
    /ERROR_ACTION_TWICE/,
  );
});

test('fails when the function is in another Region (IOT-01)', () => {
  const stack = new Stack(new App({ outdir: temporaryFolder() }), 'Here', {
    env: { account: '111111111111', region: 'eu-west-1' },
  });
  const far = lambda.Function.fromFunctionArn(stack, 'Far', 'arn:aws:lambda:us-east-1:111111111111:function:far');
  expect(() => new IotRuleEventSource(stack, 'Placed', { sql: SQL }).bind(far)).toThrow(/but is in us-east-1 \(IOT-01\)/);
});

test('fails when the rule is asked for too early, or made for two functions', () => {
  const { stack, ship } = shipIn();
  const source = new IotRuleEventSource(stack, 'Placed', { sql: SQL });
  expect(() => source.topicRule).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);
  expect(() => plainIn(stack).addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
});
