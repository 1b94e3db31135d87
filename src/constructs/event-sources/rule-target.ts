import type * as events from 'aws-cdk-lib/aws-events';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { type Duration, Names, Stack, Token } from 'aws-cdk-lib/core';
import {
  TARGET_INPUT,
  TARGET_INPUT_PATH,
  TARGET_INPUT_PATHS,
  TARGET_INPUT_TEMPLATE,
} from '../../spec/event-sources/event-bridge';
import { TARGETS_PER_RULE } from '../../spec/push-sources';
import { fitting } from '../check';
import { ConstructError, type Place } from '../construct-error';
import { warn } from '../construct-warning';
import { allowOnce } from './allow-once';
import { checkDelivery } from './delivery-check';
import { checkSamePlace } from './same-place';
import { allowDeadLetters, checkDeadLetterQueue } from './source-dead-letters';

const EVENTS = 'events.amazonaws.com';

/** How a rule hands its events to a function. */
export interface RuleTargetOptions {
  /**
   * What the function gets: constant JSON (`RuleTargetInput.fromObject`), a part of the event (`fromEventPath`), or JSON with parts
   * of the event in it (`fromObject` with `EventField.fromPath`). At most 8,192 characters.
   *
   * @default - The event.
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
   */
  readonly event?: events.RuleTargetInput;

  /**
   * A standard queue for events that Lambda did not take; its policy, and that of its key, let the rule send there.
   *
   * What fails in the function is up to the function's own `onFailure` or `deadLetterQueue`.
   *
   * @default - Such events are lost.
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * For how long EventBridge tries to hand over an event: whole seconds from 60 to 86,400.
   *
   * @default Duration.hours(24)
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
   */
  readonly maxEventAge?: Duration;

  /**
   * How often it tries again: a whole number from 0 to 185.
   *
   * @default 185
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
   */
  readonly retryAttempts?: number;
}

/** Refuses what EventBridge would refuse of a target, before there is a rule. */
export function checkRuleTarget(target: lambda.IFunction, options: RuleTargetOptions): void {
  checkDelivery(target, options);
  checkDeadLetterQueue(target, options.deadLetterQueue, target.env, 'EVB-21');
}

/** Makes the function a target of the rule, which may be in another stack. */
export function addRuleTarget(rule: events.Rule, target: lambda.IFunction, options: RuleTargetOptions): void {
  checkSamePlace(target, rule.env, rule.node.path, 'EVB-01');
  checkRoom(rule, target);
  if (options.event !== undefined) checkInput(target, Stack.of(rule).resolve(options.event.bind(rule)));
  checkQueueOfOtherStack(rule, target, options);

  const { deadLetterQueue, retryAttempts, maxEventAge } = options;
  const hasPolicy = retryAttempts !== undefined || maxEventAge !== undefined;
  const config: events.RuleTargetConfig = {
    arn: target.functionArn,
    input: options.event,
    deadLetterConfig: deadLetterQueue && { arn: deadLetterQueue.queueArn },
    retryPolicy: hasPolicy
      ? { maximumRetryAttempts: retryAttempts, maximumEventAgeInSeconds: maxEventAge?.toSeconds() }
      : undefined,
  };
  rule.addTarget({ bind: () => config });
  allowOnce(target, rule, idOfPermission(target), { service: EVENTS, sourceArn: rule.ruleArn });
  if (deadLetterQueue !== undefined) allowDeadLetters(rule, deadLetterQueue, EVENTS, arnForQueue(rule, deadLetterQueue));
  else if (retryAttempts === 0) {
    warn(rule, 'DELIVERY_WITHOUT_RETRY', 'retryAttempts is 0, and there is no deadLetterQueue (EVB-20).');
  }
}

function checkRoom(rule: events.Rule, target: lambda.IFunction): void {
  if (rule.node.tryFindChild(idOfPermission(target)) !== undefined) {
    throw new ConstructError(target, 'SOURCE_TWICE', `is a target of ${rule.node.path} already.`);
  }
  const targets: unknown = Stack.of(rule).resolve((rule.node.defaultChild as events.CfnRule).targets);
  if (!Array.isArray(targets) || targets.length < TARGETS_PER_RULE) return;
  const message = `a rule has at most ${TARGETS_PER_RULE} targets, and ${rule.node.path} has them (EVB-04).`;
  throw new ConstructError(target, 'RULE_TARGETS', message);
}

/** That which aws-cdk-lib gives. */
function idOfPermission(target: lambda.IFunction): string {
  return `AllowEventRule${Names.nodeUniqueId(target.node)}`;
}

/** Without what only the deployment knows, which is no text here. */
function checkInput(place: Place, { inputPathsMap = {}, ...texts }: events.RuleTargetInputProperties): void {
  const limits = { input: TARGET_INPUT, inputPath: TARGET_INPUT_PATH, inputTemplate: TARGET_INPUT_TEMPLATE } as const;
  for (const [name, limit] of Object.entries(limits)) {
    const text: unknown = texts[name as keyof typeof limits];
    if (typeof text === 'string') fitting(place, 'event', text, limit);
  }
  for (const [name, path] of Object.entries(inputPathsMap)) fitting(place, `event: ${name}`, path, TARGET_INPUT_PATH);
  const paths = Object.keys(inputPathsMap).length;
  if (paths <= TARGET_INPUT_PATHS) return;
  const message = `event must take at most ${TARGET_INPUT_PATHS} parts of the event, but takes ${paths} (EVB-13).`;
  throw new ConstructError(place, 'INPUT_INVALID', message);
}

/** The rule names the queue; when the policy of the queue, in another stack, named the rule, the stacks would wait for each other. */
function checkQueueOfOtherStack(
  rule: events.Rule,
  target: lambda.IFunction,
  { deadLetterQueue: queue }: RuleTargetOptions,
): void {
  if (queue === undefined || Stack.of(queue) === Stack.of(rule) || knownArn(rule) !== undefined) return;
  const message = `deadLetterQueue ${queue.node.path} is in another stack than the rule ${rule.node.path}, which has no name of its own.`;
  throw new ConstructError(target, 'SOURCE_DEAD_LETTERS_OTHER_STACK', message);
}

function arnForQueue(rule: events.Rule, queue: sqs.IQueue): string {
  return Stack.of(queue) === Stack.of(rule) ? rule.ruleArn : (knownArn(rule) ?? rule.ruleArn);
}

/** Of a rule with a name, on a bus with a name: without a word of the rule itself. */
function knownArn(rule: events.Rule): string | undefined {
  const { name, eventBusName: bus } = rule.node.defaultChild as events.CfnRule;
  if (name === undefined || Token.isUnresolved(name) || Token.isUnresolved(bus)) return undefined;
  const resourceName = bus === undefined || bus === 'default' ? name : `${bus}/${name}`;
  return Stack.of(rule).formatArn({ service: 'events', resource: 'rule', resourceName });
}
