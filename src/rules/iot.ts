import { CALLER_WAITS } from '../spec/caller-waits';
import type { App } from './app';
import { callTo, collected, targetIn } from './call';
import { permissionRule } from './call-rules';
import { knownParts } from './known';
import type { Rule } from './rule';
import { type Wait, waitRule } from './wait-rules';

const GUIDE = 'https://docs.aws.amazon.com/iot/latest/developerguide';

export const iotCalls = collected('iot', function* (app) {
  for (const on of app.ofType('AWS::IoT::TopicRule')) {
    const actions = [...knownParts(on, 'TopicRulePayload', 'Actions'), on.part('TopicRulePayload', 'ErrorAction')];
    for (const action of actions) {
      const call = callTo(app, on, action.part('Lambda', 'FunctionArn'), 'iot', [on.arn]);
      if (call !== undefined) yield { ...call, caller: on.path };
    }
  }
});

function* hookWaits(app: App): Generator<Wait> {
  for (const on of app.ofType('AWS::IoT::ProvisioningTemplate')) {
    const target = targetIn(app, on, on.part('PreProvisioningHook', 'TargetArn'));
    if (target !== undefined) yield { target, seconds: CALLER_WAITS.provisioningHook, caller: on.path };
  }
}

export const IOT: readonly Rule[] = [
  permissionRule({
    id: 'IOT-01',
    title: 'A rule of AWS IoT may not invoke its function',
    why: 'Every message is lost to the function; only the metrics and logs of AWS IoT tell.',
    source: `${GUIDE}/lambda-rule-action.html`,
    calls: iotCalls,
  }),
  waitRule({
    id: 'IOT-05',
    severity: 'warning',
    title: 'A function may run for longer than the provisioning of a device waits',
    why: 'The device is not provisioned.',
    source: `${GUIDE}/pre-provisioning-hook.html`,
    also: ['VAL-28'],
    waits: hookWaits,
  }),
];
