import type { IncomingHttpHeaders } from 'node:http';
import type { InvokingService } from '../engine/service-permission';

export type WhenGone = (told: () => void) => void;

/** A request as it stands on the wire, by whichever version of HTTP it came; Node's own requests are such. */
export interface Arrival {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly socket: { readonly remoteAddress?: string };
}

/** What is known of a request before its body has arrived. */
export interface RequestHead {
  readonly method: string;
  /** As on the wire: percent-encoding kept, one character a byte. */
  readonly rawPath: string;
  /** What follows the question mark, as on the wire; empty when there is none. */
  readonly rawQuery: string;
  /** Names and values by turns, as on the wire. */
  readonly rawHeaders: readonly string[];
  /** By lower-case name, as Node joins them. */
  readonly headers: IncomingHttpHeaders;
  /** Of the `Host` header, lower case, without the port. */
  readonly hostName: string;
  /** The server's. */
  readonly port: number;
  /** The address at the other end of the connection. */
  readonly peer: string;
  /** The AWS service that has signed it, where that is one of the executor's own; no client can say so. */
  readonly signer?: InvokingService;
  /** Calls back when the client has hung up, or has its answer. Not there for what comes from the executor itself. */
  readonly whenGone?: WhenGone;
}

export interface HttpResponse {
  readonly status: number;
  /** What stands behind the status in the first line. @default what HTTP calls it */
  readonly reason?: string;
  /** Names and values by turns; a name may come twice. */
  readonly headers: readonly string[];
  /** Bytes that come by and by are sent in chunks, no faster than the client reads; when they fail, the connection is cut. */
  readonly body: Uint8Array | string | AsyncIterable<Uint8Array>;
}

/** The body of a request, or that it was longer than the visit takes. */
export type RequestBody = Buffer | 'tooLarge';

/** One request at the door that answers it. */
export interface Visit {
  /** In bytes; of a longer body nothing is kept. */
  readonly bodyLimit: number;
  answer(body: RequestBody): Promise<HttpResponse> | HttpResponse;
}

/** Answers some of the server's requests: undefined when this one is for another door. */
export type Door = (head: RequestHead) => Visit | undefined;

export function jsonResponse(status: number, value: unknown, headers: readonly string[] = []): HttpResponse {
  return { status, headers: ['Content-Type', 'application/json', ...headers], body: JSON.stringify(value) };
}

export function withHeaders(response: HttpResponse, headers: readonly string[]): HttpResponse {
  return { ...response, headers: [...response.headers, ...headers] };
}
