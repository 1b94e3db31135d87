import type { AuthorizerOutcome } from '../../journal/request-happening';
import { reasonHeader } from '../gateway-request';
import { type HttpResponse, jsonResponse } from '../http';

/** How a request ended, for the client and for the journal. */
export interface Ending {
  readonly response: HttpResponse;
  /** Why the API itself answered. */
  readonly refused?: string;
  readonly authorizer?: AuthorizerOutcome;
  readonly integration?: string;
  readonly integrationStatus?: number;
  readonly integrationLatencyMs?: number;
}

const TEXTS = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** An answer of the API itself; what was wrong helps the developer, who on AWS would find it in the access log at best. */
export function gatewayEnding(status: keyof typeof TEXTS, refused: string, headers: readonly string[] = []): Ending {
  return { response: jsonResponse(status, { message: TEXTS[status] }, [...headers, ...reasonHeader(refused)]), refused };
}
