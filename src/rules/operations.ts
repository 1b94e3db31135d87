import { PLACEHOLDER_ACCOUNT, PLACEHOLDER_REGION, partitionOf } from '../spec/pseudo-parameters';
import { TRIGGERS_PER_REPOSITORY } from '../spec/push-sources';
import type { App } from './app';
import { callTo, collected } from './call';
import { permissionRule } from './call-rules';
import { knownParts, knownText } from './known';
import { each, type Rule } from './rule';

const REPOSITORY = 'AWS::CodeCommit::Repository';
const TRIGGER_API = 'https://docs.aws.amazon.com/codecommit/latest/APIReference/API_RepositoryTrigger.html';

export const alarmCalls = collected('alarm', function* (app) {
  for (const on of app.ofType('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm')) {
    for (const state of ['AlarmActions', 'OKActions', 'InsufficientDataActions']) {
      for (const action of knownParts(on, state)) {
        const call = callTo(app, on, action, 'lambda.alarms.cloudwatch', [on.arn]);
        if (call !== undefined) yield { ...call, caller: on.path };
      }
    }
  }
});

export const configCalls = collected('config', function* (app) {
  for (const on of app.ofType('AWS::Config::ConfigRule')) {
    if (knownText(on, 'Source', 'Owner') !== 'CUSTOM_LAMBDA') continue;
    // The rule's ARN has an id that is only known once the rule is there.
    const call = callTo(app, on, on.part('Source', 'SourceIdentifier'), 'config', []);
    if (call !== undefined) yield call;
  }
});

export const codeCommitCalls = collected('codeCommit', function* (app) {
  for (const on of app.ofType(REPOSITORY)) {
    const name = knownText(on, 'RepositoryName');
    const { account = PLACEHOLDER_ACCOUNT, region = PLACEHOLDER_REGION } = on;
    const arn = name && `arn:${partitionOf(region).id}:codecommit:${region}:${account}:${name}`;
    for (const trigger of knownParts(on, 'Triggers')) {
      const call = callTo(app, on, trigger.part('DestinationArn'), 'codecommit', [arn]);
      if (call !== undefined) yield { ...call, caller: on.path };
    }
  }
});

/** A secret of another app may be named without the six characters that Secrets Manager has added to its ARN, or by its name. */
function arnsOf(app: App, secret: string | undefined): readonly string[] {
  const own = app.named(secret, 'AWS::SecretsManager::Secret')?.arn;
  if (own !== undefined) return [own];
  return secret?.startsWith('arn:') ? [secret, `${secret}-AbCdEf`] : [];
}

export const rotationCalls = collected('rotation', function* (app) {
  for (const on of app.ofType('AWS::SecretsManager::RotationSchedule')) {
    const call = callTo(app, on, on.part('RotationLambdaARN'), 'secretsmanager', arnsOf(app, knownText(on, 'SecretId')));
    if (call !== undefined) yield call;
  }
});

export const OPERATIONS: readonly Rule[] = [
  permissionRule({
    id: 'ALM-01',
    title: 'An alarm may not invoke the function that is its action',
    why: 'The alarm changes its state and the action fails; only the history of the alarm tells.',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html',
    calls: alarmCalls,
  }),
  permissionRule({
    id: 'CFG-02',
    title: 'A rule of AWS Config may not invoke its function',
    why: 'AWS Config tests the permission when the rule is made, and refuses it: the deployment fails.',
    source: 'https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html',
    calls: configCalls,
  }),
  permissionRule({
    id: 'CCM-03',
    title: 'A repository may not invoke the function that is its trigger',
    why: 'CodeCommit tests the permission when the trigger is made, and refuses it: the deployment fails.',
    source: 'https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify-lambda-cc.html',
    calls: codeCommitCalls,
  }),
  permissionRule({
    id: 'SEC-01',
    title: 'Secrets Manager may not invoke the function that rotates a secret',
    why: 'Secrets Manager tests the permission when rotation is set up, and refuses it: the deployment fails.',
    source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html',
    calls: rotationCalls,
  }),
  {
    id: 'CCM-01',
    severity: 'error',
    title: 'A repository has too many triggers',
    why: 'CodeCommit refuses them.',
    remedy: 'Let one trigger start what several start now.',
    source: 'https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html',
    also: ['VAL-24'],
    check: each(REPOSITORY, function* (on) {
      const { length } = on.parts('Triggers');
      if (length <= TRIGGERS_PER_REPOSITORY) return;
      yield { on, property: 'Properties.Triggers', message: `It has ${length} triggers, ${TRIGGERS_PER_REPOSITORY} can be.` };
    }),
  },
  {
    id: 'CCM-02',
    severity: 'error',
    title: 'A trigger of a repository is for all events and for some',
    why: 'CodeCommit refuses the trigger.',
    remedy: 'Keep all alone, or name the events without it.',
    source: TRIGGER_API,
    also: ['VAL-24'],
    check: each(REPOSITORY, function* (on) {
      for (const trigger of on.parts('Triggers')) {
        const events = trigger.texts('Events');
        if (events.length < 2 || !events.includes('all')) continue;
        yield { on, property: `${trigger.property}.Events`, message: `The events are ${events.join(', ')}.` };
      }
    }),
  },
];
