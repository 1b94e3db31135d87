import type { Instant } from '../../time/clock';

/** What a sequence number of Kinesis says; sorting the numbers of one shard sorts by `count`. */
export interface SequenceParts {
  /** When the shard was made, to the second. */
  readonly shardMade: Instant;
  readonly shardIndex: number;
  /** Of the record in its shard. */
  readonly count: bigint;
  /** When the record was written, to the second. */
  readonly written: Instant;
}

/** The highest count; that of the number at which a closed shard ends. */
export const LAST_COUNT = 0x7fffffffffffffffn;

const HEX_DIGITS = { seconds: 9, nibble: 1, count: 16, unknown: 2, index: 8 } as const;
const VERSION = '2';

/** The number in the form that Kinesis has used since 2014: 186 bits in 56 decimal digits, so that texts sort as numbers do. */
export function sequenceNumber({ shardMade, shardIndex, count, written }: SequenceParts): string {
  const digits = [
    ...['2', hex(seconds(shardMade), HEX_DIGITS.seconds), hex(shardIndex & 0xf, HEX_DIGITS.nibble)],
    ...[hex(count, HEX_DIGITS.count), hex(0, HEX_DIGITS.unknown), hex(seconds(written), HEX_DIGITS.seconds)],
    ...[hex(shardIndex, HEX_DIGITS.index), VERSION],
  ];
  return BigInt(`0x${digits.join('')}`).toString();
}

/** Undefined for a number that Kinesis would not have given. */
export function sequenceParts(text: string): SequenceParts | undefined {
  if (!/^[1-9]\d*$/.test(text)) return undefined;
  const [, made, count, written, index] =
    /^2([0-9a-f]{9})[0-9a-f]([0-7][0-9a-f]{15})[0-9a-f]{2}([0-9a-f]{9})([0-7][0-9a-f]{7})2$/.exec(BigInt(text).toString(16)) ??
    [];
  if (made === undefined || count === undefined || written === undefined || index === undefined) return undefined;
  return {
    shardMade: Number.parseInt(made, 16) * 1000,
    shardIndex: Number.parseInt(index, 16),
    count: BigInt(`0x${count}`),
    written: Number.parseInt(written, 16) * 1000,
  };
}

/** The number before this one, which no record has. */
export function justBefore(text: string): string {
  return (BigInt(text) - 1n).toString();
}

function seconds(at: Instant): number {
  return Math.floor(at / 1000);
}

function hex(value: number | bigint, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
