import type { HttpIntegration } from '../../../model/http-api';
import { withStageVariables } from '../../../model/lambda-uri';
import { isLoopback } from '../../../model/loopback';
import { HTTP_TIMEOUT_MS } from '../../../spec/http-api';
import type { Clock } from '../../time/clock';
import { askLoopback } from '../loopback-client';
import { sentHeaders, sourceIp } from '../request-facts';
import { within } from '../within';
import { type Ending, gatewayEnding } from './ending';
import { hostHere } from './event-headers';
import type { HttpCall } from './http-call';

export interface ProxyingOptions {
  readonly clock: Clock;
  /** Addresses of the app's own doors on AWS become those they are served at here. */
  readonly localAddress: (uri: string) => string;
}

/** A server on this machine answers; no other is asked, so that nothing is changed anywhere by accident. */
export async function proxyHttp(call: HttpCall, integration: HttpIntegration, options: ProxyingOptions): Promise<Ending> {
  const uri = addressOf(call, integration, options);
  if (integration.connectionType === 'VPC_LINK') return gatewayEnding(500, `${uri} is behind a VPC link, which is not emulated`);
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) return gatewayEnding(500, `${uri} is no address of a server`);
  if (!isLoopback(url.hostname)) {
    const why = `${url.origin} is not on this machine; integrations are only led to loopback addresses`;
    return { ...gatewayEnding(500, why), integration: uri };
  }
  const method = integration.method === undefined || integration.method === 'ANY' ? call.head.method : integration.method;
  const abort = new AbortController();
  const began = options.clock.now();
  const limit = integration.timeoutMs ?? HTTP_TIMEOUT_MS;
  const asked = { method, url, headers: forwardedHeaders(call), body: call.body };
  const answer = await within(options.clock, limit, askLoopback(asked, abort.signal));
  const told = { integration: uri, integrationLatencyMs: options.clock.now() - began };
  if (answer === 'late') {
    abort.abort();
    return { ...gatewayEnding(503, `${url.origin} has not answered within ${limit} ms`), ...told };
  }
  if ('failure' in answer) return { ...gatewayEnding(503, `${url.origin}: ${answer.failure}`), ...told };
  return { response: answer, ...told, integrationStatus: answer.status };
}

/** With values in the place of `{variables}`; what only `$default` takes keeps its path, and every request its query. */
function addressOf(call: HttpCall, integration: HttpIntegration, options: ProxyingOptions): string {
  const { stage, route, below, pathParameters, head } = call;
  const template = withStageVariables(integration.uri ?? '', stage.variables);
  const filled = template.replace(/\{([\w.-]+)\+?\}/g, (whole, name: string) =>
    Object.hasOwn(pathParameters, name) ? encodedPath(pathParameters[name] as string) : whole,
  );
  const mapped = call.mappedPath === undefined ? undefined : replacedPath(template, call.mappedPath);
  const address = mapped ?? (route.key === '$default' ? `${filled.replace(/\/$/, '')}${encodedPath(below)}` : filled);
  const query = head.rawQuery === '' ? '' : `${address.includes('?') ? '&' : '?'}${head.rawQuery}`;
  return options.localAddress(`${address}${query}`);
}

function replacedPath(address: string, path: string): string {
  const [, origin = address] = /^(\w+:\/\/[^/?#]*)/.exec(address) ?? [];
  return `${origin}${encodedPath(path.startsWith('/') ? path : `/${path}`)}`;
}

function encodedPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function forwardedHeaders(call: HttpCall): readonly string[] {
  const { head, traceHeader } = call;
  const own = new Set(['host', 'content-length', 'x-amzn-trace-id', 'forwarded', 'via']);
  const sent = [...sentHeaders(head)].filter(([name]) => !own.has(name.toLowerCase()));
  return [
    ...sent.flat(),
    ...['Forwarded', `for=${sourceIp(head)};host=${hostHere(call)};proto=http`, 'Via', 'HTTP/1.1 AmazonAPIGateway'],
    ...['X-Amzn-Trace-Id', traceHeader.split(';')[0] as string],
  ];
}
