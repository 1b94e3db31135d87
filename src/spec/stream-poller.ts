/** How Lambda reads streams. Where AWS does not publish a number, it is a choice of ours (DSP-10). */
export const STREAM_POLLER = {
  /** Between two reads of a shard, in milliseconds (SIM-06, SIM-07). */
  pollMs: { kinesis: 1000, dynamodb: 250 },
  /** Waits between attempts (STR-04, SIM-08): each is longer by the factor, and by half more or less at random. */
  backOff: { firstMs: 500, factor: 1.5, jitter: 0.5, mostMs: 60_000 },
  /** Records of a shard that were read and wait for their function; as many as the largest batch. */
  buffered: 10_000,
} as const;

/** Records of one invocation, unless the mapping says otherwise (ESM-33). */
export const STREAM_BATCH_SIZE = 100;

/** State of a tumbling window, in bytes of JSON: one that is larger ends the window (STR-12). */
export const WINDOW_STATE_MAX = 1_048_576;
