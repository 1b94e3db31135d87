import type { EventBus, EventRule } from '../../../model/event-bus';
import { isError, noBus } from './refusals';
import type { Router } from './router';
import { putRule } from './rules';
import type { BusStore } from './store';
import { putTargets } from './targets';

/** Puts the buses and rules of an app into the store; `refused` is told what EventBridge would not have taken. */
export function seedBuses(
  store: BusStore,
  router: Router,
  buses: readonly EventBus[],
  rules: readonly EventRule[],
  refused: (path: string, why: string) => void,
): void {
  for (const { name, arn, region, account, description } of buses) {
    const bus = store.add({ account, region }, name, arn);
    if (description !== undefined) bus.description = description;
  }
  for (const { address, name, region, account, busName, pattern, schedule, enabled, description, targets } of rules) {
    const bus = store.bus({ account, region }, busName);
    const rule = bus
      ? putRule(bus, name, {
          State: enabled ? 'ENABLED' : 'DISABLED',
          ...(pattern !== undefined && { EventPattern: pattern }),
          ...(schedule !== undefined && { ScheduleExpression: schedule }),
          ...(description !== undefined && { Description: description }),
        })
      : noBus(busName);
    const flaw = isError(rule) ? rule : putTargets(rule, targets);
    if (flaw) refused(address.path, flaw.message);
    if (!isError(rule)) router.schedule(rule);
  }
}
