import type { TargetGroup } from '../../../model/load-balancer';
import { ALB_HEALTH_CHECKER, ALB_TEXT_TYPES } from '../../../spec/load-balancer';
import { rawPairs } from '../../engine/load-balancer/conditions';
import { type Asked, hostHeader } from './asked';

export interface AlbCall {
  readonly asked: Asked;
  readonly group: TargetGroup;
  readonly body: Buffer;
  /** As the load balancer sends it on. */
  readonly traceId: string;
}

/** The event of a request, or of a health check, for a function behind a load balancer (ALB-04, ALB-05). */
export interface AlbEvent {
  readonly requestContext: { readonly elb: { readonly targetGroupArn: string } };
  readonly httpMethod: string;
  readonly path: string;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

export function albEvent({ asked, group, body, traceId }: AlbCall): AlbEvent {
  const headers = targetHeaders(asked, traceId);
  return {
    requestContext: { elb: { targetGroupArn: group.arn } },
    httpMethod: asked.seen.method,
    path: asked.seen.path,
    ...(group.hasMultiValueHeaders
      ? {
          multiValueQueryStringParameters: all(rawPairs(asked.seen.query)),
          multiValueHeaders: all(headers),
        }
      : { queryStringParameters: last(rawPairs(asked.seen.query)), headers: last(headers) }),
    ...eventBody(body, last(headers)),
  };
}

/** Sent when nobody has called (ALB-07). */
export function healthCheckEvent(group: TargetGroup, path: string): AlbEvent {
  const question = path.indexOf('?');
  const pairs = rawPairs(question < 0 ? '' : path.slice(question + 1));
  const headers = [['user-agent', ALB_HEALTH_CHECKER]] as const;
  return {
    requestContext: { elb: { targetGroupArn: group.arn } },
    httpMethod: 'GET',
    path: question < 0 ? path : path.slice(0, question),
    ...(group.hasMultiValueHeaders
      ? { multiValueQueryStringParameters: all(pairs), multiValueHeaders: all(headers) }
      : { queryStringParameters: last(pairs), headers: last(headers) }),
    body: '',
    isBase64Encoded: false,
  };
}

type Pairs = readonly (readonly [name: string, value: string])[];

/** Those that the load balancer writes itself. */
const WRITTEN: ReadonlySet<string> = new Set(['host', 'x-amzn-trace-id', 'x-forwarded-port', 'x-forwarded-proto']);

/** The port and protocol are the listener's, so that a handler which redirects to HTTPS does it as on AWS. */
function targetHeaders(asked: Asked, traceId: string): Pairs {
  const { balancer, listener, seen } = asked;
  const mode = balancer.attributes['routing.http.xff_header_processing.mode'] ?? 'append';
  const kept = seen.headers.filter(([name]) => !WRITTEN.has(name) && (name !== 'x-forwarded-for' || mode === 'preserve'));
  const forwarded = seen.headers.filter(([name]) => name === 'x-forwarded-for').map(([, value]) => value);
  const host = seen.headers.some(([name]) => name === 'host') ? [['host', hostHeader(asked, seen.host)] as const] : [];
  return [
    ...host,
    ...kept,
    ['x-amzn-trace-id', traceId],
    ...(mode === 'append' ? [['x-forwarded-for', [...forwarded, seen.sourceIp].join(', ')] as const] : []),
    ['x-forwarded-port', String(listener.port)],
    ['x-forwarded-proto', listener.protocol.toLowerCase()],
  ];
}

function last(pairs: Pairs): Record<string, string> {
  const found: Record<string, string> = Object.create(null);
  for (const [name, value] of pairs) found[name] = value;
  return found;
}

function all(pairs: Pairs): Record<string, string[]> {
  const found: Record<string, string[]> = Object.create(null);
  for (const [name, value] of pairs) {
    found[name] ??= [];
    found[name].push(value);
  }
  return found;
}

function eventBody(body: Buffer, headers: Readonly<Record<string, string>>): Pick<AlbEvent, 'body' | 'isBase64Encoded'> {
  if (body.length === 0) return { body: '', isBase64Encoded: false };
  const isText = ALB_TEXT_TYPES.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}
