import { AWS_SERVICES, type AwsServiceFacts, type AwsServiceId } from '../../spec/aws-services';
import type { RequestHead } from './http';
import type { Wire } from './protocol/wire';
import { isFormPost } from './s3/form';
import { isPresignedV2 } from './sigv2-presigned';

export interface AwsRequest {
  readonly wire: Wire;
  /** As in the scope of the signature: `dynamodb`, `s3`. */
  readonly service: string;
  /** Its name where the protocol tells it, otherwise method and path. */
  readonly operation: string;
}

/** The parts of a signature's scope that say what is asked of whom. */
export interface Scope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

const SERVICES = Object.entries(AWS_SERVICES) as readonly (readonly [AwsServiceId, AwsServiceFacts])[];

/** Whether the request looks as if an AWS client had sent it. */
export function isAwsRequest(head: RequestHead): boolean {
  const { headers, rawQuery } = head;
  return (
    headers.authorization?.startsWith('AWS4-') === true ||
    headers['x-amz-target'] !== undefined ||
    headers['smithy-protocol'] !== undefined ||
    headers['amz-sdk-invocation-id'] !== undefined ||
    rawQuery.includes('X-Amz-Credential=') ||
    isQueryForm(head)
  );
}

/** The service that a request is for, as far as its head tells: by target, Smithy's path, signature, host, client or path. */
export function serviceOf(head: RequestHead): AwsServiceId | undefined {
  const target = targetOf(head);
  if (target !== undefined) return SERVICES.find(([, facts]) => facts.target === target)?.[0];
  const signedFor = scopeOf(head)?.service;
  if (signedFor !== undefined) return SERVICES.find(([, facts]) => facts.signingName === signedFor)?.[0];
  if (isS3Host(head.hostName) || isPresignedV2(head) || isFormPost(head)) return 's3';
  const client = clientOf(head);
  return SERVICES.find(([, facts]) => facts.client === client || facts.paths?.test(head.rawPath))?.[0];
}

/** The service that an unsigned form is for: versions of the Query APIs are unlike. */
export function serviceOfVersion(version: string | null): AwsServiceId | undefined {
  return SERVICES.find(([, facts]) => facts.version === version)?.[0];
}

/** Which operation of which service is asked for, where that service is not here. */
export function recognise(head: RequestHead, body: Buffer | undefined): AwsRequest {
  const signedFor = scopeOf(head)?.service;
  const target = head.headers['x-amz-target'];
  if (typeof target === 'string') {
    const [prefix = '', operation = target] = target.split('.');
    return { wire: 'json', service: signedFor ?? prefix, operation };
  }
  if (head.headers['smithy-protocol'] === 'rpc-v2-cbor') {
    const [, , service = '', , operation = ''] = head.rawPath.split('/');
    return { wire: 'cbor', service: signedFor ?? service, operation };
  }
  const service = signedFor ?? 'an unnamed service';
  const action = actionOf(head, body);
  if (action !== undefined) return { wire: service === 'ec2' ? 'ec2' : 'query', service, operation: action };
  return { wire: REST_XML.get(service) ?? 'json', service, operation: `${head.method} ${head.rawPath}` };
}

/** Of a signature in the header or in the query: `<key>/<date>/<region>/<service>/aws4_request`. */
export function scopeOf({ headers, rawQuery }: RequestHead): Scope | undefined {
  const inHeader = /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1];
  const credential = inHeader ?? (rawQuery.includes('X-Amz-') ? new URLSearchParams(rawQuery).get('X-Amz-Credential') : null);
  const parts = credential?.split('/') ?? [];
  const [region, service] = parts.slice(-3);
  if (parts.length < 5 || region === undefined || service === undefined) return undefined;
  return { accessKeyId: parts.slice(0, -4).join('/'), region, service };
}

/** All other services without targets and actions speak REST-JSON. */
const REST_XML: ReadonlyMap<string, Wire> = new Map([
  ['s3', 's3'],
  ['s3express', 's3'],
  ['s3-object-lambda', 's3'],
  ['cloudfront', 'xml'],
  ['route53', 'xml'],
]);

/** The service's name in `X-Amz-Target`, or in the path of Smithy RPC v2. */
function targetOf({ headers, rawPath }: RequestHead): string | undefined {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(0, Math.max(0, target.lastIndexOf('.')));
  if (headers['smithy-protocol'] === undefined) return undefined;
  const service = /^\/service\/([^/]+)\/operation\/[^/]+$/.exec(rawPath)?.[1];
  return service?.slice(service.lastIndexOf('.') + 1);
}

/** `s3.<region>.localhost`, with or without a bucket in front. */
function isS3Host(hostName: string): boolean {
  return /^(?:.+\.)?s3(?:[.-][a-z0-9-]+)?\.localhost$/.test(hostName);
}

/** An SDK's client says who it is, also when it signs nothing: `api/s3#3.1143.0`. */
function clientOf({ headers }: RequestHead): string | undefined {
  return /(?:^| )api\/([a-z0-9_-]+)#/.exec(headers['user-agent'] ?? '')?.[1]?.replaceAll('_', '-');
}

/** An unsigned request of the Query protocol: a form, or parameters with an action, at the root. */
function isQueryForm({ headers, rawPath, rawQuery }: RequestHead): boolean {
  if (rawPath !== '/') return false;
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') || /(^|&)Action=/.test(rawQuery);
}

function actionOf({ headers, rawQuery }: RequestHead, body: Buffer | undefined): string | undefined {
  const inQuery = new URLSearchParams(rawQuery).get('Action');
  if (inQuery !== null) return inQuery;
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded') || body === undefined) return undefined;
  return new URLSearchParams(body.toString()).get('Action') ?? undefined;
}
