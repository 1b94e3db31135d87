import { internalError } from './refused';
import type { IntegrationReply, Refused } from './types';

/** A MOCK answers with the status that its template gives, and has no body. */
export function mockReply(body: Buffer): IntegrationReply | Refused {
  const text = body.toString();
  const status = statusIn(text);
  if (status !== undefined) return { status, headers: [], body: Buffer.alloc(0) };
  return internalError(`the template of a MOCK gives no statusCode that is a whole number: ${text.slice(0, 100)}`);
}

/** Names need no quotes: the CDK itself writes `{ statusCode: 200 }` for preflight requests. */
function statusIn(text: string): number | undefined {
  const found = /^\s*\{[\s\S]*\}\s*$/.test(text) ? /(?:^|[{,\s])(["']?)statusCode\1\s*:\s*(\d{3})\s*[,}\s]/.exec(text) : null;
  return found ? Number(found[2]) : undefined;
}
