import { sentHeaders, sourceIp } from '../request-facts';
import type { HttpCall } from './http-call';

/**
 * Names and values of the headers of an event, in their order, with those that API Gateway adds; its own are written as in format
 * 1.0, and those of the client as it sent them.
 *
 * `host` and `x-forwarded-*` say where the API is served here, so that links which a handler builds of them lead to it, whichever
 * way the request came in. `requestContext.domainName` is the name on AWS, for handlers that compare it.
 */
export function eventHeaders(call: HttpCall): readonly (readonly [name: string, value: string])[] {
  const { head, traceHeader, body } = call;
  const given = head.headers['x-amzn-trace-id'];
  const forwarded = head.headers['x-forwarded-for'];
  const written: (readonly [string, string])[] = [
    ['Content-Length', String(body.length)],
    ['Host', hostHere(call)],
    // Of a trace that begins here the event has only the root; the runtime gets all of it.
    ['X-Amzn-Trace-Id', String(given).includes('Root=') ? String(given) : (traceHeader.split(';')[0] as string)],
    ['X-Forwarded-For', forwarded === undefined ? sourceIp(head) : `${String(forwarded)}, ${sourceIp(head)}`],
    ['X-Forwarded-Port', String(head.port)],
    ['X-Forwarded-Proto', 'http'],
  ];
  const own = new Set(written.map(([name]) => name.toLowerCase()));
  return [...written, ...[...sentHeaders(head)].filter(([name]) => !own.has(name.toLowerCase()))];
}

/** The name and port that lead here, whichever way the request came in. */
export function hostHere({ api, domainName, head }: HttpCall): string {
  return `${domainName ?? `${api.id}.execute-api.${api.region}`}.localhost:${head.port}`;
}
