import type { GatewayResponseType, Refused } from './types';

/** What clients are told where the integration is at fault; `why` is for the person who runs the app. */
export function internalError(why: string, response: GatewayResponseType = 'DEFAULT_5XX', status = 500): Refused {
  return { kind: 'refused', response, status, message: 'Internal server error', why };
}

export function unsupportedMediaType(why: string): Refused {
  return { kind: 'refused', response: 'UNSUPPORTED_MEDIA_TYPE', status: 415, message: 'Unsupported Media Type', why };
}

export function isRefused(value: unknown): value is Refused {
  return typeof value === 'object' && value !== null && (value as Refused).kind === 'refused';
}
