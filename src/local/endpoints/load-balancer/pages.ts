import type { Listener } from '../../../model/load-balancer';
import { ALB_RESPONSE_HEADERS, ALB_SERVER, ALB_STATUS_NAMES } from '../../../spec/load-balancer';
import type { HttpResponse } from '../http';

/** What a load balancer answers by itself, as a page; `why` helps the developer, who on AWS would find nothing. */
export function ownPage(status: number, headers: readonly string[] = [], why?: string): HttpResponse {
  const name = ALB_STATUS_NAMES[status] ?? String(status);
  const reason = why === undefined ? [] : ['x-lambda-kit-reason', why.replace(/[^\x20-\x7e]/g, '?')];
  const lines = ['<html>', `<head><title>${name}</title></head>`, '<body>', `<center><h1>${name}</h1></center>`];
  const body = [...lines, '</body>', '</html>', ''].join('\r\n');
  return { status, headers: ['Content-Type', 'text/html', ...headers, ...reason], body };
}

/** The headers that every response of a listener has, and those that its attributes set. */
export function withListenerHeaders(response: HttpResponse, { attributes }: Listener): HttpResponse {
  const set = Object.entries(ALB_RESPONSE_HEADERS).flatMap(([name, header]) => {
    const value = attributes[`routing.http.response.${name}.header_value`];
    return value === undefined || value === '' ? [] : [header, value];
  });
  const isSet = new Set(set.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()));
  const kept = pairsOf(response.headers).filter(([name]) => !isSet.has(name.toLowerCase()));
  const server = attributes['routing.http.response.server.enabled'] === 'false' ? [] : ['Server', ALB_SERVER];
  const own = kept.some(([name]) => name.toLowerCase() === 'server') ? [] : server;
  return { ...response, headers: [...own, ...kept.flat(), ...set] };
}

function pairsOf(headers: readonly string[]): readonly (readonly [string, string])[] {
  return headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] as string] as const] : []));
}
