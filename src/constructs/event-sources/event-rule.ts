import * as events from 'aws-cdk-lib/aws-events';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { scheduleFault } from '../../model/schedule-expression';
import { EVENT_PATTERN, EVENT_PATTERN_QUOTA, RULE_NAME, RULE_SCHEDULE } from '../../spec/event-sources/event-bridge';
import { fitting } from '../check';
import { ConstructError } from '../construct-error';
import { warn } from '../construct-warning';
import { readPattern } from './known-pattern';
import { addRuleTarget, checkRuleTarget, type RuleTargetOptions } from './rule-target';
import { checkSamePlace } from './same-place';

/** A rule with one target, which is made beside its target. */
export function ruleFor(target: lambda.IFunction, id: string, props: events.RuleProps, options: RuleTargetOptions): events.Rule {
  checkRule(target, props);
  checkRuleTarget(target, options);
  if (target.node.tryFindChild(id) !== undefined) {
    throw new ConstructError(target, 'SOURCE_TWICE', `has '${id}' already.`);
  }
  const rule = new events.Rule(target as unknown as Construct, id, props);
  addRuleTarget(rule, target, options);
  return rule;
}

/** Refuses what EventBridge would refuse of a rule (EVB-02 to EVB-04, PAT-40). */
export function checkRule(target: lambda.IFunction, { eventPattern, schedule, eventBus, ruleName }: events.RuleProps): void {
  if (ruleName !== undefined) fitting(target, 'ruleName', ruleName, RULE_NAME);
  const isEmpty = eventPattern === undefined || Object.values(eventPattern).every((value) => value === undefined);
  if (isEmpty && schedule === undefined) {
    throw new ConstructError(target, 'RULE_IDLE', 'a rule needs an eventPattern or a schedule (EVB-02).');
  }
  const bus = eventBus as events.IEventBus | undefined;
  if (schedule !== undefined) checkSchedule(target, schedule.expressionString, bus);
  if (bus !== undefined) checkSamePlace(target, bus.env, bus.node.path, 'EVB-01');
  if (!isEmpty) checkPattern(target, eventPattern);
}

function checkSchedule(target: lambda.IFunction, expression: string, bus: events.IEventBus | undefined): void {
  if (bus !== undefined) {
    const message = `schedule must not be given together with eventBus ${bus.node.path} (EVB-02).`;
    throw new ConstructError(target, 'RULE_SCHEDULE_OF_OWN_BUS', message);
  }
  if (Token.isUnresolved(expression)) return;
  fitting(target, 'schedule', expression, RULE_SCHEDULE);
  const fault = scheduleFault(expression, 'rule');
  if (fault !== undefined) throw new ConstructError(target, 'SCHEDULE_INVALID', `schedule ${expression}: ${fault.why} (EVB-03).`);
}

function checkPattern(target: lambda.IFunction, { detailType, ...others }: events.EventPattern): void {
  const known = readPattern(target, { ...others, ...(detailType && { 'detail-type': detailType }) });
  if (typeof known === 'string') {
    throw new ConstructError(target, 'EVENT_PATTERN_INVALID', `eventPattern cannot be one: ${known} (PAT-40).`);
  }
  if (known.text === undefined) return;
  fitting(target, 'eventPattern', known.text, EVENT_PATTERN);
  if (known.text.length > EVENT_PATTERN_QUOTA) {
    const message = `eventPattern has ${known.text.length} characters, and the quota is ${EVENT_PATTERN_QUOTA} unless it was raised (EVB-04).`;
    warn(target, 'EVENT_PATTERN_LONG', message);
  }
}
