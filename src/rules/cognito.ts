import { CALLER_WAITS } from '../spec/caller-waits';
import type { App } from './app';
import { callTo, collected, nameOf, targetIn } from './call';
import { permissionRule } from './call-rules';
import type { Declaration } from './declaration';
import { knownMembers } from './known';
import type { Part } from './part';
import { each, type Rule } from './rule';
import { type Wait, waitRule } from './wait-rules';

const POOL = 'AWS::Cognito::UserPool';
const GUIDE = 'https://docs.aws.amazon.com/cognito/latest/developerguide';
const TRIGGERS = `${GUIDE}/cognito-user-pools-working-with-lambda-triggers.html`;
const SENDERS = ['CustomSMSSender', 'CustomEmailSender'];

interface Trigger {
  readonly on: Declaration;
  readonly name: string;
  readonly arn: Part;
}

/** Every trigger of every pool; some have their function in an object with more. */
function* triggers(app: App): Generator<Trigger> {
  for (const on of app.ofType(POOL)) {
    for (const [name, value] of knownMembers(on, 'LambdaConfig')) {
      if (name !== 'KMSKeyID') yield { on, name, arn: value.has('LambdaArn') ? value.part('LambdaArn') : value };
    }
  }
}

export const cognitoCalls = collected('cognito', function* (app) {
  for (const { on, arn } of triggers(app)) {
    const call = callTo(app, on, arn, 'cognito-idp', [on.arn]);
    if (call !== undefined) yield { ...call, caller: on.path };
  }
});

function* waits(app: App): Generator<Wait> {
  for (const { on, name, arn } of triggers(app)) {
    const target = targetIn(app, on, arn);
    if (target !== undefined && !SENDERS.includes(name)) yield { target, seconds: CALLER_WAITS.cognito, caller: on.path };
  }
}

export const COGNITO: readonly Rule[] = [
  permissionRule({
    id: 'COG-02',
    title: 'A user pool may not invoke the function that is its trigger',
    why: 'What the user does fails with AccessDeniedException.',
    source: TRIGGERS,
    calls: cognitoCalls,
  }),
  {
    id: 'COG-02-version',
    severity: 'error',
    title: 'The trigger of a user pool is a version with a number',
    why: 'Cognito refuses it: it takes functions and aliases.',
    remedy: 'Name the function, or an alias that points to the version.',
    source: TRIGGERS,
    also: ['VAL-19'],
    check: each(triggers, function* ({ on, name, arn }, app) {
      const target = targetIn(app, on, arn);
      if (target?.qualifier === undefined || !/^\d+$/.test(target.qualifier)) return;
      yield { on, property: arn.property, message: `${name} is version ${nameOf(target)}.` };
    }),
  },
  {
    id: 'COG-01',
    severity: 'error',
    title: 'A user pool with a sender of its own has no key for the codes',
    why: 'Cognito refuses the pool: the sender is given the codes encrypted.',
    remedy: 'Give the pool a KMS key as LambdaConfig.KMSKeyID, and let the function decrypt with it.',
    source: `${GUIDE}/user-pool-lambda-custom-sender-triggers.html`,
    also: ['VAL-19'],
    check: each(POOL, function* (on) {
      const sender = SENDERS.find((name) => on.has('LambdaConfig', name));
      if (sender === undefined || on.has('LambdaConfig', 'KMSKeyID')) return;
      yield { on, property: 'Properties.LambdaConfig', message: `It has ${sender} and no KMSKeyID.` };
    }),
  },
  {
    id: 'COG-07',
    severity: 'error',
    title: 'A user pool of the plan Lite is to have its access tokens changed',
    why: 'Cognito refuses the second and third kind of event for tokens in this plan.',
    remedy: 'Take the plan Essentials or Plus, or LambdaVersion V1_0.',
    source: `${GUIDE}/user-pool-lambda-pre-token-generation.html`,
    check: each(POOL, function* (on) {
      if (on.text('UserPoolTier') !== 'LITE') return;
      const version = on.text('LambdaConfig', 'PreTokenGenerationConfig', 'LambdaVersion') ?? 'V1_0';
      if (version === 'V1_0') return;
      const property = 'Properties.LambdaConfig.PreTokenGenerationConfig.LambdaVersion';
      yield { on, property, message: `LambdaVersion is ${version}, UserPoolTier is LITE.` };
    }),
  },
  waitRule({
    id: 'COG-03',
    severity: 'warning',
    title: 'A function may run for longer than its user pool waits',
    why: 'After five seconds the user pool calls again or gives up, while the function still runs.',
    source: TRIGGERS,
    also: ['VAL-28'],
    waits,
  }),
];
