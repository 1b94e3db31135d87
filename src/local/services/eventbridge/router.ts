import type { RuleTarget } from '../../../model/event-bus';
import { nextTime, timingOf } from '../../../model/schedule-times';
import { serviceOf } from '../../engine/delivery';
import type { Parcel, ParcelAttribute } from '../../engine/outlet';
import type { Turn } from '../../engine/turns';
import type { Clock, Instant } from '../../time/clock';
import { type Courier, type Failure, Unsendable } from '../handover/courier';
import { deliveryRetry } from '../handover/retry';
import type { Timetable } from '../handover/timetable';
import type { TurnFor } from '../handover/turn-for';
import { eventText, secondsOf } from './event';
import { inputFor, partitionKeyOf } from './input';
import type { HeldBus, HeldRule } from './store';

export interface RouterPorts {
  readonly courier: Courier;
  readonly clock: Clock;
  readonly timetable: Timetable;
  readonly turnFor: TurnFor;
}

/** An event on its way from a bus to targets. */
interface Routed {
  readonly id: string;
  /** JSON text. */
  readonly text: string;
  readonly turn: Turn;
  readonly traceHeader?: string | undefined;
  /** It came from another bus, and is not sent on to a third (bus to bus, EventBridge user guide). */
  readonly isForwarded?: boolean;
}

/** Sends events to the targets of the rules that they match, and of rules with a schedule when they are due. */
export class Router {
  constructor(private readonly ports: RouterPorts) {}

  async receive(bus: HeldBus, event: Routed): Promise<void> {
    const matching = [...bus.rules.values()].filter(
      ({ settings }) => settings.enabled && settings.matches?.(event.text) === true,
    );
    const rules = matching.map(({ name }) => name);
    event.turn.append({ kind: 'bus.received', bus: bus.arn, eventId: event.id, event: event.text, rules });
    for (const rule of matching) await this.send(rule, event);
  }

  /** From now on the rule is due when its schedule says so; rates are counted from now (EVB-03). */
  schedule(rule: HeldRule): void {
    const { timetable, clock } = this.ports;
    const { schedule, enabled } = rule.settings;
    timetable.cancel(rule.arn);
    if (schedule === undefined || !enabled) return;
    const timing = timingOf(schedule);
    const anchor = clock.now();
    timetable.set(
      rule.arn,
      (after) => nextTime(timing, after, anchor),
      (at) => void this.due(rule, at),
    );
  }

  unschedule(rule: HeldRule): void {
    this.ports.timetable.cancel(rule.arn);
  }

  private async due(rule: HeldRule, at: Instant): Promise<void> {
    const turn = this.ports.turnFor(undefined, rule.arn);
    try {
      const id = turn.chance.uuid();
      turn.append({ kind: 'schedule.due', schedule: rule.arn, executionId: id, scheduledFor: at });
      const text = eventText({
        ...{ id, source: 'aws.events', detailType: 'Scheduled Event', ...rule.bus.place, time: at, resources: [rule.arn] },
        detail: '{}',
      });
      await this.send(rule, { id, text, turn });
    } finally {
      turn.end();
    }
  }

  private async send(rule: HeldRule, event: Routed): Promise<void> {
    for (const target of [...rule.targets.values()]) await this.sendTo(rule, target, event);
  }

  private async sendTo(rule: HeldRule, target: RuleTarget, { id, text, turn, traceHeader, isForwarded }: Routed): Promise<void> {
    const { arn: busArn, place } = rule.bus;
    const about = { from: busArn, by: rule.arn, id };
    const service = serviceOf(target.Arn);
    if (isForwarded && service === 'events') {
      const why = 'An event that came from another bus is not sent on to a third.';
      turn.append({ kind: 'handover', ...about, to: target.Arn, body: text, attempt: 1, outcome: 'failed', why });
      return;
    }
    const facts = { ruleArn: rule.arn, ruleName: rule.name, ingested: secondsOf(this.ports.clock.now()) };
    const sender = {
      ...{ principal: 'events.amazonaws.com', arn: rule.arn, account: place.account },
      ...(target.RoleArn !== undefined && { hasRole: true }),
    };
    const group = service === 'kinesis' ? partitionKeyOf(target, text, id) : target.SqsParameters?.MessageGroupId;
    const deadLetterArn = target.DeadLetterConfig?.Arn;
    const parcel = (): Parcel => {
      const body = inputFor(target, text, facts);
      if ((service === 'lambda' || service === 'events') && !isJson(body)) {
        throw new Unsendable(target.Arn, `What ${target.Id} was to get is no JSON: ${body.slice(0, 200)}`);
      }
      return {
        ...{ targetArn: target.Arn, body, sender },
        ...(traceHeader !== undefined && { traceHeader }),
        ...(group !== undefined && { groupId: group, deduplicationId: id }),
        ...(service === 'events' && { forwarded: text }),
      };
    };
    await this.ports.courier.send(
      {
        ...about,
        parcel,
        retry: deliveryRetry(target.RetryPolicy),
        ...(deadLetterArn !== undefined && {
          deadLetter: (failure: Failure) => ({
            ...{ targetArn: deadLetterArn, body: text, sender },
            ...(traceHeader !== undefined && { traceHeader }),
            attributes: deadLetterAttributes({ RULE_ARN: rule.arn, TARGET_ARN: target.Arn }, failure),
          }),
        }),
      },
      turn,
    );
  }
}

/** EVB-21. */
export function deadLetterAttributes(
  about: Readonly<Record<string, string>>,
  { code, why, retries, exhausted }: Failure,
): Readonly<Record<string, ParcelAttribute>> {
  const texts: Record<string, string> = { ...about, ERROR_CODE: code, ERROR_MESSAGE: why };
  if (exhausted !== undefined) texts.EXHAUSTED_RETRY_CONDITION = exhausted;
  return {
    ...Object.fromEntries(Object.entries(texts).map(([name, stringValue]) => [name, { dataType: 'String', stringValue }])),
    RETRY_ATTEMPTS: { dataType: 'Number', stringValue: String(retries) },
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
