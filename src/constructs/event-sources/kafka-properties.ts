import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { KafkaEventSourceProps } from './kafka-options';
import { pollerProperty } from './pollers';

type Properties = Partial<lambda.CfnEventSourceMappingProps>;

/** The properties of the mapping that all of Kafka has; the registry is said when there is a mapping to bind it to. */
export function kafkaProperties(props: KafkaEventSourceProps, access: readonly lambda.SourceAccessConfiguration[]): Properties {
  const { topic, provisionedPollerConfig, logLevel } = props;
  return {
    topics: [topic],
    startingPosition: props.startingPosition,
    startingPositionTimestamp: props.startingPositionTimestamp,
    provisionedPollerConfig: pollerProperty('kafka', provisionedPollerConfig),
    loggingConfig: logLevel === undefined ? undefined : { systemLogLevel: logLevel },
    sourceAccessConfigurations: access.length === 0 ? undefined : access.map(({ type, uri }) => ({ type: type.type, uri })),
  };
}

/** Group and registry, which MSK and clusters of one's own have under different names. */
export function consumerConfig(
  mapping: lambda.EventSourceMapping,
  target: lambda.IFunction,
  { consumerGroupId, schemaRegistryConfig }: KafkaEventSourceProps,
): lambda.CfnEventSourceMapping.AmazonManagedKafkaEventSourceConfigProperty | undefined {
  if (consumerGroupId === undefined && schemaRegistryConfig === undefined) return undefined;
  const registry = schemaRegistryConfig?.bind(mapping, target);
  return {
    consumerGroupId,
    schemaRegistryConfig: registry && {
      schemaRegistryUri: registry.schemaRegistryUri,
      eventRecordFormat: registry.eventRecordFormat.value,
      accessConfigs: registry.accessConfigs?.map(({ type, uri }) => ({ type: type.type, uri })),
      schemaValidationConfigs: registry.schemaValidationConfigs.map(({ attribute }) => ({ attribute: attribute.value })),
    },
  };
}
