import { checkEventPattern } from '../../../model/event-pattern';
import type { EventSourceMapping, MappingSettings } from '../../../model/event-source-mapping';
import {
  AT_TIMESTAMP,
  FIFO_BATCH_SIZE,
  FILTERS,
  NEEDS_STARTING_POSITION,
  type SourceKind,
  SUPPORT,
  UNWINDOWED_BATCH_SIZE,
} from '../../../spec/event-source-mapping';
import type { AwsError } from '../../engine/aws-error';
import { invalidParameter } from '../../engine/registry/preconditions';
import { detected, violation } from './shape-errors';

interface Judged extends Pick<EventSourceMapping, 'eventSourceArn' | 'settings'> {
  readonly kind: SourceKind;
}

/** Why Lambda does not take a mapping with these settings, of which those `given` are new. */
export function mappingError({ kind, eventSourceArn = '', settings }: Judged, given: MappingSettings): AwsError | undefined {
  return (
    unsupportedError(kind, settings, given) ??
    startError(kind, eventSourceArn, settings) ??
    batchError(kind, eventSourceArn, settings) ??
    filterError(settings) ??
    ageError(settings) ??
    pollersError(settings)
  );
}

/** ESM-04 to ESM-21. The text is recorded for destinations (ESM-17), and that of queues. */
function unsupportedError(kind: SourceKind, settings: MappingSettings, given: MappingSettings): AwsError | undefined {
  const inProvisionedMode = settings.ProvisionedPollerConfig !== undefined;
  const wrong = Object.keys(given).find((property) => {
    const support = SUPPORT.find((each) => each.property === property);
    if (!support || support.kinds.includes(kind)) return false;
    return !(inProvisionedMode && support.provisioned?.includes(kind));
  });
  const onSuccess = (given.DestinationConfig as { readonly OnSuccess?: object } | undefined)?.OnSuccess;
  if (kind === 'sqs' && wrong === 'StartingPosition') {
    return invalidParameter('StartingPosition is not valid for SQS event sources.');
  }
  const unsupported = wrong ?? (onSuccess && Object.keys(onSuccess).length > 0 ? 'DestinationConfig' : undefined);
  return unsupported === undefined
    ? undefined
    : invalidParameter(`Unsupported ${unsupported} parameter for given event source mapping type.`);
}

/** ESM-11, ESM-43, ESM-45; recorded, but for a time that is missing. */
function startError(kind: SourceKind, arn: string, settings: MappingSettings): AwsError | undefined {
  const { StartingPosition: position, StartingPositionTimestamp: from } = settings;
  if (position === undefined && NEEDS_STARTING_POSITION.includes(kind)) {
    return invalidParameter(`${detected([violation(null, 'startingPosition', 'Member must not be null')])}.`);
  }
  if (position !== AT_TIMESTAMP) {
    return from === undefined ? undefined : invalidParameter('Timestamp only valid with StartingPosition AT_TIMESTAMP');
  }
  if (kind === 'dynamodb') return invalidParameter(`Unsupported starting position for arn type: ${arn}`);
  if (from === undefined) return invalidParameter('The StartingPosition AT_TIMESTAMP needs a StartingPositionTimestamp.');
  if (from >= 0 || kind !== 'kinesis') return undefined;
  return invalidParameter(
    'Received Exception while reading from provided stream. class java.lang.Long can not be converted to a Timestamp',
  );
}

/** ESM-01 to ESM-03. */
function batchError(kind: SourceKind, arn: string, settings: MappingSettings): AwsError | undefined {
  if (kind !== 'sqs') return undefined;
  const { BatchSize: size = UNWINDOWED_BATCH_SIZE, MaximumBatchingWindowInSeconds: window = 0 } = settings;
  if (arn.endsWith('.fifo')) {
    if (window > 0) return invalidParameter('Batching window is not supported for FIFO queues');
    return size > FIFO_BATCH_SIZE ? invalidParameter(`A FIFO queue takes a BatchSize of at most ${FIFO_BATCH_SIZE}.`) : undefined;
  }
  if (size <= UNWINDOWED_BATCH_SIZE || window > 0) return undefined;
  return invalidParameter('Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10');
}

/** ESM-16, ESM-49. */
function filterError({ FilterCriteria: criteria }: MappingSettings): AwsError | undefined {
  const patterns = (criteria?.Filters ?? []).map(({ Pattern = '' }) => Pattern);
  if (patterns.length > FILTERS.quota) return invalidParameter(`A mapping has at most ${FILTERS.quota} filters.`);
  return patterns.every(isPattern) ? undefined : invalidParameter('Invalid filter pattern definition.');
}

function isPattern(pattern: string): boolean {
  try {
    checkEventPattern(pattern);
    return true;
  } catch {
    return false;
  }
}

/** ESM-06: documented, the text is not. */
function ageError({ MaximumRecordAgeInSeconds: age = -1 }: MappingSettings): AwsError | undefined {
  if (age === -1 || age >= 60) return undefined;
  return invalidParameter('MaximumRecordAgeInSeconds must be -1, or 60 at the least.');
}

/** ESM-08, ESM-09, ESM-53. */
function pollersError({
  ProvisionedPollerConfig: pollers,
  ScalingConfig: scaling,
  ...rest
}: MappingSettings): AwsError | undefined {
  if (pollers && scaling?.MaximumConcurrency !== undefined) {
    return invalidParameter('ScalingConfig and ProvisionedPollerConfig cannot be used together.');
  }
  if ((pollers?.MinimumPollers ?? 1) > (pollers?.MaximumPollers ?? Number.POSITIVE_INFINITY)) {
    return invalidParameter('MinimumPollers cannot be more than MaximumPollers.');
  }
  const lacksAccess = rest.SelfManagedEventSource && (rest.SourceAccessConfigurations ?? []).length === 0;
  return lacksAccess ? invalidParameter("Required 'sourceAccessConfigurations' parameter is missing.") : undefined;
}
