import { AWS_SERVICES, type AwsServiceId } from '../../spec/aws-services';
import type { Chance } from '../chance-port';
import { type AwsError, awsError } from '../engine/aws-error';
import type { Gate } from '../engine/identity/gate';
import type { Lambda } from '../engine/ports';
import type { AwsService, Call } from '../engine/service-port';
import type { Journal } from '../journal/journal';
import { type AuthenticationOptions, authenticationError } from './authentication';
import { isAwsRequest, recognise, scopeOf, serviceOf, serviceOfVersion } from './aws-request';
import { type CallersKnown, callFacts } from './call-facts';
import { type Door, type HttpResponse, type RequestBody, type RequestHead, type Visit, withHeaders } from './http';
import { gated } from './invoke-gate';
import { lambdaError } from './lambda-error';
import { invokeVisit } from './lambda-invoke';
import { invokeStreamVisit } from './lambda-invoke-stream';
import { errorResponse } from './protocol/error-response';
import { bucketOf } from './protocol/s3-place';
import { DEFAULT_BODY_LIMIT, type SchemaText, ServedService } from './protocol/served-service';
import type { Wire } from './protocol/wire';
import { preflightRefusal, preflightResponse, withBucketCors } from './s3/bucket-cors';
import { isBucketPost } from './s3/form';
import { formPost } from './s3/form-post';

export interface AwsApiOptions {
  /** @default Invoke is an operation like others, of a service in the table */
  readonly lambda?: Lambda;
  readonly journal: Journal;
  readonly chance: Chance;
  /** @default every request is let in */
  readonly authentication?: AuthenticationOptions;
  /** Whom IAM lets in. @default everybody */
  readonly gate?: Gate;
  /** @default none: every operation but Lambda's Invoke is refused by name */
  readonly services?: ServiceOptions;
}

export interface ServiceOptions extends CallersKnown {
  readonly table: readonly AwsService[];
  readonly schema: SchemaText;
}

/** The AWS APIs: Lambda's Invoke, whole or streamed, and the services of the table; every other operation is refused by name. */
export function awsApiDoor(options: AwsApiOptions): Door {
  const served = servedBy(options.services);
  const longest = Math.max(DEFAULT_BODY_LIMIT, ...[...served.values()].map(({ bodyLimit }) => bodyLimit));
  return (head) => {
    const { lambda, chance } = options;
    const invoke = lambda && (invokeVisit(head, lambda, chance) ?? invokeStreamVisit(head, lambda, chance));
    if (invoke) {
      const { gate, services } = options;
      return authenticated(options, head, gate && services ? gated(invoke, head, gate, services, chance) : invoke);
    }
    const id = serviceOf(head) ?? (isForBucket(head, served) ? 's3' : undefined);
    const service = id && served.get(id);
    if (service) return { bodyLimit: service.bodyLimit, answer: (body) => answer(options, service, head, body) };
    if (!isAwsRequest(head)) return undefined;
    return {
      bodyLimit: longest,
      answer: (body) => {
        const named = id === undefined && scopeOf(head) === undefined ? serviceOfVersion(versionOf(head, body)) : undefined;
        const byVersion = named && served.get(named);
        return byVersion ? answer(options, byVersion, head, body) : notEmulatedHere(options, head, body);
      },
    };
  };
}

/** What a service answers, with what browsers want to know of it before they show it to pages. */
async function answer(
  options: AwsApiOptions,
  service: ServedService,
  head: RequestHead,
  body: RequestBody,
): Promise<HttpResponse> {
  const { corsOf } = service.service;
  if (!corsOf) return answered(options, service, head, body);
  const cors = corsOf(bucketOf(head));
  if (head.method !== 'OPTIONS') return withBucketCors(await answered(options, service, head, body), cors ?? [], head);
  const call = callOf(options, head, head.method);
  const refused = preflightRefusal(head, cors);
  return refused ? service.error('s3', refused, head, call) : preflightResponse(head, cors ?? [], call.requestId);
}

async function answered(
  options: AwsApiOptions,
  service: ServedService,
  head: RequestHead,
  body: RequestBody,
): Promise<HttpResponse> {
  const asked = service.asked(head, body);
  if (service.service.id === 's3' && !asked.operation && isBucketPost(head)) {
    return formPost(head, body, {
      ...{ service, authentication: options.authentication, gate: options.gate },
      callBy: (scope) => callOf(options, head, 'PostObject', scope),
      refusalOf: (scope) => (scope === undefined && isFromAnotherOrigin(head) ? FROM_ANOTHER_ORIGIN : undefined),
    });
  }
  const call = callOf(options, head, asked.name);
  if (isFromAnotherOrigin(head)) return service.error(asked.wire, FROM_ANOTHER_ORIGIN, head, call);
  const refused = refusedBy(options, head, body, service.facts.signingName, asked.wire);
  if (refused) return service.error(asked.wire, refused, head, call);
  if (asked.operation && !Object.hasOwn(service.service.operations, asked.operation.name)) {
    return service.error(asked.wire, notEmulated(options, asked.name, service.facts.signingName), head, call);
  }
  return service.answer(asked, head, body, call, options.gate);
}

/** The visit of a client that must be let in first. */
function authenticated(options: AwsApiOptions, head: RequestHead, visit: Visit): Visit {
  if (!options.authentication || options.authentication.mode === 'any') return visit;
  return {
    bodyLimit: visit.bodyLimit,
    answer: (body) => {
      const refused = refusedBy(options, head, body, 'lambda', 'restJson');
      return refused ? withHeaders(lambdaError(refused), ['x-amzn-RequestId', options.chance.uuid()]) : visit.answer(body);
    },
  };
}

/** What is too large to be looked at is refused for that. */
function refusedBy({ authentication }: AwsApiOptions, head: RequestHead, body: RequestBody, service: string, wire: Wire) {
  if (!authentication || body === 'tooLarge') return undefined;
  return authenticationError(head, body, service, wire, authentication);
}

function callOf({ chance, services }: AwsApiOptions, head: RequestHead, name: string, scope = scopeOf(head)): Call {
  return { requestId: chance.uuid(), operation: name, ...callFacts(head, services as ServiceOptions, scope) };
}

/** Browsers ask beforehand without a word of who will sign; buckets are known by their names. */
function isForBucket(head: RequestHead, served: ReadonlyMap<AwsServiceId, ServedService>): boolean {
  return head.method === 'OPTIONS' && served.get('s3')?.service.corsOf?.(bucketOf(head)) !== undefined;
}

const FROM_ANOTHER_ORIGIN = awsError('AccessDeniedException', 403, 'A web page of another origin must sign its requests.');

/** Browsers send requests for any page that likes to; no client of AWS leaves them unsigned. */
function isFromAnotherOrigin(head: RequestHead): boolean {
  if (scopeOf(head) !== undefined) return false;
  const site = head.headers['sec-fetch-site'];
  return head.headers.origin !== undefined || (site !== undefined && site !== 'none' && site !== 'same-origin');
}

/** With a status that clients do not try again after. */
function notEmulated({ journal }: AwsApiOptions, operation: string, service: string): AwsError {
  const message = `lambda-kit does not emulate ${operation} of ${service}.`;
  journal.append({ kind: 'notEmulated', what: `${service}: ${operation}`, why: message });
  return awsError('NotEmulatedException', 400, message);
}

function notEmulatedHere(options: AwsApiOptions, head: RequestHead, body: RequestBody): HttpResponse {
  const { wire, service, operation } = recognise(head, body === 'tooLarge' ? undefined : body);
  return errorResponse(wire, notEmulated(options, operation, service), options.chance.uuid(), head);
}

function versionOf({ rawQuery }: RequestHead, body: RequestBody): string | null {
  const form = body === 'tooLarge' ? '' : body.toString();
  return new URLSearchParams(rawQuery).get('Version') ?? new URLSearchParams(form).get('Version');
}

/** Those of the table, and all others whose operations are known by name. */
function servedBy(services: ServiceOptions | undefined): ReadonlyMap<AwsServiceId, ServedService> {
  if (!services) return new Map();
  const ids = Object.keys(AWS_SERVICES) as AwsServiceId[];
  const tables = new Map(services.table.map((service) => [service.id, service]));
  return new Map(ids.map((id) => [id, new ServedService(tables.get(id) ?? { id, operations: {} }, services.schema)]));
}
