import type { MappingSettings } from '../../../model/event-source-mapping';
import type { SourceKind } from '../../../spec/event-source-mapping';

/** What a mapping has that says nothing of it (ESM-33). */
export function defaultsOf(kind: SourceKind): MappingSettings {
  if (kind === 'sqs') return { BatchSize: 10, MaximumBatchingWindowInSeconds: 0, FunctionResponseTypes: [] };
  if (kind === 'kinesis' || kind === 'dynamodb') {
    return {
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 0,
      ParallelizationFactor: 1,
      DestinationConfig: { OnFailure: {} },
      MaximumRecordAgeInSeconds: -1,
      BisectBatchOnFunctionError: false,
      MaximumRetryAttempts: -1,
      TumblingWindowInSeconds: 0,
      FunctionResponseTypes: [],
    };
  }
  return { BatchSize: 100, ...(kind === 'self-managed-kafka' && { StartingPosition: 'TRIM_HORIZON' }) };
}
