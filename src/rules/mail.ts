import { CALLER_WAITS } from '../spec/caller-waits';
import { PLACEHOLDER_ACCOUNT, PLACEHOLDER_REGION, partitionOf } from '../spec/pseudo-parameters';
import type { App } from './app';
import { callTo, collected } from './call';
import { permissionRule } from './call-rules';
import type { Declaration } from './declaration';
import { knownParts, knownText } from './known';
import type { Part } from './part';
import type { Rule } from './rule';
import { type Wait, waitRule } from './wait-rules';

const ACTION = 'https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda.html';

function* lambdaActions(app: App): Generator<{ readonly on: Declaration; readonly action: Part }> {
  for (const on of app.ofType('AWS::SES::ReceiptRule')) {
    for (const each of knownParts(on, 'Rule', 'Actions')) {
      if (each.has('LambdaAction')) yield { on, action: each.part('LambdaAction') };
    }
  }
}

export const mailCalls = collected('mail', function* (app) {
  for (const { on, action } of lambdaActions(app)) {
    const { account = PLACEHOLDER_ACCOUNT, region = PLACEHOLDER_REGION } = on;
    const [set, rule] = [knownText(on, 'RuleSetName'), knownText(on, 'Rule', 'Name')];
    const arn =
      set && rule && `arn:${partitionOf(region).id}:ses:${region}:${account}:receipt-rule-set/${set}:receipt-rule/${rule}`;
    const call = callTo(app, on, action.part('FunctionArn'), 'ses', [arn || undefined]);
    if (call !== undefined) yield call;
  }
});

function* waits(app: App): Generator<Wait> {
  for (const { on, action } of lambdaActions(app)) {
    const call = callTo(app, on, action.part('FunctionArn'), 'ses', []);
    if (call === undefined || knownText(action, 'InvocationType') !== 'RequestResponse') continue;
    yield { target: call.target, seconds: CALLER_WAITS.ses, caller: on.path };
  }
}

export const MAIL: readonly Rule[] = [
  permissionRule({
    id: 'SES-03',
    title: 'A receipt rule may not invoke its function',
    why: 'SES tests the permission when the rule is made, and refuses it: the deployment fails.',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html',
    calls: mailCalls,
  }),
  waitRule({
    id: 'SES-01',
    severity: 'warning',
    title: 'A function may run for longer than the receipt of mail waits',
    why: 'SES goes on without the answer of the function, or refuses the mail.',
    source: ACTION,
    also: ['VAL-28'],
    waits,
  }),
];
