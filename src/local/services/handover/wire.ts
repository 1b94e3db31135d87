import type { Application } from '../../../model/application';
import type { LambdaFunction } from '../../../model/function';
import type { Delivery } from '../../engine/delivery';
import type { Topics } from '../../engine/messaging-port';
import type { Outlets } from '../../engine/outlet';
import type { Pending } from '../../engine/pending';
import type { Lambda } from '../../engine/ports';
import type { AwsService } from '../../engine/service-port';
import type { Journal } from '../../journal/journal';
import type { Clock } from '../../time/clock';
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
import type { TurnFor } from './turn-for';

export interface MessagingPorts {
  readonly application: Application;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly lambda: Lambda;
  /** As they are now. */
  readonly functions: () => readonly LambdaFunction[];
  readonly turnFor: TurnFor;
  /** Those of other services, as `sqs`. What is sent to a service without one is kept in the journal. */
  readonly outlets: Outlets;
  /** Called whenever something is no longer pending. */
  readonly ended: () => void;
}

/** What sends messages and events on. */
export interface Messaging {
  readonly services: readonly AwsService[];
  /** For destinations of asynchronous invocations. */
  readonly deliveries: { readonly sns: Delivery };
  /** What other services can send to. */
  readonly outlets: Outlets;
  readonly pending: Pending;
  readonly topics: Topics;
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

  return {
    services: [snsService({ store: topics, publisher, turnFor })],
    deliveries: { sns: topicDelivery(sns) },
    outlets,
    pending: courier,
    topics: topicsPort(publishOperations({ store: topics, publisher, turnFor })),
    stop: () => courier.stop(),
  };
}
