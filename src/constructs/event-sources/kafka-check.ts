import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import { CONSUMER_GROUP, TOPIC_NAME } from '../../spec/event-source-mapping';
import { POLLER_LOG_LEVELS } from '../../spec/event-sources/kafka';
import { fitting } from '../check';
import { ConstructError } from '../construct-error';
import type { KafkaEventSourceProps } from './kafka-options';
import { checkPollers } from './pollers';
import { checkStart } from './starting-position';

/** What only mappings with pollers of their own have, with its rule. */
const OF_PROVISIONED_MODE = {
  retryAttempts: 'ESM-06',
  maxRecordAge: 'ESM-06',
  bisectBatchOnError: 'ESM-07',
  reportBatchItemFailures: 'ESM-10',
  schemaRegistryConfig: 'ESM-20',
} as const;

/** ESM-12, ESM-15, ESM-19, VAL-05. */
export function checkKafka(target: lambda.IFunction, props: KafkaEventSourceProps): void {
  const { topic, consumerGroupId, logLevel, provisionedPollerConfig } = props;
  fitting(target, 'topic', topic, TOPIC_NAME);
  if (consumerGroupId !== undefined) fitting(target, 'consumerGroupId', consumerGroupId, CONSUMER_GROUP);
  checkStart(target, props.startingPosition, props.startingPositionTimestamp);
  if (logLevel !== undefined && !Token.isUnresolved(logLevel) && !POLLER_LOG_LEVELS.includes(logLevel)) {
    const message = `logLevel must be one of ${POLLER_LOG_LEVELS.join(', ')}, but is ${logLevel} (ESM-19).`;
    throw new ConstructError(target, 'LOG_LEVEL_UNKNOWN', message);
  }
  if (provisionedPollerConfig) {
    checkPollers(target, 'kafka', provisionedPollerConfig);
    return;
  }
  for (const [prop, rule] of Object.entries(OF_PROVISIONED_MODE)) {
    const value: unknown = props[prop as keyof typeof OF_PROVISIONED_MODE];
    if (value === undefined || value === false) continue;
    const message = `${prop} must not be given without a provisionedPollerConfig (${rule}).`;
    throw new ConstructError(target, 'PROVISIONED_MODE_MISSING', message);
  }
}

/** Whether records that are given up can go to this topic (KAF-22). */
export function checkFailureTopic(target: lambda.IFunction, topic: string, props: KafkaEventSourceProps): void {
  if (!props.provisionedPollerConfig) {
    const message = `onFailure must not be the Kafka topic ${topic} without a provisionedPollerConfig (KAF-22).`;
    throw new ConstructError(target, 'PROVISIONED_MODE_MISSING', message);
  }
  if (topic !== props.topic || Token.isUnresolved(topic)) return;
  const message = `onFailure must not be the topic that is read, ${topic} (KAF-22).`;
  throw new ConstructError(target, 'FAILURE_TO_ITS_TOPIC', message);
}
