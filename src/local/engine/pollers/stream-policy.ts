import type { MappingSettings } from '../../../model/event-source-mapping';
import { NO_LIMIT } from '../../../spec/event-source-mapping';
import { STREAM_BATCH_SIZE, STREAM_POLLER } from '../../../spec/stream-poller';

/** How a lane hands records over, as the mapping says. */
export interface LanePolicy {
  readonly batchSize: number;
  readonly windowMs: number;
  /** Undefined: as often as the records live. */
  readonly retries: number | undefined;
  /** The older ones are given up; never longer than the stream keeps them (STR-01). */
  readonly ageMs: number;
  readonly bisects: boolean;
  /** Length of tumbling windows; undefined without them. */
  readonly tumblingMs: number | undefined;
  /** How long after its end a tumbling window is closed: then everything of it has been read. */
  readonly graceMs: number;
}

export function lanePolicy(settings: MappingSettings, retentionMs: number, pollMs: number): LanePolicy {
  const { MaximumRetryAttempts: retries = NO_LIMIT, MaximumRecordAgeInSeconds: age = NO_LIMIT } = settings;
  return {
    batchSize: settings.BatchSize ?? STREAM_BATCH_SIZE,
    windowMs: 1000 * (settings.MaximumBatchingWindowInSeconds ?? 0),
    retries: retries === NO_LIMIT ? undefined : retries,
    ageMs: age === NO_LIMIT ? retentionMs : Math.min(1000 * age, retentionMs),
    bisects: settings.BisectBatchOnFunctionError === true,
    tumblingMs: settings.TumblingWindowInSeconds ? 1000 * settings.TumblingWindowInSeconds : undefined,
    graceMs: pollMs,
  };
}

/** STR-04; `dice` from 0, below 1. */
export function backOffMs(failures: number, dice: number): number {
  const { firstMs, factor, jitter, mostMs } = STREAM_POLLER.backOff;
  const wait = firstMs * factor ** Math.min(failures - 1, 100);
  return Math.round(Math.min(mostMs, wait * (1 + jitter * (2 * dice - 1))));
}
