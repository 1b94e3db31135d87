import { type AwsError, awsError } from '../../engine/aws-error';

/** From the first byte to the last, both in it. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** The part that a `Range` header asks for; undefined for the whole, which S3 gives for ranges that it cannot read, and for several. */
export function rangeOf(header: string | undefined, size: number): ByteRange | AwsError | undefined {
  const [, from = '', to = ''] = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (first < size && (from !== '' || Number(to) > 0)) return { first, last };
  return awsError('InvalidRange', 416, 'The requested range is not satisfiable', {
    RangeRequested: header as string,
    ActualObjectSize: String(size),
  });
}
