import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as config from 'aws-cdk-lib/aws-config';
import {
  ConfigRuleEventSource,
  type ConfigRuleEventSourceProps,
} from '../../../src/constructs/event-sources/config-rule-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { IMPORTED_ARN, importedIn, TARGET_KINDS, TARGETS } from './targets';

const RULE = 'AWS::Config::ConfigRule';
const CHANGES: ConfigRuleEventSourceProps = { configurationChanges: true };

function evaluating(props: ConfigRuleEventSourceProps = CHANGES) {
  const scene = shipIn();
  const source = new ConfigRuleEventSource(scene.stack, 'Tagged', props);
  scene.ship.addEventSource(source);
  return { ...scene, source };
}

test('a rule needs the function as its source, a permission for the account, and leave to answer (CFG-01, CFG-02, CFG-03)', () => {
  const { stack, ship } = evaluating();
  const { arn } = names(stack, ship);

  expect(propertiesOf(stack, RULE)).toEqual([
    {
      Source: {
        Owner: 'CUSTOM_LAMBDA',
        SourceIdentifier: arn,
        SourceDetails: [
          { EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' },
          { EventSource: 'aws.config', MessageType: 'OversizedConfigurationItemChangeNotification' },
        ],
      },
    },
  ]);
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn,
      Principal: 'config.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
  expect(statementsOf(stack)).toEqual([{ Effect: 'Allow', Action: 'config:PutEvaluations', Resource: '*' }]);
});

test('the rule waits for the permission, which AWS Config tests (PRM-06)', () => {
  const { stack } = evaluating();
  Template.fromStack(stack).hasResource(RULE, { DependsOn: [Match.stringLikeRegexp('^ShipInvokedByConfigRules')] });
});

test('everything that is said of the rule is in the template', () => {
  const { stack } = evaluating({
    periodic: true,
    snapshots: true,
    maximumExecutionFrequency: config.MaximumExecutionFrequency.SIX_HOURS,
    configRuleName: 'tagged',
    description: 'All are tagged.',
    inputParameters: { tag: 'owner' },
    ruleScope: config.RuleScope.fromResource(config.ResourceType.EC2_INSTANCE, 'i-1'),
    evaluationModes: config.EvaluationMode.DETECTIVE,
  });

  expect(propertiesOf(stack, RULE)).toMatchObject([
    {
      ConfigRuleName: 'tagged',
      Description: 'All are tagged.',
      InputParameters: { tag: 'owner' },
      Scope: { ComplianceResourceId: 'i-1', ComplianceResourceTypes: ['AWS::EC2::Instance'] },
      EvaluationModes: [{ Mode: 'DETECTIVE' }],
      Source: {
        SourceDetails: [
          { EventSource: 'aws.config', MessageType: 'ScheduledNotification', MaximumExecutionFrequency: 'Six_Hours' },
          { EventSource: 'aws.config', MessageType: 'ConfigurationSnapshotDeliveryCompleted' },
        ],
      },
    },
  ]);
});

test('resources can be picked by a tag', () => {
  const { stack } = evaluating({ ...CHANGES, ruleScope: config.RuleScope.fromTag('stage', 'live') });
  expect(propertiesOf(stack, RULE)).toMatchObject([{ Scope: { TagKey: 'stage', TagValue: 'live' } }]);
});

test('one permission and one statement are enough for all rules of an account', () => {
  const { stack, ship, source } = evaluating();
  ship.addEventSource(new ConfigRuleEventSource(stack, 'Encrypted', { periodic: true }));

  expect(source.rule.ref).toBeDefined();
  expect(propertiesOf(stack, RULE)).toHaveLength(2);
  expect(permissionsOf(stack)).toHaveLength(1);
  expect(statementsOf(stack)).toHaveLength(1);
});

test.each(TARGET_KINDS)('the %s gets the permission itself (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  new ConfigRuleEventSource(stack, 'Tagged', { ...CHANGES, roleHasPermissions: kind === 'imported function' }).bind(target);

  const arn: unknown = stack.resolve(target.functionArn);
  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: arn }]);
  expect(propertiesOf(stack, RULE)).toMatchObject([{ Source: { SourceIdentifier: arn } }]);
});

test('rule and function may be in two stacks', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const audit = new Stack(app, 'Audit');
  shipIn(stack).ship.addEventSource(new ConfigRuleEventSource(audit, 'Tagged', CHANGES));

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, audit.dependencies]).toEqual([[], [stack]]);
  expect(permissionsOf(stack)).toHaveLength(1);
});

test.each([
  [{}, /Shop\/Tagged: the rule would never invoke[^]*CONFIG_RULE_IDLE/],
  [
    { ...CHANGES, maximumExecutionFrequency: config.MaximumExecutionFrequency.ONE_HOUR },
    /One_Hour is of periodic rules[^]*CONFIG_RULE_FREQUENCY/,
  ],
] as [ConfigRuleEventSourceProps, RegExp][])('fails when a rule is to have %j (CFG-01)', (props, problem) => {
  expect(() => evaluating(props)).toThrow(problem);
});

test('fails when the ARN of the function is too long for AWS Config (CFG-01)', () => {
  const bind = (length: number) => {
    const stack = stackIn();
    const target = importedIn(stack, `${IMPORTED_ARN}:${'a'.repeat(length - IMPORTED_ARN.length - 1)}`);
    return new ConfigRuleEventSource(stack, 'Tagged', { ...CHANGES, roleHasPermissions: true }).bind(target);
  };
  expect(() => bind(256)).not.toThrow();
  expect(() => bind(257)).toThrow(/the ARN of the function must have from 1 to 256 characters/);
});

test('fails when the role of the function cannot be changed', () => {
  const stack = stackIn();
  const source = new ConfigRuleEventSource(stack, 'Tagged', CHANGES);
  expect(() => source.bind(importedIn(stack))).toThrow(/must allow config:PutEvaluations on \*[^]*SOURCE_ROLE_UNCHANGEABLE/);
});

test('fails when the rule is asked for too early, or made for two functions', () => {
  const { stack, ship, alias } = shipIn();
  const source = new ConfigRuleEventSource(stack, 'Tagged', CHANGES);
  expect(() => source.rule).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
});
