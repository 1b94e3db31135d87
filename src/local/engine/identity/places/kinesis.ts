import type { KinesisPlace } from '../../../../spec/iam/kinesis';
import { arnOf, EVERYTHING, type Places } from './place';

export const KINESIS_PLACES: Places<KinesisPlace> = {
  everything: EVERYTHING,
  /** What reads a shard need not name the stream, and its iterator does not tell it. */
  stream: ({ StreamARN, StreamName }: { readonly StreamARN?: string; readonly StreamName?: string }, call) => {
    if (StreamARN !== undefined) return [StreamARN];
    return StreamName === undefined ? undefined : [arnOf('kinesis', `stream/${StreamName}`, call)];
  },
};
