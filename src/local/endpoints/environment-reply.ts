import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the APIs inside of an environment answer to a request that needs no more than that. */
export const ACCEPTED = { status: 'OK' };

/** JSON as Lambda's supervisor writes it, which ends with a line break. */
export function reply(response: ServerResponse, status: number, value: unknown, headers: readonly string[] = []): void {
  const body = `${JSON.stringify(value)}\n`;
  response.sendDate = false;
  response.writeHead(status, ['Content-Type', 'application/json', 'Content-Length', `${Buffer.byteLength(body)}`, ...headers]);
  response.end(body);
}

export function replyError(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  reply(response, status, { errorMessage, errorType });
}

/** Calls `done` with the body; without one when it is longer than `limit` bytes. Never, when the client hangs up before its end. */
export function bodyOf(request: IncomingMessage, limit: number, done: (body: string | undefined) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= limit) chunks.push(chunk);
    else chunks.length = 0;
  });
  request.on('end', () => done(bytes > limit ? undefined : Buffer.concat(chunks).toString()));
}
