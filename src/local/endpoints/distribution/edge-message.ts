/** Headers as functions at the edge see them: by lower-case name, each value with the name as it was written (EDGE-08). */
export type EdgeHeaders = Readonly<Record<string, readonly { readonly key: string; readonly value: string }[]>>;

/** A request as functions at the edge see it, with the body as it is. */
export interface EdgeRequest {
  readonly clientIp: string;
  readonly method: string;
  /** As on the wire. */
  readonly uri: string;
  readonly querystring: string;
  readonly headers: EdgeHeaders;
  readonly body: Buffer;
}

/** A response as functions at the edge see it, with the body that they do not. */
export interface EdgeResponse {
  readonly status: number;
  readonly statusDescription: string;
  readonly headers: EdgeHeaders;
  readonly body: Uint8Array | string | AsyncIterable<Uint8Array>;
}

/** Of names and values by turns. */
export function edgeHeaders(raw: Iterable<readonly [name: string, value: string]>): EdgeHeaders {
  const headers: Record<string, { key: string; value: string }[]> = Object.create(null);
  for (const [key, value] of raw) {
    const name = key.toLowerCase();
    headers[name] ??= [];
    headers[name].push({ key, value });
  }
  return { ...headers };
}

/** Names and values by turns. */
export function rawHeaders(headers: EdgeHeaders): string[] {
  return Object.values(headers).flatMap((values) => values.flatMap(({ key, value }) => [key, value]));
}

export function* pairsOf(raw: readonly string[]): Iterable<readonly [name: string, value: string]> {
  for (let at = 0; at < raw.length; at += 2) yield [raw[at] as string, raw[at + 1] as string];
}

export function withHeader(headers: EdgeHeaders, key: string, value: string): EdgeHeaders {
  return { ...headers, [key.toLowerCase()]: [{ key, value }] };
}
