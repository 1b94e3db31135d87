import type { RequestHead } from '../http';

/**
 * The path of a request to S3, with its bucket in front wherever the client put it: `<bucket>.s3.<region>.localhost`,
 * `<bucket>.s3.localhost`, or already in the path.
 */
export function s3Path({ hostName, rawPath }: Pick<RequestHead, 'hostName' | 'rawPath'>): string {
  const bucket = /^(.+)\.s3[.-](?:[a-z0-9-]+\.)?localhost$/.exec(hostName)?.[1];
  return bucket === undefined ? rawPath : `/${bucket}${rawPath}`;
}
