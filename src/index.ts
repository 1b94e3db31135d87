export { AssetLayer, type AssetLayerProps } from './constructs/asset-layer';
export { type EdgeEventOptions, EdgeFunction } from './constructs/edge-function';
export type { EdgeFunctionProps } from './constructs/edge-function-props';
export { ActiveMqEventSource, type ActiveMqEventSourceProps } from './constructs/event-sources/active-mq-event-source';
export { AlarmEventSource, type AlarmEventSourceProps } from './constructs/event-sources/alarm-event-source';
export { AlbEventSource, type AlbEventSourceProps } from './constructs/event-sources/alb-event-source';
export type { AlbHealthCheck } from './constructs/event-sources/alb-health-check';
export { AlexaSkillEventSource } from './constructs/event-sources/alexa-skill-event-source';
export { ApiEventSource, type ApiEventSourceProps } from './constructs/event-sources/api-event-source';
export {
  AppSyncAuthorizerEventSource,
  type AppSyncAuthorizerEventSourceProps,
} from './constructs/event-sources/app-sync-authorizer-event-source';
export { AppSyncEventSource, type AppSyncEventSourceProps } from './constructs/event-sources/app-sync-event-source';
export { CloudFrontEventSource, type CloudFrontEventSourceProps } from './constructs/event-sources/cloud-front-event-source';
export { CodeCommitEventSource, type CodeCommitEventSourceProps } from './constructs/event-sources/code-commit-event-source';
export {
  CodePipelineEventSource,
  type CodePipelineEventSourceProps,
} from './constructs/event-sources/code-pipeline-event-source';
export { CognitoEventSource, type CognitoEventSourceProps } from './constructs/event-sources/cognito-event-source';
export { ConfigRuleEventSource, type ConfigRuleEventSourceProps } from './constructs/event-sources/config-rule-event-source';
export {
  CustomResourceEventSource,
  type CustomResourceEventSourceProps,
} from './constructs/event-sources/custom-resource-event-source';
export {
  DocumentDbEventSource,
  type DocumentDbEventSourceProps,
  FullDocument,
} from './constructs/event-sources/document-db-event-source';
export { DynamoEventSource, type DynamoEventSourceProps } from './constructs/event-sources/dynamo-event-source';
export { EventBridgeEventSource, type EventBridgeEventSourceProps } from './constructs/event-sources/event-bridge-event-source';
export { EventFilter } from './constructs/event-sources/event-filter';
export { FieldFilter, type NumberRange } from './constructs/event-sources/field-filter';
export { FirehoseEventSource, type FirehoseEventSourceProps } from './constructs/event-sources/firehose-event-source';
export { HttpApiEventSource, type HttpApiEventSourceProps } from './constructs/event-sources/http-api-event-source';
export {
  HttpAuthorizerEventSource,
  type HttpAuthorizerEventSourceProps,
} from './constructs/event-sources/http-authorizer-event-source';
export { IotButtonEventSource, type IotButtonEventSourceProps } from './constructs/event-sources/iot-button-event-source';
export { IotEventsEventSource } from './constructs/event-sources/iot-events-event-source';
export { IotRuleEventSource, type IotRuleEventSourceProps } from './constructs/event-sources/iot-rule-event-source';
export type { KafkaEventSourceProps } from './constructs/event-sources/kafka-options';
export { KinesisConsumerEventSource } from './constructs/event-sources/kinesis-consumer-event-source';
export { KinesisEventSource } from './constructs/event-sources/kinesis-event-source';
export {
  KinesisFanOutEventSource,
  type KinesisFanOutEventSourceProps,
} from './constructs/event-sources/kinesis-fan-out-event-source';
export type { KinesisEventSourceProps } from './constructs/event-sources/kinesis-options';
export {
  LatticeEventSource,
  type LatticeEventSourceProps,
  LatticeEventVersion,
} from './constructs/event-sources/lattice-event-source';
export { LexEventSource } from './constructs/event-sources/lex-event-source';
export { LogsEventSource, type LogsEventSourceProps } from './constructs/event-sources/logs-event-source';
export {
  ManagedKafkaEventSource,
  type ManagedKafkaEventSourceProps,
} from './constructs/event-sources/managed-kafka-event-source';
export type { BatchOptions, FilterOptions, MappingOptions, RetryOptions } from './constructs/event-sources/mapping-options';
export type { MqEventSourceProps } from './constructs/event-sources/mq-options';
export { PipeEventSource, type PipeEventSourceProps } from './constructs/event-sources/pipe-event-source';
export {
  type PipeQueueOptions,
  PipeSource,
  type PipeStreamOptions,
  type PipeTableOptions,
} from './constructs/event-sources/pipe-source';
export {
  type PipeBusOptions,
  PipeInvocationType,
  PipeTarget,
  type PipeTargetOptions,
} from './constructs/event-sources/pipe-target';
export { PolledEventSource } from './constructs/event-sources/polled-event-source';
export { RabbitMqEventSource, type RabbitMqEventSourceProps } from './constructs/event-sources/rabbit-mq-event-source';
export { RdsEventSource, type RdsEventSourceProps } from './constructs/event-sources/rds-event-source';
export {
  RequestAuthorizerEventSource,
  type RequestAuthorizerEventSourceProps,
} from './constructs/event-sources/request-authorizer-event-source';
export type { RuleTargetOptions } from './constructs/event-sources/rule-target';
export { S3BatchEventSource, type S3BatchEventSourceProps } from './constructs/event-sources/s3-batch-event-source';
export {
  S3EventBridgeEventSource,
  type S3EventBridgeEventSourceProps,
  S3EventBridgeType,
} from './constructs/event-sources/s3-event-bridge-event-source';
export { S3EventSource, type S3EventSourceProps } from './constructs/event-sources/s3-event-source';
export {
  S3ObjectLambdaEventSource,
  type S3ObjectLambdaEventSourceProps,
} from './constructs/event-sources/s3-object-lambda-event-source';
export { ScheduleEventSource, type ScheduleEventSourceProps } from './constructs/event-sources/schedule-event-source';
export {
  SecretRotationEventSource,
  type SecretRotationEventSourceProps,
} from './constructs/event-sources/secret-rotation-event-source';
export {
  SelfManagedKafkaEventSource,
  type SelfManagedKafkaEventSourceProps,
} from './constructs/event-sources/self-managed-kafka-event-source';
export { SesEventSource, type SesEventSourceProps, SesInvocationType } from './constructs/event-sources/ses-event-source';
export { SnsEventSource, type SnsEventSourceProps } from './constructs/event-sources/sns-event-source';
export { SqsEventSource, type SqsEventSourceProps } from './constructs/event-sources/sqs-event-source';
export {
  StepFunctionsEventSource,
  type StepFunctionsEventSourceProps,
} from './constructs/event-sources/step-functions-event-source';
export type { StreamEventSourceProps } from './constructs/event-sources/stream-options';
export {
  TokenAuthorizerEventSource,
  type TokenAuthorizerEventSourceProps,
} from './constructs/event-sources/token-authorizer-event-source';
export {
  WebSocketAuthorizerEventSource,
  type WebSocketAuthorizerEventSourceProps,
} from './constructs/event-sources/web-socket-authorizer-event-source';
export { WebSocketEventSource, type WebSocketEventSourceProps } from './constructs/event-sources/web-socket-event-source';
export { FunctionAlias, type FunctionAliasProps } from './constructs/function-alias';
export type { FunctionOptions } from './constructs/function-options';
export { UrlAuth, type UrlOptions } from './constructs/function-url';
export { ImageFunction, type ImageFunctionProps } from './constructs/image-function';
export { ImportedFunction, type ImportedFunctionOptions } from './constructs/imported-function';
export { InlineFunction, type InlineFunctionProps } from './constructs/inline-function';
export { Layers } from './constructs/layers';
export type { NodeBundlingOptions } from './constructs/node-bundling-options';
export { NodeFunction, type NodeFunctionProps } from './constructs/node-function';
export { NodeModulesLayer, type NodeModulesLayerProps } from './constructs/node-modules-layer';
export { PythonFunction, type PythonFunctionProps } from './constructs/python-function';
export { PythonLayer, type PythonLayerProps } from './constructs/python-layer';
export { Release, type ReleaseProps } from './constructs/release';
export { Rules } from './constructs/rules';
export { type CanaryOptions, type DeploymentOptions, type LinearOptions, Traffic } from './constructs/traffic';
export { UrlDistribution, type UrlDistributionProps } from './constructs/url-distribution';
export { type NetworkInterfaceEstimate, NetworkInterfaces } from './constructs/vpc/network-interfaces';
export { ServiceEndpoint } from './constructs/vpc/service-endpoint';
export { VpcAccess } from './constructs/vpc/vpc-access';
export type { VpcAccessOptions } from './constructs/vpc/vpc-access-options';
export type { VpcProps } from './constructs/vpc/vpc-options';
export { ZipFunction, type ZipFunctionProps } from './constructs/zip-function';
