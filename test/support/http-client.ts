import { type ClientRequest, type IncomingMessage, request } from 'node:http';

export interface Got {
  readonly status: number;
  /** What stands behind the status. */
  readonly reason: string;
  /** By lower-case name; what came twice is a list. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly text: string;
}

export interface Asked {
  readonly method?: string;
  /** As it is to stand on the wire. @default '/' */
  readonly path?: string;
  /** A list is sent as several headers. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
}

/** One request over a connection of its own, with path and headers as they are given; names under localhost need not resolve. */
export function ask(url: string, { method = 'GET', path, headers = {}, body }: Asked = {}): Promise<Got> {
  const { hostname, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = request(
      {
        ...{ host: '127.0.0.1', port, method, agent: false, path: path ?? `${pathname}${search}` },
        headers: linesOf({ host: `${hostname}:${port}`, ...headers }, body),
      },
      (response: IncomingMessage) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const whole = Buffer.concat(chunks);
          resolve({
            status: response.statusCode as number,
            reason: response.statusMessage ?? '',
            headers: response.headers,
            rawHeaders: response.rawHeaders,
            body: whole,
            text: whole.toString(),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Names and values by turns: of a list Node would join the cookies. A name that stands twice in another case is one. */
function linesOf(headers: NonNullable<Asked['headers']>, body: Asked['body']): string[] {
  const all = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [name, value] as const]));
  const length = body === undefined ? [] : ['Content-Length', String(Buffer.byteLength(body))];
  const lines = [...all.values()].flatMap(([name, value]) => [value].flat().flatMap((each) => [name, each]));
  return [...lines, ...length];
}
