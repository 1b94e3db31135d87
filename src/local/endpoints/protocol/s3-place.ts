import type { RequestHead } from '../http';

/**
 * The path of a request to S3, with its bucket in front wherever the client put it: `<bucket>.s3.<region>.localhost`,
 * `<bucket>.s3.localhost`, `<bucket>.localhost`, or already in the path.
 */
export function s3Path({ hostName, rawPath }: Pick<RequestHead, 'hostName' | 'rawPath'>): string {
  if (/^(?:s3(?:[.-][a-z0-9-]+)?\.)?localhost$/.test(hostName)) return rawPath;
  const bucket = /^(.+?)(?:\.s3(?:[.-][a-z0-9-]+)?)?\.localhost$/.exec(hostName)?.[1];
  return bucket === undefined ? rawPath : `/${bucket}${rawPath}`;
}

/** The bucket that a request is about; empty where it is about none. */
export function bucketOf(head: Pick<RequestHead, 'hostName' | 'rawPath'>): string {
  return s3Path(head).split('/')[1] ?? '';
}

/**
 * The head with what S3 takes for headers too: the trailers of the body and, pre-signed, parameters of the query.
 *
 * Checksums in a query were worked out by SDKs before there was a body; S3 does not look at them.
 */
export function s3Head(head: RequestHead, trailers: Readonly<Record<string, string>>): RequestHead {
  const query = /(?:^|&)(?:X-Amz-)?Signature=/.test(head.rawQuery) ? [...new URLSearchParams(head.rawQuery)] : [];
  const hoisted = query.filter(([name]) => /^(?:x-amz-(?!(?:sdk-)?checksum-)|content-(?:type|md5)$)/.test(name));
  if (hoisted.length === 0 && Object.keys(trailers).length === 0) return head;
  return { ...head, headers: { ...Object.fromEntries(hoisted), ...trailers, ...head.headers } };
}
