import type { ServicePermissions } from './service-permissions';

export type EventsPlace = 'entries' | 'bus' | 'rule' | 'ruleOfTargets';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
export const EVENTS_PERMISSIONS: ServicePermissions<EventsPlace | 'everything'> = {
  prefix: 'events',
  named: {
    entries: ['PutEvents'],
    bus: ['CreateEventBus', 'DescribeEventBus', 'DeleteEventBus'],
    rule: ['PutRule', 'DescribeRule', 'EnableRule', 'DisableRule', 'DeleteRule'],
    ruleOfTargets: ['PutTargets', 'RemoveTargets', 'ListTargetsByRule'],
    everything: ['ListEventBuses'],
  },
  others: {},
};
