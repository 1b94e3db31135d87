import type { Distribution, EdgeAssociation, Origin } from '../../../model/distribution';
import { EDGE_BYTES } from '../../../spec/edge-headers';
import { type EdgeHeaders, type EdgeRequest, type EdgeResponse, edgeHeaders } from './edge-message';

export interface EdgeCall {
  readonly distribution: Distribution;
  readonly association: EdgeAssociation;
  /** Of the request, as the client gets it in `X-Amz-Cf-Id`. */
  readonly requestId: string;
  readonly request: EdgeRequest;
  /** For the event of an origin's request. */
  readonly origin?: Origin;
  /** For events of responses. */
  readonly response?: EdgeResponse;
}

/** What a function at the edge is given (EDG-05, EDGE-08). */
export function edgeEvent({ distribution, association, requestId, request, origin, response }: EdgeCall): object {
  const { body, ...seen } = request;
  const config = {
    distributionDomainName: distribution.domainName,
    distributionId: distribution.id,
    eventType: association.event,
    requestId,
  };
  return {
    Records: [
      {
        cf: {
          config,
          request: {
            ...seen,
            ...(association.includesBody && { body: shownBody(body, limitOf(association)) }),
            ...(origin && { origin: shownOrigin(origin) }),
          },
          ...(response && {
            response: { ...headOf(response), headers: response.headers },
          }),
        },
      },
    ],
  };
}

/** Of bodies and responses. */
export function limitOf({ event }: Pick<EdgeAssociation, 'event'>): number {
  return event.startsWith('viewer') ? EDGE_BYTES.viewer : EDGE_BYTES.origin;
}

function headOf({ status, statusDescription }: EdgeResponse): object {
  return { status: String(status), statusDescription };
}

/** A longer body is cut (EDGE-04). */
function shownBody(body: Buffer, limit: number): object {
  const inputTruncated = body.length > limit;
  return { inputTruncated, action: 'read-only', encoding: 'base64', data: body.subarray(0, limit).toString('base64') };
}

function shownOrigin(origin: Origin): object {
  const { domainName, path } = origin;
  const customHeaders: EdgeHeaders = edgeHeaders(origin.customHeaders);
  if (origin.kind === 's3') {
    const authMethod = origin.hasIdentity ? 'origin-access-identity' : 'none';
    const region = /\.s3[.-]([a-z0-9-]+)\.amazonaws/.exec(domainName)?.[1] ?? '';
    return { s3: { authMethod, customHeaders, domainName, path, region } };
  }
  const { port, protocol, readTimeout, keepaliveTimeout, sslProtocols } = origin;
  return { custom: { customHeaders, domainName, keepaliveTimeout, path, port, protocol, readTimeout, sslProtocols } };
}
