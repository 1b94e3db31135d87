import { type App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ses from 'aws-cdk-lib/aws-ses';
import { S3 } from 'aws-cdk-lib/aws-ses-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  SesEventSource,
  type SesEventSourceProps,
  SesInvocationType,
} from '../../../src/constructs/event-sources/ses-event-source';
import { stackIn } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn } from './source-scene';
import { plainIn, TARGET_KINDS, TARGETS, warningsIn } from './targets';

const RULE = 'AWS::SES::ReceiptRule';

function ruleIn(stack: Stack, receiptRuleName?: string) {
  const ruleSet = new ses.ReceiptRuleSet(stack, 'Mail');
  return { ruleSet, rule: new ses.ReceiptRule(stack, 'Orders', { ruleSet, receiptRuleName }) };
}

function received(props: SesEventSourceProps = {}, name?: string, options = {}) {
  const scene = shipIn(stackIn(), options);
  const { rule, ruleSet } = ruleIn(scene.stack, name);
  scene.ship.addEventSource(new SesEventSource(rule, props));
  return { ...scene, rule, ruleSet };
}

const arnOf = (stack: Stack, ruleSet: ses.ReceiptRuleSet, rule: string) => ({
  'Fn::Join': [
    '',
    [
      ...['arn:', { Ref: 'AWS::Partition' }, ':ses:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }],
      ...[':receipt-rule-set/', names(stack, ruleSet).ref, `:receipt-rule/${rule}`],
    ],
  ],
});

test('a rule needs an action, and a permission for the rule and its account (SES-03, PRM-04)', () => {
  const { stack, ship, ruleSet } = received({}, 'orders');

  expect(propertiesOf(stack, RULE)).toMatchObject([
    { Rule: { Name: 'orders', Actions: [{ LambdaAction: { FunctionArn: names(stack, ship).arn } }] } },
  ]);
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      Principal: 'ses.amazonaws.com',
      FunctionName: names(stack, ship).arn,
      SourceArn: arnOf(stack, ruleSet, 'orders'),
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
});

test('a rule without a name is any rule of its rule set', () => {
  const { stack, ruleSet } = received();

  expect(permissionsOf(stack)).toMatchObject([{ SourceArn: arnOf(stack, ruleSet, '*') }]);
});

test('the rule waits for the permission, which SES tests (PRM-06)', () => {
  const { stack } = received();
  const [rule] = Object.values(Template.fromStack(stack).findResources(RULE));

  expect(rule?.DependsOn).toEqual(Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Permission')));
});

test.each(TARGET_KINDS)('action and permission are for the %s (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  target.addEventSource(new SesEventSource(ruleIn(stack).rule));

  const arn: unknown = stack.resolve(target.functionArn);
  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: arn }]);
  expect(propertiesOf(stack, RULE)).toMatchObject([{ Rule: { Actions: [{ LambdaAction: { FunctionArn: arn } }] } }]);
});

test('the action comes after those that are there, waits for the function, and tells a topic', () => {
  const stack = stackIn();
  const { rule } = ruleIn(stack);
  const topic = new sns.Topic(stack, 'Told');
  rule.addAction(new S3({ bucket: new s3.Bucket(stack, 'Bodies') }));
  plainIn(stack).addEventSource(new SesEventSource(rule, { invocationType: SesInvocationType.REQUEST_RESPONSE, topic }));

  expect(propertiesOf(stack, RULE)).toMatchObject([
    {
      Rule: {
        Actions: [{ S3Action: {} }, { LambdaAction: { InvocationType: 'RequestResponse', TopicArn: names(stack, topic).ref } }],
      },
    },
  ]);
});

test('a function that may run for longer than SES waits is warned of (SES-01, VAL-28)', () => {
  const warned = (seconds: number, invocationType?: SesInvocationType) =>
    warningsIn(received({ invocationType }, undefined, { timeout: Duration.seconds(seconds) }).stack, 'VAL-28');

  expect(warned(30, SesInvocationType.REQUEST_RESPONSE)).toBe(0);
  expect(warned(31, SesInvocationType.REQUEST_RESPONSE)).toBe(1);
  expect(warned(31)).toBe(0);
});

test('rule and function may be in two stacks: that of the rule needs the other', () => {
  const stack = stackIn();
  const mail = new Stack(stack.node.root as App, 'MailStack');
  plainIn(stack).addEventSource(new SesEventSource(ruleIn(mail).rule));
  (stack.node.root as App).synth();

  expect([stack.dependencies, mail.dependencies]).toEqual([[], [stack]]);
  expect(permissionsOf(mail)).toHaveLength(1);
});

test('fails when the function is an action already, or in another Region', () => {
  const { ship, rule, stack } = received();
  expect(() => ship.addEventSource(new SesEventSource(rule))).toThrow(/SOURCE_TWICE/);

  const app = stack.node.root as App;
  const far = plainIn(new Stack(app, 'Far', { env: { region: 'eu-west-1' } }));
  const here = ruleIn(new Stack(app, 'Here', { env: { region: 'us-east-1' } })).rule;
  expect(() => far.addEventSource(new SesEventSource(here))).toThrow(/SOURCE_ELSEWHERE/);
});
