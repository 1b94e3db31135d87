import type { Application } from '../../../model/application';
import type { LambdaFunction } from '../../../model/function';
import type { Delivery } from '../../engine/delivery';
import type { Buses, Topics } from '../../engine/messaging-port';
import type { Outlets } from '../../engine/outlet';
import type { Pending } from '../../engine/pending';
import type { Lambda } from '../../engine/ports';
import type { AwsService } from '../../engine/service-port';
import type { Journal } from '../../journal/journal';
import type { Clock } from '../../time/clock';
import { logOutlet } from '../cloudwatch-logs/outlet';
import type { LogStore } from '../cloudwatch-logs/store';
import { eventBridgeService } from '../eventbridge/api';
import { busesPort } from '../eventbridge/direct';
import { busDelivery, busOutlet } from '../eventbridge/outlet';
import { Router } from '../eventbridge/router';
import { seedBuses } from '../eventbridge/seed';
import { BusStore } from '../eventbridge/store';
import { schedulerService } from '../scheduler/api';
import { Planner } from '../scheduler/planner';
import { seedSchedules } from '../scheduler/seed';
import { ScheduleStore } from '../scheduler/store';
import { snsService } from '../sns/api';
import { topicDelivery } from '../sns/delivery';
import { topicsPort } from '../sns/direct';
import { topicOutlet } from '../sns/outlet';
import { publishOperations } from '../sns/publish';
import { Publisher } from '../sns/publisher';
import { seedTopics } from '../sns/seed';
import { TopicStore } from '../sns/store';
import { Courier } from './courier';
import { lambdaOutlet } from './lambda-outlet';
import { Timetable } from './timetable';
import type { TurnFor } from './turn-for';

export interface MessagingPorts {
  readonly application: Application;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly lambda: Lambda;
  /** As they are now. */
  readonly functions: () => readonly LambdaFunction[];
  readonly turnFor: TurnFor;
  readonly logs: LogStore;
  /** Those of other services, as `sqs`. What is sent to a service without one is kept in the journal. */
  readonly outlets: Outlets;
  /** Called whenever something is no longer pending. */
  readonly ended: () => void;
  /** Whether rules and schedules are set off when they are due. @default true */
  readonly schedules?: boolean;
}

/** What sends messages and events on. */
export interface Messaging {
  readonly services: readonly AwsService[];
  /** For destinations of asynchronous invocations. */
  readonly deliveries: { readonly sns: Delivery; readonly events: Delivery };
  /** What other services can send to. */
  readonly outlets: Outlets;
  readonly pending: Pending;
  readonly topics: Topics;
  readonly buses: Buses;
  /** Whether the topic has got a policy at run time. */
  hasPolicy(topicArn: string): boolean;
  stop(): void;
}

/** SNS, EventBridge and its Scheduler, with what the app has of them. */
export function wireMessaging(ports: MessagingPorts): Messaging {
  const { application, clock, journal, turnFor } = ports;
  const outlets: Record<string, Outlets[string]> = { ...ports.outlets, lambda: lambdaOutlet(ports.lambda, ports.functions) };
  const courier = new Courier({ clock, outlets, ended: ports.ended });
  const refused = (path: string, why: string) => journal.append({ kind: 'notEmulated', what: path, why });

  const topics = new TopicStore();
  seedTopics(topics, application.topics ?? [], application.subscriptions ?? [], refused);
  const publisher = new Publisher({ store: topics, courier, clock });
  const sns = topicOutlet({ store: topics, publisher, turnFor });
  outlets.sns = sns;

  const timetable = new Timetable(clock, ports.schedules);
  const buses = new BusStore(() => clock.now());
  const router = new Router({ courier, clock, timetable, turnFor });
  const bus = { store: buses, router, clock, turnFor };
  seedBuses(buses, router, application.buses ?? [], application.rules ?? [], refused);
  outlets.events = busOutlet(bus);
  outlets.logs = logOutlet(ports.logs, clock, turnFor);

  const planner = new Planner({ courier, clock, timetable, turnFor });
  const schedules = { store: new ScheduleStore(() => clock.now()), planner, clock };
  seedSchedules(schedules, application.scheduleGroups ?? [], application.schedules ?? [], refused);

  return {
    services: [snsService({ store: topics, publisher, turnFor }), eventBridgeService(bus), schedulerService(schedules)],
    deliveries: { sns: topicDelivery(sns), events: busDelivery(bus) },
    outlets,
    pending: courier,
    topics: topicsPort(publishOperations({ store: topics, publisher, turnFor })),
    buses: busesPort(bus),
    hasPolicy: (arn) => topics.topic(arn)?.attributes.has('Policy') === true,
    stop() {
      timetable.stop();
      planner.stop();
      courier.stop();
    },
  };
}
