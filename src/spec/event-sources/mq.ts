import type { EventSourceFacts } from '../event-source';
import { MAPPING_SOURCE } from '../event-source-mapping';
import type { TextLimit } from '../limit';

const SHARED = {
  invocation: 'polled',
  authorization: 'role of the function',
  retries: 'Lambda: the whole batch, until it succeeds or the broker takes it back.',
  whenFunctionFails: 'The rules of the broker for redelivery and dead letters decide; Lambda has no limit and no destination.',
  qualifiers: 'alias or version',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html',
} as const;

export const ACTIVE_MQ_FACTS: EventSourceFacts = {
  ...SHARED,
  title: 'ActiveMQ queue of Amazon MQ',
  construct: 'ActiveMqEventSource',
  ordering: 'None: up to five invocations at once.',
  limits: 'Batches of 1 to 10,000 messages, 100 by default, gathered for 500 ms; 6 MB; functions of 14 minutes at most.',
  rules: ['MQ-01', 'MQ-02', 'MQ-03', 'MQ-04', 'ESM-65'],
};

export const RABBIT_MQ_FACTS: EventSourceFacts = {
  ...SHARED,
  title: 'RabbitMQ queue of Amazon MQ',
  construct: 'RabbitMqEventSource',
  ordering: 'That of the queue: one invocation at a time.',
  limits: 'Batches of 1 to 10,000 messages, 100 by default, gathered for 500 ms; 6 MB; functions of 14 minutes at most.',
  rules: ['MQ-01', 'MQ-02', 'MQ-03', 'MQ-04', 'ESM-65'],
};

export const VIRTUAL_HOST_NAME: TextLimit = { min: 1, max: 200, rule: 'ESM-13', source: MAPPING_SOURCE };
