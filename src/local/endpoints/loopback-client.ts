import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isLoopback } from '../../model/loopback';
import { HTTP_PAYLOAD_MAX } from '../../spec/http-api';
import type { HttpResponse } from './http';
import { CONNECTION_HEADERS } from './request-facts';

/** What a server on this machine is asked. */
export interface LoopbackRequest {
  readonly method: string;
  readonly url: URL;
  /** Names and values by turns, without those of the host and the length. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export interface LoopbackResponse extends HttpResponse {
  readonly body: Buffer;
}

/** What the server answers, without headers of the connection, or why it does not. Never rejects. */
export function askLoopback(
  { method, url, headers, body }: LoopbackRequest,
  signal: AbortSignal,
): Promise<LoopbackResponse | { readonly failure: string }> {
  if (!isLoopback(url.hostname)) throw new Error(`bug: ${url.hostname} is not on this machine`);
  return new Promise((resolve) => {
    const failed = (error: Error) => resolve({ failure: error.message });
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const hasBody = body.length > 0 || !['GET', 'HEAD', 'OPTIONS', 'DELETE'].includes(method);
    const asked = send(
      {
        // Names below `localhost` lead here, whatever a resolver makes of them.
        host: url.hostname.endsWith('.localhost') ? 'localhost' : url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        path: `${url.pathname}${url.search}`,
        ...{ method, signal, agent: false },
        headers: ['Host', url.host, ...headers, ...(hasBody ? ['Content-Length', String(body.length)] : [])],
      },
      (response) => void collected(response).then(resolve, failed),
    );
    asked.on('error', failed);
    asked.end(body);
  });
}

async function collected(response: IncomingMessage): Promise<LoopbackResponse> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > HTTP_PAYLOAD_MAX) throw new Error(`its answer has more than ${HTTP_PAYLOAD_MAX} bytes`);
    pieces.push(piece);
  }
  const headers: string[] = [];
  for (let at = 0; at < response.rawHeaders.length; at += 2) {
    const name = response.rawHeaders[at] as string;
    const isOfConnection = CONNECTION_HEADERS.has(name.toLowerCase()) || name.toLowerCase() === 'content-length';
    if (!isOfConnection) headers.push(name, response.rawHeaders[at + 1] as string);
  }
  return { status: response.statusCode ?? 502, headers, body: Buffer.concat(pieces, size) };
}
