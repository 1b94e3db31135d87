import type { EventsPlace } from '../../../../spec/iam/events';
import type { Call } from '../../service-port';
import { arnOf, distinct, EVERYTHING, type Places } from './place';

const DEFAULT = 'default';

/** Buses are named by their names or their ARNs. */
function busArn(name: string, call: Call): string {
  return name.startsWith('arn:') ? name : arnOf('events', `event-bus/${name}`, call);
}

/** One of the default bus has the bus not in its ARN. */
function ruleArn(rule: string, bus: string, call: Call): string {
  const name = bus.slice(bus.lastIndexOf('/') + 1);
  const [, , , region = call.region, account = call.account] = bus.startsWith('arn:') ? bus.split(':') : [];
  return arnOf('events', name === DEFAULT ? `rule/${rule}` : `rule/${name}/${rule}`, { region, account });
}

export const EVENTS_PLACES: Places<EventsPlace> = {
  everything: EVERYTHING,
  entries: ({ Entries = [] }: { readonly Entries?: readonly { readonly EventBusName?: string }[] }, call) =>
    distinct(Entries.map(({ EventBusName = DEFAULT }) => busArn(EventBusName, call))),
  bus: ({ Name = DEFAULT }: { readonly Name?: string }, call) => [busArn(Name, call)],
  rule: ({ Name, EventBusName = DEFAULT }: { readonly Name: string; readonly EventBusName?: string }, call) => [
    ruleArn(Name, EventBusName, call),
  ],
  ruleOfTargets: ({ Rule, EventBusName = DEFAULT }: { readonly Rule: string; readonly EventBusName?: string }, call) => [
    ruleArn(Rule, EventBusName, call),
  ],
};
