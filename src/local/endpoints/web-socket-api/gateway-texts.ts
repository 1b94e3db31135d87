import type { Chance } from '../../chance-port';
import { type HttpResponse } from '../http';
import type { Client } from './client';

/** As API Gateway makes the ids of connections, messages and requests: 11 bytes in base64, with letters that addresses may have. */
export function gatewayId(chance: Chance): string {
  return `${Buffer.from(chance.hex(22), 'hex').toString('base64url')}=`;
}

/** What a client is told that cannot have what it wants; the space is API Gateway's own (recorded). */
export function errorText(message: string, { id }: Client, requestId: string): string {
  const text = (value: string) => JSON.stringify(value);
  return `{"message": ${text(message)}, "connectionId":${text(id)}, "requestId":${text(requestId)}}`;
}

/** The same for a client whose handshake is refused. */
export function errorResponse(status: number, message: string, client: Client, requestId: string): HttpResponse {
  const headers = ['Content-Type', 'application/json', 'x-amzn-RequestId', requestId];
  return { status, headers, body: errorText(message, client, requestId) };
}
