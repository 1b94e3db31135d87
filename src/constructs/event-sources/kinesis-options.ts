import type { StreamEventSourceProps } from './stream-options';

/** What can be said of a function that reads a stream of Kinesis. */
export interface KinesisEventSourceProps extends StreamEventSourceProps {
  /**
   * The time from which on Lambda reads, in seconds since 1970. With the `startingPosition` `AT_TIMESTAMP`, and only then.
   *
   * @default - None.
   */
  readonly startingPositionTimestamp?: number;
}
