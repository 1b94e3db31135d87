import type * as events from 'aws-cdk-lib/aws-events';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ruleFor } from './event-rule';
import { Held } from './held';
import { addRuleTarget, checkRuleTarget, type RuleTargetOptions } from './rule-target';

export interface EventBridgeEventSourceProps extends RuleTargetOptions {
  /**
   * Which events the rule is for; checked as EventBridge would.
   *
   * @default - None: the rule has a `schedule`.
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   */
  readonly eventPattern?: events.EventPattern;

  /**
   * When the rule sends an event by itself; in UTC, on the default bus only. `ScheduleEventSource` has time zones.
   *
   * @default - Never: the rule has an `eventPattern`.
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
   */
  readonly schedule?: events.Schedule;

  /**
   * The bus whose events the rule sees.
   *
   * @default - The default bus of the account.
   */
  readonly eventBus?: events.IEventBus;

  /**
   * The name of the rule: 1 to 64 letters, digits, dots, hyphens and underscores.
   *
   * @default - A name that CloudFormation makes.
   */
  readonly ruleName?: string;

  /**
   * What the rule is for.
   *
   * @default - Nothing is said.
   */
  readonly description?: string;

  /**
   * Whether the rule is on.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * A rule of EventBridge, for events that match a pattern or at times of a schedule.
 *
 * The rule is made beside the function, and is its own; `fromRule` takes one that is there already, and can be shared by five
 * functions. The rule alone may invoke the function, and nothing else of the account.
 *
 * ```ts
 * fn.addEventSource(new EventBridgeEventSource('OrderPlaced', { eventPattern: { source: ['shop'], detailType: ['placed'] } }));
 * ```
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
 */
export class EventBridgeEventSource implements lambda.IEventSource {
  /** A target of a rule that is made elsewhere; in the app, in whichever stack. */
  public static fromRule(rule: events.Rule, options: RuleTargetOptions = {}): EventBridgeEventSource {
    const source = new EventBridgeEventSource(rule.node.id, options);
    source.given = rule;
    return source;
  }

  private readonly made = new Held<events.Rule>('EventBridgeEventSource');
  private given?: events.Rule;

  /**
   * @param id the id of the rule, below the function: the rule keeps its place as long as the id stays
   */
  constructor(
    private readonly id: string,
    private readonly props: EventBridgeEventSourceProps,
  ) {}

  /** The rule. Fails before the source is added to a function. */
  public get rule(): events.Rule {
    return this.given ?? this.made.get('rule');
  }

  /** Has a function, an alias or a version invoked by the rule. */
  public bind(target: lambda.IFunction): void {
    if (this.given !== undefined) {
      checkRuleTarget(target, this.props);
      addRuleTarget(this.given, target, this.props);
      return;
    }
    this.made.checkFree(target);
    const { eventPattern, schedule, eventBus, ruleName, description, enabled, ...options } = this.props;
    const rule = { eventPattern, schedule, eventBus, ruleName, description, enabled };
    this.made.set(ruleFor(target, this.id, rule, options));
  }
}
