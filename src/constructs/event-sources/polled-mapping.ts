import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Tags } from 'aws-cdk-lib/core';
import type { SourceKind } from '../../spec/event-source-mapping';
import { ConstructError } from '../construct-error';
import { type FailureDestination, failureDestination } from './failure-destination';
import { checkFilters } from './filter-check';
import { allowFilterKey } from './filter-key';
import { checkBatches, checkTarget, type SourceEnvironment } from './mapping-check';
import type { BatchOptions, FilterOptions, MappingOptions, RetryOptions } from './mapping-options';
import { checkRetries } from './retry-check';
import { allowTarget } from './role-of-target';
import { wholeSeconds } from './whole-seconds';

type Properties = Partial<lambda.CfnEventSourceMappingProps>;

/** A source that a target is about to read. */
export interface PolledMapping {
  readonly kind: SourceKind;
  /** The id that aws-cdk-lib gives to the mapping, where it has such a source: who comes from there keeps the mapping. */
  readonly id: string;
  readonly source: { readonly eventSourceArn: string } | { readonly kafkaBootstrapServers: string[] };
  readonly environment: SourceEnvironment;
  /** What the target must be allowed on the source. */
  readonly statements: readonly iam.PolicyStatement[];
  readonly options: MappingOptions & Partial<BatchOptions & FilterOptions & RetryOptions>;
  /** Properties of this kind of source. */
  readonly more: Properties;
  /** Of the table, when records come from one. */
  readonly streamViewType?: string;
  /** Which destinations of failures there are beside queues, topics and buckets. */
  readonly kafkaTopics?: (topic: string) => readonly iam.PolicyStatement[];
}

/** Makes the mapping, after everything that is known of it was checked. */
export function readBy(target: lambda.IFunction, polled: PolledMapping): lambda.EventSourceMapping {
  const { kind, id, options, source, environment, statements } = polled;
  if (target.node.tryFindChild(id) !== undefined) {
    throw new ConstructError(target, 'SOURCE_TWICE', `${id} is there already (ESM-50 to ESM-52).`);
  }
  checkTarget(target, kind, environment);
  checkBatches(target, kind, options);
  checkRetries(target, options);
  checkFilters(target, kind, options, polled.streamViewType);
  const destination = options.onFailure && failureDestination(target, options.onFailure, polled.kafkaTopics);

  const allowed = allowTarget(target, target, [...statements, ...(destination?.statements ?? [])], options.roleHasPermissions);
  const mapping = target.addEventSourceMapping(id, source);
  mapping.node.addDependency(...allowed);
  complete(mapping, target, polled, destination);
  return mapping;
}

/** aws-cdk-lib's mapping leaves out what it does not know, and refuses tokens: the rest is said to the resource itself. */
function complete(
  mapping: lambda.EventSourceMapping,
  target: lambda.IFunction,
  { options, more }: PolledMapping,
  destination: FailureDestination | undefined,
): void {
  const { filters, filterEncryption, metricsConfig, maxBatchingWindow, maxRecordAge, tags = {} } = options;
  const arn = destination?.bind(mapping);
  const properties: Properties = {
    enabled: options.enabled,
    batchSize: options.batchSize,
    maximumBatchingWindowInSeconds: maxBatchingWindow && wholeSeconds(maxBatchingWindow),
    functionResponseTypes: options.reportBatchItemFailures === true ? ['ReportBatchItemFailures'] : undefined,
    bisectBatchOnFunctionError: options.bisectBatchOnError,
    maximumRetryAttempts: options.retryAttempts,
    maximumRecordAgeInSeconds: maxRecordAge && wholeSeconds(maxRecordAge),
    destinationConfig: arn === undefined ? undefined : { onFailure: { destination: arn } },
    filterCriteria: filters && { filters },
    kmsKeyArn: filterEncryption?.keyArn,
    metricsConfig,
    ...more,
  };
  const known = Object.entries(properties).filter(([, value]) => value !== undefined);
  Object.assign(mapping.node.defaultChild as lambda.CfnEventSourceMapping, Object.fromEntries(known));
  for (const [key, value] of Object.entries(tags)) Tags.of(mapping).add(key, value);
  if (filterEncryption) allowFilterKey(target, filterEncryption);
}
