import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Stack, Token } from 'aws-cdk-lib/core';
import { FAILURE_OBJECTS, KEY_ACTIONS_OF_FAILURE_OBJECTS } from '../../spec/event-sources/failure-destination';
import { KEY_ACTIONS_OF_SENDERS } from '../../spec/execution-role';
import { DESTINATION_ACTIONS } from '../../spec/mapping-permissions';
import { ConstructError, type Place } from '../construct-error';

/** Where Lambda tells of records that it gives up, and what the function must be allowed for it (STR-10). */
export interface FailureDestination {
  readonly statements: readonly iam.PolicyStatement[];
  /** Gives the ARN. */
  readonly bind: (mapping: lambda.IEventSourceMapping) => string;
}

const TOPIC = 'kafka://';

/** What aws-cdk-lib's own classes hold. They let the function do more than send, so that they are not asked. */
interface Held {
  readonly queue?: sqs.IQueue;
  readonly topic?: sns.ITopic;
  readonly bucket?: s3.IBucket;
}

export function failureDestination(
  target: lambda.IFunction,
  onFailure: lambda.IEventSourceDlq,
  kafkaTopics?: (topic: string) => readonly iam.PolicyStatement[],
): FailureDestination {
  const { queue, topic, bucket } = onFailure as unknown as Held;
  if (onFailure instanceof sources.SqsDlq && queue) return toQueue(target, queue);
  if (onFailure instanceof sources.SnsDlq && topic) return toTopic(target, topic);
  if (onFailure instanceof sources.S3OnFailureDestination && bucket) return toBucket(bucket);
  if (onFailure instanceof sources.KafkaDlq) {
    // Needs no mapping to tell its name.
    const { destination } = onFailure.bind(undefined as unknown as lambda.IEventSourceMapping, target);
    return toKafka(target, destination, kafkaTopics);
  }
  return {
    statements: [],
    bind: (mapping) => {
      const { destination } = onFailure.bind(mapping, target);
      checkArn(target, destination);
      return destination;
    },
  };
}

function toQueue(place: Place, queue: sqs.IQueue): FailureDestination {
  if (queue.fifo) refuseFifo(place, queue.node.path);
  return destinationOf(queue.queueArn, 'sqs', queue.encryptionMasterKey);
}

function toTopic(place: Place, topic: sns.ITopic): FailureDestination {
  if (topic.fifo) refuseFifo(place, topic.node.path);
  return destinationOf(topic.topicArn, 'sns', topic.masterKey);
}

function destinationOf(arn: string, service: 'sqs' | 'sns', key: kms.IKey | undefined): FailureDestination {
  return {
    statements: [
      new iam.PolicyStatement({ actions: [actionOf(service)], resources: [arn] }),
      ...(key ? [new iam.PolicyStatement({ actions: [...KEY_ACTIONS_OF_SENDERS], resources: [key.keyArn] })] : []),
    ],
    bind: () => arn,
  };
}

function actionOf(service: 'sqs' | 'sns' | 's3'): string {
  const action = DESTINATION_ACTIONS[service];
  if (action === undefined) throw new Error(`bug: nothing is known of sending to ${service}`);
  return action;
}

function toBucket(bucket: s3.IBucket): FailureDestination {
  // Of buckets that others own nobody here knows the account.
  const own = bucket.node.defaultChild instanceof s3.CfnBucket;
  const conditions = own ? { StringEquals: { 's3:ResourceAccount': Stack.of(bucket).account } } : undefined;
  const statement = (action: string, resource: string) =>
    new iam.PolicyStatement({ actions: [action], resources: [resource], conditions });
  const key = bucket.encryptionKey;
  return {
    statements: [
      statement(actionOf('s3'), bucket.arnForObjects(FAILURE_OBJECTS)),
      statement('s3:ListBucket', bucket.bucketArn),
      ...(key ? [new iam.PolicyStatement({ actions: [...KEY_ACTIONS_OF_FAILURE_OBJECTS], resources: [key.keyArn] })] : []),
    ],
    bind: () => bucket.bucketArn,
  };
}

function toKafka(
  place: Place,
  destination: string,
  kafkaTopics?: (topic: string) => readonly iam.PolicyStatement[],
): FailureDestination {
  if (!kafkaTopics) {
    throw new ConstructError(place, 'FAILURE_TO_KAFKA', `onFailure must not be the Kafka topic ${destination} (KAF-22).`);
  }
  return { statements: kafkaTopics(destination.replace(TOPIC, '')), bind: () => destination };
}

function checkArn(place: Place, arn: string): void {
  if (Token.isUnresolved(arn)) return;
  const [, , service = ''] = arn.split(':');
  if (!Object.hasOwn(DESTINATION_ACTIONS, service)) {
    const message = `onFailure must be a queue, a topic or a bucket, but is ${arn} (ESM-17).`;
    throw new ConstructError(place, 'FAILURE_DESTINATION_KIND', message);
  }
  if (arn.endsWith('.fifo')) refuseFifo(place, arn);
}

function refuseFifo(place: Place, name: string): never {
  throw new ConstructError(place, 'DESTINATION_FIFO', `onFailure must not be a FIFO queue or topic, as ${name} is (ESM-17).`);
}
