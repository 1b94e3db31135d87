import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  DescribeRuleResponse,
  DisableRuleRequest,
  ListRuleNamesByTargetRequest,
  ListRuleNamesByTargetResponse,
  ListRulesRequest,
  ListRulesResponse,
  PutRuleRequest,
  PutRuleResponse,
  Rule,
  TestEventPatternRequest,
  TestEventPatternResponse,
} from '@aws-sdk/client-eventbridge';
import { compileEventPattern } from '../../../model/event-pattern';
import { InvalidEventPattern } from '../../../model/pattern/invalid-pattern';
import { scheduleFault } from '../../../model/schedule-expression';
import { EVENT_PATTERN_MAX, EVENTS_PAGE, RULE_NAME, SCHEDULE_EXPRESSION_MAX } from '../../../spec/eventbridge';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import { pageOf } from '../handover/paging';
import { badText, isError, noBus, noRule, validation } from './refusals';
import type { Router } from './router';
import { type BusStore, DEFAULT_BUS, type HeldBus, type HeldRule, type RuleSettings, ruleArn } from './store';

/** Rules: made, changed, enabled, listed and removed. */
export function ruleOperations(store: BusStore, router: Router) {
  const setEnabled = (enabled: boolean) => (input: Given<DisableRuleRequest>, call: Call) => {
    const rule = ruleOf(store, input.Name, input.EventBusName, call);
    if (isError(rule)) return rule;
    rule.settings = { ...rule.settings, enabled };
    router.schedule(rule);
    return undefined;
  };
  return {
    PutRule(input: Given<PutRuleRequest>, call: Call): PutRuleResponse | AwsError {
      const { Name, EventBusName = DEFAULT_BUS, Tags = [] } = input;
      const bus = store.bus(call, EventBusName);
      const flaw = badText(Name, 'name', RULE_NAME);
      if (flaw) return flaw;
      if (!bus) return noBus(EventBusName);
      const rule = putRule(bus, Name, input);
      if (isError(rule)) return rule;
      for (const { Key = '', Value = '' } of Tags) rule.tags.set(Key, Value);
      router.schedule(rule);
      return { RuleArn: rule.arn };
    },

    /** Of one that is not there, nothing is said (EVB-05). */
    DeleteRule({ Name, EventBusName = DEFAULT_BUS }: Given<DeleteRuleRequest>, call: Call): AwsError | undefined {
      const bus = store.bus(call, EventBusName);
      if (!bus) return noBus(EventBusName);
      const rule = bus.rules.get(Name);
      if (!rule) return undefined;
      if (rule.targets.size > 0) return validation("Rule can't be deleted since it has targets.");
      router.unschedule(rule);
      bus.rules.delete(Name);
      return undefined;
    },

    EnableRule: setEnabled(true),
    DisableRule: setEnabled(false),

    DescribeRule({ Name, EventBusName }: Given<DescribeRuleRequest>, call: Call): DescribeRuleResponse | AwsError {
      const rule = ruleOf(store, Name, EventBusName, call);
      return isError(rule) ? rule : { ...shown(rule), CreatedBy: rule.bus.place.account };
    },

    ListRules(input: Given<ListRulesRequest>, call: Call): ListRulesResponse | AwsError {
      const { EventBusName = DEFAULT_BUS, NamePrefix = '', Limit = EVENTS_PAGE, NextToken } = input;
      const bus = store.bus(call, EventBusName);
      if (!bus) return noBus(EventBusName);
      const found = inOrder(bus).filter(({ name }) => name.startsWith(NamePrefix));
      const { items, next } = pageOf(found, Limit, NextToken);
      return { Rules: items.map(shown), ...next };
    },

    ListRuleNamesByTarget(input: Given<ListRuleNamesByTargetRequest>, call: Call): ListRuleNamesByTargetResponse | AwsError {
      const { TargetArn, EventBusName = DEFAULT_BUS, Limit = EVENTS_PAGE, NextToken } = input;
      const bus = store.bus(call, EventBusName);
      if (!bus) return noBus(EventBusName);
      const found = inOrder(bus).filter(({ targets }) => [...targets.values()].some(({ Arn }) => Arn === TargetArn));
      const { items, next } = pageOf(found, Limit, NextToken);
      return { RuleNames: items.map(({ name }) => name), ...next };
    },

    TestEventPattern({ EventPattern, Event }: Given<TestEventPatternRequest>): TestEventPatternResponse | AwsError {
      const matches = matcherOf(EventPattern);
      if (isError(matches)) return matches;
      try {
        return { Result: matches(Event) };
      } catch (error) {
        if (error instanceof SyntaxError) return validation('Parameter Event is not valid.');
        throw error;
      }
    },
  };
}

/** Makes the rule or changes it; what is not given is no longer (EVB-02). */
export function putRule(bus: HeldBus, name: string, given: Omit<PutRuleRequest, 'Name'>): HeldRule | AwsError {
  const settings = settingsOf(bus, given);
  if (isError(settings)) return settings;
  const there = bus.rules.get(name);
  if (there) there.settings = settings;
  const rule = there ?? { name, arn: ruleArn(bus, name), bus, tags: new Map(), targets: new Map(), settings };
  bus.rules.set(name, rule);
  return rule;
}

export function ruleOf(
  store: BusStore,
  name: string,
  busName: string | undefined,
  call: Pick<Call, 'account' | 'region'>,
): HeldRule | AwsError {
  const bus = store.bus(call, busName ?? DEFAULT_BUS);
  if (!bus) return noBus(busName ?? DEFAULT_BUS);
  return bus.rules.get(name) ?? noRule(name, bus.name);
}

function settingsOf(bus: HeldBus, given: Omit<PutRuleRequest, 'Name'>): RuleSettings | AwsError {
  const { EventPattern: pattern, ScheduleExpression: schedule, State, Description, RoleArn } = given;
  if (!pattern && !schedule) return validation('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  if (schedule) {
    if (schedule.length > SCHEDULE_EXPRESSION_MAX || scheduleFault(schedule, 'rule')) {
      return validation('Parameter ScheduleExpression is not valid.');
    }
    if (bus.name !== DEFAULT_BUS) return validation('ScheduleExpression is supported only on the default event bus.');
  }
  const flaw = pattern ? badText(pattern, 'eventPattern', { max: EVENT_PATTERN_MAX }) : undefined;
  if (flaw) return flaw;
  const matches = pattern ? matcherOf(pattern) : undefined;
  if (isError(matches)) return matches;
  return {
    enabled: State !== 'DISABLED',
    ...(pattern && matches && { pattern, matches }),
    ...(schedule && { schedule }),
    ...(Description !== undefined && { description: Description }),
    ...(RoleArn !== undefined && { roleArn: RoleArn }),
  };
}

function matcherOf(pattern: string) {
  try {
    return compileEventPattern(pattern);
  } catch (error) {
    if (error instanceof InvalidEventPattern) return awsError(error.name, 400, error.message);
    throw error;
  }
}

function inOrder(bus: HeldBus): readonly HeldRule[] {
  return [...bus.rules.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function shown({ name, arn, bus, settings }: HeldRule): Rule {
  const { enabled, pattern, schedule, description, roleArn } = settings;
  return {
    ...{ Name: name, Arn: arn, EventBusName: bus.name, State: enabled ? 'ENABLED' : 'DISABLED' },
    ...(pattern !== undefined && { EventPattern: pattern }),
    ...(schedule !== undefined && { ScheduleExpression: schedule }),
    ...(description !== undefined && { Description: description }),
    ...(roleArn !== undefined && { RoleArn: roleArn }),
  };
}
