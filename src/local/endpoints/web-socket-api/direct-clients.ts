import type { WebSocketApi } from '../../../model/web-socket-api';
import { type Ending, MESSAGE_BYTES, TOO_LARGE } from '../../../spec/web-socket';
import type { Chance } from '../../chance-port';
import type {
  ClientEnd,
  ClientListener,
  ClientRequest,
  Handshake,
  WebSocketClients,
} from '../../engine/connections/clients-port';
import type { HttpResponse, RequestHead } from '../http';
import type { Client } from './client';
import type { WebSocketGateway } from './gateway';

export interface DirectOptions {
  readonly apis: readonly WebSocketApi[];
  readonly gateway: WebSocketGateway;
  readonly chance: Chance;
  /** Of the endpoint. */
  readonly port: number;
}

/** Clients without a network: what they are told has arrived when it was sent, so that nothing of it is up to chance. */
export function directClients(options: DirectOptions): WebSocketClients {
  const { gateway } = options;
  return {
    connect: (request, listener) => connect(options, request, listener),
    connected: (apiId) =>
      gateway.connections.ids.flatMap((id) => {
        const found = gateway.connections.find(id);
        if (found?.facts.api.id !== apiId) return [];
        return [{ connectionId: id, stage: found.facts.stage.name, since: found.since }];
      }),
  };
}

async function connect(options: DirectOptions, request: ClientRequest, listener: ClientListener): Promise<Handshake> {
  const api = options.apis.find(({ id }) => id === request.apiId);
  const stage = api?.stages.find(({ name, undeployed }) => name === request.stage && !undeployed);
  if (!api || !stage) return { status: 403, body: '{"message":"Forbidden"}' };
  let end: ClientEnd | undefined;
  const refused = await options.gateway.connect(api, stage, headOf(api, request, options), (client, headers) => {
    end = endOf(client, headers, options.gateway);
    return {
      send: (data) => {
        listener.received(data.toString());
        return true;
      },
      close: (ending) => listener.closed(ending),
    };
  });
  return refused ? { status: refused.status, body: textOf(refused) } : { status: 101, body: '', ...(end && { end }) };
}

function endOf(client: Client, headers: readonly string[], gateway: WebSocketGateway): ClientEnd {
  const { id } = client;
  return {
    connectionId: id,
    headers,
    async send(text) {
      const data = Buffer.from(text);
      if (data.length <= MESSAGE_BYTES) await gateway.message(client, data, false);
      else gateway.connections.happen(id, { is: 'closed', ending: TOO_LARGE });
    },
    async leave(ending: Ending) {
      gateway.connections.happen(id, { is: 'left', ending });
      await client.gone;
    },
  };
}

function headOf(
  { id, region }: WebSocketApi,
  { stage, query, headers }: ClientRequest,
  { chance, port }: DirectOptions,
): RequestHead {
  const hostName = `${id}.execute-api.${region}.localhost`;
  const all: Readonly<Record<string, string>> = {
    Host: `${hostName}:${port}`,
    'Sec-WebSocket-Key': Buffer.from(chance.hex(32), 'hex').toString('base64'),
    'Sec-WebSocket-Version': '13',
    ...headers,
  };
  return {
    method: 'GET',
    rawPath: `/${stage}`,
    rawQuery: query,
    rawHeaders: Object.entries(all).flat(),
    headers: Object.fromEntries(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value])),
    hostName,
    port,
    peer: '127.0.0.1',
  };
}

function textOf({ body }: HttpResponse): string {
  return typeof body === 'string' ? body : body instanceof Uint8Array ? Buffer.from(body).toString() : '';
}
