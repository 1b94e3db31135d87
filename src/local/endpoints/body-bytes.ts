import type { HttpResponse } from './http';

/** The whole body of a response, wherever it comes from. */
export async function bytesOf({ body }: Pick<HttpResponse, 'body'>): Promise<Buffer> {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}
