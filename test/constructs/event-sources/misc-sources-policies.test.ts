import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as lex from 'aws-cdk-lib/aws-lex';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AlexaSkillEventSource } from '../../../src/constructs/event-sources/alexa-skill-event-source';
import { CodeCommitEventSource } from '../../../src/constructs/event-sources/code-commit-event-source';
import { CodePipelineEventSource } from '../../../src/constructs/event-sources/code-pipeline-event-source';
import { CognitoEventSource } from '../../../src/constructs/event-sources/cognito-event-source';
import { ConfigRuleEventSource } from '../../../src/constructs/event-sources/config-rule-event-source';
import { CustomResourceEventSource } from '../../../src/constructs/event-sources/custom-resource-event-source';
import { FirehoseEventSource } from '../../../src/constructs/event-sources/firehose-event-source';
import { IotRuleEventSource } from '../../../src/constructs/event-sources/iot-rule-event-source';
import { LexEventSource } from '../../../src/constructs/event-sources/lex-event-source';
import { S3BatchEventSource } from '../../../src/constructs/event-sources/s3-batch-event-source';
import { SecretRotationEventSource } from '../../../src/constructs/event-sources/secret-rotation-event-source';
import { StepFunctionsEventSource } from '../../../src/constructs/event-sources/step-functions-event-source';
import { findingsIn, plainFunction } from '../../rules/cdk-scene';
import { shipIn } from './source-scene';

/** Rules of the AwsSolutions pack that a stack with this source breaks, and does not break without. */
function findings(make: (stack: Stack) => lambda.IEventSource): string[] {
  const found = (withSource: boolean) => {
    const { stack, ship } = shipIn();
    const source = make(stack);
    if (withSource) ship.addEventSource(source);
    Template.fromStack(stack);
    const { violations } = new AwsSolutionsChecks().validateScope(stack.node.root);
    return violations.map(({ ruleName }) => ruleName);
  };
  const without = found(false);
  return found(true).filter((rule) => !without.includes(rule));
}

/** A state machine with the one state. */
function machine(stack: Stack): lambda.IEventSource {
  const source = new StepFunctionsEventSource(stack, 'Shipping');
  const bind = (target: lambda.IFunction) => {
    source.bind(target);
    new sfn.StateMachine(stack, 'Order', { definitionBody: sfn.DefinitionBody.fromChainable(source.task) });
  };
  return { bind };
}

type Make = (stack: Stack) => lambda.IEventSource;

/** What they need has a resource. */
const NARROW: readonly (readonly [string, Make])[] = [
  ['Alexa', () => AlexaSkillEventSource.custom('amzn1.ask.skill.1')],
  ['CodeCommit', (stack) => new CodeCommitEventSource(new codecommit.Repository(stack, 'Code', { repositoryName: 'code' }))],
  ['Cognito', (stack) => new CognitoEventSource(new cognito.UserPool(stack, 'Users'), cognito.UserPoolOperation.PRE_SIGN_UP)],
  ['custom resource', (stack) => new CustomResourceEventSource(stack, 'Migration')],
  ['Firehose', () => new FirehoseEventSource()],
  ['IoT', (stack) => new IotRuleEventSource(stack, 'Rule', { sql: "SELECT * FROM 'a'" })],
  ['Lex', (stack) => LexEventSource.botAlias(new lex.CfnBotAlias(stack, 'Bot', { botId: 'B', botAliasName: 'live' }), 'en_US')],
  ['S3 Batch', (stack) => new S3BatchEventSource(stack, 'Jobs')],
  [
    'rotation without passwords',
    (stack) => new SecretRotationEventSource(new secretsmanager.Secret(stack, 'S'), { mayGeneratePassword: false }),
  ],
];

/** They need actions that have none. */
const WIDE: readonly (readonly [string, Make])[] = [
  ['CodePipeline', () => new CodePipelineEventSource({ actionName: 'Ship' })],
  ['AWS Config', (stack) => new ConfigRuleEventSource(stack, 'Rule', { periodic: true })],
  ['rotation', (stack) => new SecretRotationEventSource(new secretsmanager.Secret(stack, 'S'))],
];

test.each(NARROW)('cdk-nag finds nothing that %s adds', (_title, make) => {
  expect(findings(make)).toEqual([]);
});

test.each(WIDE)('cdk-nag finds for %s the actions that have no resource, and no more', (_title, make) => {
  expect(findings(make)).toEqual(['AwsSolutions-IAM5[Resource::*]']);
});

test('cdk-nag finds nothing in what the role of a state machine may invoke', () => {
  expect(findings(machine).filter((rule) => rule.includes('IAM'))).toEqual([]);
});

test.each([
  ...NARROW,
  ...WIDE,
  ['a state machine', machine] as const,
])('our rules find nothing in what %s makes for an alias', (_title, make) => {
  const found = findingsIn((stack) => plainFunction(stack, 'Fn').addAlias('live').addEventSource(make(stack)));
  expect(found).toEqual([]);
});
