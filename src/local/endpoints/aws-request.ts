import type { RequestHead } from './http';

/** How a client expects to be told of an error. */
export type Protocol = 'json' | 'cbor' | 'query' | 'ec2' | 'xml' | 's3';

export interface AwsRequest {
  readonly protocol: Protocol;
  /** As in the scope of the signature: `dynamodb`, `s3`. */
  readonly service: string;
  /** Its name where the protocol tells it, otherwise method and path. */
  readonly operation: string;
}

/** Whether the request looks as if an AWS client had sent it. */
export function isAwsRequest({ headers, rawQuery }: RequestHead): boolean {
  return (
    headers.authorization?.startsWith('AWS4-') === true ||
    headers['x-amz-target'] !== undefined ||
    headers['smithy-protocol'] !== undefined ||
    headers['amz-sdk-invocation-id'] !== undefined ||
    rawQuery.includes('X-Amz-Credential=')
  );
}

/** Which operation of which service is asked for. */
export function recognise(head: RequestHead, body: Buffer | undefined): AwsRequest {
  const signedFor = signingService(head);
  const target = head.headers['x-amz-target'];
  if (typeof target === 'string') {
    const [prefix = '', operation = target] = target.split('.');
    return { protocol: 'json', service: signedFor ?? prefix, operation };
  }
  if (head.headers['smithy-protocol'] === 'rpc-v2-cbor') {
    const [, , service = '', , operation = ''] = head.rawPath.split('/');
    return { protocol: 'cbor', service: signedFor ?? service, operation };
  }
  const service = signedFor ?? 'an unnamed service';
  const action = actionOf(head, body);
  if (action !== undefined) return { protocol: service === 'ec2' ? 'ec2' : 'query', service, operation: action };
  return { protocol: REST_XML.get(service) ?? 'json', service, operation: `${head.method} ${head.rawPath}` };
}

/** All other services without targets and actions speak REST-JSON. */
const REST_XML: ReadonlyMap<string, Protocol> = new Map([
  ['s3', 's3'],
  ['s3express', 's3'],
  ['s3-object-lambda', 's3'],
  ['cloudfront', 'xml'],
  ['route53', 'xml'],
]);

/** From the credential scope: `<key>/<date>/<region>/<service>/aws4_request`. */
function signingService({ headers, rawQuery }: RequestHead): string | undefined {
  const inHeader = /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1];
  const credential = inHeader ?? new URLSearchParams(rawQuery).get('X-Amz-Credential');
  return credential?.split('/').at(-2);
}

function actionOf({ headers, rawQuery }: RequestHead, body: Buffer | undefined): string | undefined {
  const inQuery = new URLSearchParams(rawQuery).get('Action');
  if (inQuery !== null) return inQuery;
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded') || body === undefined) return undefined;
  return new URLSearchParams(body.toString()).get('Action') ?? undefined;
}
