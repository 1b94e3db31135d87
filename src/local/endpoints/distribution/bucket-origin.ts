import type { AwsError } from '../../engine/aws-error';
import { type EdgeRequest, type EdgeResponse, edgeHeaders } from './edge-message';

/** Reads an object, as the operation of S3 does it. */
export type ReadObject = (input: ObjectRead) => unknown;

export interface ObjectRead {
  readonly Bucket: string;
  readonly Key: string;
  readonly Range?: string;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly IfModifiedSince?: Date;
  readonly IfUnmodifiedSince?: Date;
}

/** Members of what S3 answers that are headers, beside the metadata. */
const HEADERS: Readonly<Record<string, string>> = {
  AcceptRanges: 'Accept-Ranges',
  CacheControl: 'Cache-Control',
  ContentDisposition: 'Content-Disposition',
  ContentEncoding: 'Content-Encoding',
  ContentLanguage: 'Content-Language',
  ContentRange: 'Content-Range',
  ContentType: 'Content-Type',
  ETag: 'ETag',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  VersionId: 'x-amz-version-id',
};

/** What a bucket answers: the object, or an error as S3 writes it; who may not list does not hear that there is none. */
export async function fromBucket(
  request: EdgeRequest,
  bucket: { readonly name: string; readonly mayRead: boolean; readonly mayList: boolean },
  path: string,
  read: ReadObject,
): Promise<EdgeResponse> {
  if (!['GET', 'HEAD'].includes(request.method))
    return refused(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
  if (!bucket.mayRead) return denied();
  const key = decoded(`${path}${request.uri}`.slice(1));
  const header = (name: string) => request.headers[name]?.[0]?.value;
  const [range, match, noneMatch] = ['range', 'if-match', 'if-none-match'].map(header);
  const [modified, unmodified] = ['if-modified-since', 'if-unmodified-since'].map((name) => dateOf(header(name)));
  // The error is told apart from all outputs by its kind.
  const answer = (await read({
    ...{ Bucket: bucket.name, Key: key },
    ...(range !== undefined && { Range: range }),
    ...(match !== undefined && { IfMatch: match }),
    ...(noneMatch !== undefined && { IfNoneMatch: noneMatch }),
    ...(modified !== undefined && { IfModifiedSince: modified }),
    ...(unmodified !== undefined && { IfUnmodifiedSince: unmodified }),
  })) as Readonly<Record<string, unknown>> | AwsError;
  if ((answer as AwsError).kind === 'awsError') {
    const { type, status, message } = answer as AwsError;
    if (status === 304) return { status, statusDescription: 'Not Modified', headers: {}, body: '' };
    return type === 'NoSuchKey' && !bucket.mayList ? denied() : refused(status, type, message);
  }
  const found = answer as Readonly<Record<string, unknown>>;
  const status = found.ContentRange === undefined ? 200 : 206;
  return {
    status,
    statusDescription: status === 200 ? 'OK' : 'Partial Content',
    headers: headersOf(found),
    body: found.Body as Uint8Array,
  };
}

function headersOf(found: Readonly<Record<string, unknown>>): EdgeResponse['headers'] {
  const { LastModified, Metadata } = found as { LastModified?: Date; Metadata?: Readonly<Record<string, string>> };
  const members = Object.entries(HEADERS).flatMap(([name, header]) =>
    found[name] === undefined ? [] : [[header, String(found[name])] as const],
  );
  return edgeHeaders([
    ...members,
    ...(LastModified === undefined ? [] : [['Last-Modified', LastModified.toUTCString()] as const]),
    ...Object.entries(Metadata ?? {}).map(([name, value]) => [`x-amz-meta-${name}`, value] as const),
    ['Server', 'AmazonS3'],
  ]);
}

function denied(): EdgeResponse {
  return refused(403, 'AccessDenied', 'Access Denied');
}

function refused(status: number, code: string, message: string): EdgeResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  const headers = edgeHeaders([
    ['Content-Type', 'application/xml'],
    ['Server', 'AmazonS3'],
  ]);
  return { status, statusDescription: '', headers, body };
}

function dateOf(text: string | undefined): Date | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
