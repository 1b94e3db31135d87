import { BATCH_SIZE, BATCHING_WINDOW, MAPPING_RETRIES, PARALLELIZATION_FACTOR, RECORD_AGE } from './event-source-mapping';
import type { Limit } from './limit';

/** What the source of a pipe may be told; as of event source mappings (PIP-06). */
export const PIPE_SOURCE_RANGES: Readonly<Record<string, Limit>> = {
  BatchSize: BATCH_SIZE,
  MaximumBatchingWindowInSeconds: BATCHING_WINDOW,
  ParallelizationFactor: PARALLELIZATION_FACTOR,
  MaximumRetryAttempts: MAPPING_RETRIES,
  MaximumRecordAgeInSeconds: RECORD_AGE,
};

/** The most filters of a pipe (PIP-04). */
export const PIPE_FILTERS = 5;

/** The most characters of an input template (PIP-05). */
export const PIPE_TEMPLATE_LENGTH = 8192;
