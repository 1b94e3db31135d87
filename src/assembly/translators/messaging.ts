import type { Application } from '../../model/application';
import type { Resource } from '../resource';
import type { Translation } from './draft';
import { translateEventBus, translateRule } from './event-bus';
import { translateSchedule, translateScheduleGroup } from './schedule';
import { inlineSubscriptions, translateSubscription, translateTopic } from './topic';

type Messaging = Pick<Application, 'topics' | 'subscriptions' | 'buses' | 'rules' | 'schedules' | 'scheduleGroups'>;

/** What sends messages and events to functions and others; kinds of which the app has none are left out. */
export function messagingOf(of: (type: string) => readonly Resource[], context: Translation): Messaging {
  const each = <T>(type: string, translate: (resource: Resource, context: Translation) => T | undefined) =>
    of(type).flatMap((resource) => translate(resource, context) ?? []);
  const inline = of('AWS::SNS::Topic').flatMap((resource) => inlineSubscriptions(resource, context));
  const found = {
    topics: each('AWS::SNS::Topic', translateTopic),
    subscriptions: [...inline, ...each('AWS::SNS::Subscription', translateSubscription)],
    buses: each('AWS::Events::EventBus', translateEventBus),
    rules: each('AWS::Events::Rule', translateRule),
    schedules: each('AWS::Scheduler::Schedule', translateSchedule),
    scheduleGroups: each('AWS::Scheduler::ScheduleGroup', translateScheduleGroup),
  };
  return Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0));
}
