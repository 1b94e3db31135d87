import { scheduleFault } from '../model/schedule-expression';
import { RULE_TARGET_ID, TARGETS_PER_RULE } from '../spec/push-sources';
import type { App } from './app';
import { callTo, collected, targetIn } from './call';
import { permissionRule } from './call-rules';
import type { Declaration } from './declaration';
import { deadLetterFaults, isJson } from './event-delivery';
import { knownParts, knownText } from './known';
import type { Part } from './part';
import { each, type Rule } from './rule';

const RULE = 'AWS::Events::Rule';
const GUIDE = 'https://docs.aws.amazon.com/eventbridge/latest/userguide';
const TARGET_API = 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html';

export interface RuleTarget {
  readonly on: Declaration;
  readonly part: Part;
}

/** The targets that are functions of the app. */
export function* functionTargets(app: App): Generator<RuleTarget> {
  for (const on of app.ofType(RULE)) {
    for (const part of knownParts(on, 'Targets')) if (targetIn(app, on, part.part('Arn')) !== undefined) yield { on, part };
  }
}

export const eventRuleCalls = collected('eventRule', function* (app) {
  for (const { on, part } of functionTargets(app)) {
    if (part.has('RoleArn')) continue;
    const call = callTo(app, on, part.part('Arn'), 'events', [on.arn]);
    if (call !== undefined) yield call;
  }
});

const INPUTS = ['Input', 'InputPath', 'InputTransformer'];

export const EVENT_RULES: readonly Rule[] = [
  permissionRule({
    id: 'EVB-01',
    title: 'A rule may not invoke the function that is its target',
    why: 'Every event is lost; only the metric FailedInvocations of the rule tells.',
    source: `${GUIDE}/eb-use-resource-based.html`,
    calls: eventRuleCalls,
  }),
  {
    id: 'EVB-02',
    severity: 'error',
    title: 'A rule on a bus of its own has a schedule',
    why: 'EventBridge refuses the rule: only the default bus has schedules.',
    remedy: 'Put the rule on the default bus, or use a schedule of EventBridge Scheduler.',
    source: `${GUIDE}/eb-create-rule-schedule.html`,
    also: ['VAL-21'],
    check: each(RULE, function* (on) {
      if (!on.has('ScheduleExpression')) return;
      const bus = on.text('EventBusName')?.replace(/^.*:event-bus\//, '');
      if (bus === undefined || bus === 'default') return;
      yield { on, property: 'Properties.ScheduleExpression', message: `The rule has a schedule and is on the bus ${bus}.` };
    }),
  },
  {
    id: 'EVB-02-nothing',
    severity: 'error',
    title: 'A rule has neither a pattern nor a schedule',
    why: 'EventBridge refuses the rule.',
    remedy: 'Give the rule an EventPattern or a ScheduleExpression.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html',
    check: each(RULE, function* (on) {
      if (on.has('EventPattern') || on.has('ScheduleExpression')) return;
      yield { on, message: 'The rule has neither EventPattern nor ScheduleExpression.', seenByCdk: 'F3058' };
    }),
  },
  {
    id: 'EVB-03',
    severity: 'error',
    title: 'The schedule of a rule cannot be read',
    why: 'EventBridge refuses the rule.',
    remedy: 'Write rate(1 minute), rate(5 minutes) or cron() with six fields, of which one of the two for days is ?.',
    source: `${GUIDE}/eb-scheduled-rule-pattern.html`,
    check: each(RULE, function* (on) {
      const schedule = on.text('ScheduleExpression');
      const fault = schedule === undefined || schedule === '' ? undefined : scheduleFault(schedule, 'rule');
      if (fault === undefined) return;
      const message = `${schedule}: ${fault.why}.`;
      // The CDK reads the form of an expression, and not the values of its fields.
      yield { on, property: 'Properties.ScheduleExpression', message, ...(fault.is !== 'field' && { seenByCdk: 'E3027' }) };
    }),
  },
  {
    id: 'EVB-04',
    severity: 'error',
    title: 'A rule has too many targets',
    why: 'EventBridge refuses them.',
    remedy: 'Divide the targets among rules of the same pattern.',
    source: `${GUIDE}/eb-quota.html`,
    also: ['VAL-21'],
    check: each(RULE, function* (on) {
      const { length } = on.parts('Targets');
      if (length <= TARGETS_PER_RULE) return;
      yield {
        on,
        property: 'Properties.Targets',
        message: `The rule has ${length} targets, ${TARGETS_PER_RULE} can be.`,
        seenByCdk: 'F3032',
      };
    }),
  },
  {
    id: 'EVB-04-id',
    severity: 'error',
    title: 'The id of a target is not one, or stands twice',
    why: 'EventBridge refuses the target, or takes one for the other.',
    remedy: 'Give each target of a rule an id of its own, of at most 64 letters, digits, dots, hyphens and underscores.',
    source: TARGET_API,
    also: ['VAL-21'],
    check: each(RULE, function* (on) {
      const seen = new Set<string>();
      for (const target of on.parts('Targets')) {
        const id = target.text('Id');
        if (id === undefined) continue;
        const property = `${target.property}.Id`;
        if (!RULE_TARGET_ID.test(id))
          yield { on, property, message: `'${id}' cannot be the id of a target.`, seenByCdk: id.length > 64 ? 'F3033' : 'F3031' };
        else if (seen.has(id)) yield { on, property, message: `Two targets have the id ${id}.` };
        seen.add(id);
      }
    }),
  },
  {
    id: 'EVB-11',
    severity: 'error',
    title: 'A target is given its input in two ways',
    why: 'EventBridge refuses the target.',
    remedy: 'Keep one of Input, InputPath and InputTransformer.',
    source: TARGET_API,
    also: ['VAL-21'],
    check: each(functionTargets, function* ({ on, part }) {
      const given = INPUTS.filter((name) => part.has(name));
      if (given.length < 2) return;
      yield {
        on,
        property: part.property,
        message: `The target ${knownText(part, 'Id') ?? part.property} has ${given.join(' and ')}.`,
      };
    }),
  },
  {
    id: 'EVB-11-json',
    severity: 'error',
    title: 'The input of a target is no JSON',
    why: 'EventBridge refuses the target.',
    remedy: 'Write JSON; a text stands in quotes.',
    source: TARGET_API,
    check: each(functionTargets, function* ({ on, part }) {
      const input = part.text('Input');
      if (input === undefined || isJson(input)) return;
      yield { on, property: `${part.property}.Input`, message: `The input ${input.slice(0, 60)} is no JSON.` };
    }),
  },
  {
    id: 'EVB-13',
    severity: 'error',
    title: 'An input template names what there is not',
    why: 'EventBridge refuses the target.',
    remedy: 'Give every name between < and > a path in InputPathsMap.',
    source: `${GUIDE}/eb-transform-target-input.html`,
    also: ['VAL-21'],
    check: each(functionTargets, function* ({ on, part }) {
      const template = part.text('InputTransformer', 'InputTemplate');
      if (template === undefined) return;
      const names = part.members('InputTransformer', 'InputPathsMap').map(([name]) => name);
      const reserved = names.find((name) => /^aws/i.test(name));
      const property = `${part.property}.InputTransformer`;
      if (reserved !== undefined) yield { on, property, message: `The name ${reserved} begins with AWS.` };
      const used = [...template.matchAll(/(?<!\\)<([A-Za-z0-9_.-]+)>/g)].map(([, name = '']) => name);
      const missing = used.find((name) => !name.startsWith('aws.events.') && !names.includes(name));
      if (missing !== undefined)
        yield { on, property, message: `The template has <${missing}>, which InputPathsMap does not have.` };
    }),
  },
  {
    id: 'EVB-20',
    severity: 'warning',
    title: 'A target is tried once, and what cannot be delivered is nowhere kept',
    why: 'When Lambda throttles or is not there for a moment, the event is lost.',
    remedy: 'Leave MaximumRetryAttempts out, or give the target a dead-letter queue.',
    source: `${GUIDE}/eb-rule-retry-policy.html`,
    also: ['VAL-32'],
    check: each(functionTargets, function* ({ on, part }) {
      if (part.has('DeadLetterConfig') || part.number('RetryPolicy', 'MaximumRetryAttempts') !== 0) return;
      const message = `The target ${knownText(part, 'Id') ?? part.property} has MaximumRetryAttempts 0 and no dead-letter queue.`;
      yield { on, property: `${part.property}.RetryPolicy`, message };
    }),
  },
  {
    id: 'EVB-21',
    severity: 'error',
    title: 'The dead-letter queue of a target is one that EventBridge cannot use',
    why: 'EventBridge refuses the target, or loses the events that it could not deliver.',
    remedy: 'Name a standard queue of the same Region.',
    source: `${GUIDE}/eb-rule-dlq.html`,
    check: each(functionTargets, function* ({ on, part }, app) {
      yield* deadLetterFaults(on, part, app);
    }),
  },
];
