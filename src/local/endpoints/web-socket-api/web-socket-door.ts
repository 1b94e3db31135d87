import type { WebSocketApi, WebSocketStage } from '../../../model/web-socket-api';
import { ADDRESS_CHARACTERS } from '../../../spec/web-socket';
import { apiPlaceOf } from '../api-place';
import { type HttpResponse, jsonResponse, type RequestHead } from '../http';
import type { RawUpgrade, UpgradeDoor } from '../upgrades';
import type { Client } from './client';
import type { WebSocketGateway } from './gateway';
import type { OpenSocket } from './socket-line';

export interface WebSocketDoorOptions {
  readonly apis: readonly WebSocketApi[];
  readonly gateway: WebSocketGateway;
  /** Loads what speaks to clients. */
  readonly opener: () => Promise<OpenSocket>;
}

/** Takes clients of WebSocket APIs, at `/_api/<id>/<stage>` and `<id>.execute-api.<region>.localhost`. */
export function webSocketDoor({ apis, gateway, opener }: WebSocketDoorOptions): UpgradeDoor {
  let loading: Promise<OpenSocket> | undefined;
  return (head) => {
    const found = webSocketPlaceOf(apis, head);
    if (found === undefined || head.headers.upgrade?.toLowerCase() !== 'websocket') return undefined;
    return {
      async take(raw) {
        loading ??= opener();
        const open = await loading;
        const flaw = handshakeFlaw(raw, head);
        if (flaw) return flaw;
        if (!found.stage) return jsonResponse(403, { message: 'Forbidden' }, ['x-lambda-kit-reason', found.why]);
        return gateway.connect(found.api, found.stage, head, (client, headers) =>
          open(raw, headers, () => listeningTo(client, gateway)),
        );
      },
    };
  };
}

/** The API that a request is for, and its stage when there is one at just this path. */
export function webSocketPlaceOf(
  apis: readonly WebSocketApi[],
  head: Pick<RequestHead, 'hostName' | 'rawPath'>,
): { readonly api: WebSocketApi; readonly stage?: WebSocketStage; readonly why: string; readonly rawPath: string } | undefined {
  const place = apiPlaceOf(head);
  const api = place && apis.find(({ id, region }) => id === place.id && (place.region ?? region) === region);
  if (!place || !api) return undefined;
  const { rawPath } = place;
  if (api.endpointDisabled) return { api, why: 'the API has its default endpoint disabled', rawPath };
  const [name = '', ...more] = rawPath.slice(1).split('/');
  const stage = api.stages.find((each) => each.name === name && !each.undeployed);
  if (!stage) return { api, why: 'the API has no deployed stage of this name', rawPath };
  if (more.some((segment) => segment !== '')) return { api, why: 'nothing may follow the stage', rawPath };
  return { api, stage, why: '', rawPath };
}

function listeningTo(client: Client, gateway: WebSocketGateway) {
  return {
    message: (data: Buffer, isBinary: boolean) => gateway.message(client, data, isBinary),
    alive: () => gateway.connections.happen(client.id, { is: 'active' }),
    left: (ending: { readonly code: number; readonly reason: string }) =>
      gateway.connections.happen(client.id, { is: 'left', ending }),
  };
}

/** What the library would refuse, and so must be known before a function is asked. */
function handshakeFlaw({ request }: RawUpgrade, head: RequestHead): HttpResponse | undefined {
  const bad = (message: string, status = 400) => jsonResponse(status, { message });
  if (head.method !== 'GET') return bad('A WebSocket handshake is a GET request.', 405);
  if (!/^[+/0-9A-Za-z]{22}==$/.test(String(head.headers['sec-websocket-key'] ?? ''))) return bad('Bad Request');
  if (!['13', '8'].includes(String(head.headers['sec-websocket-version'] ?? ''))) {
    return jsonResponse(400, { message: 'Bad Request' }, ['Sec-WebSocket-Version', '13, 8']);
  }
  const protocols = head.headers['sec-websocket-protocol'];
  if (protocols !== undefined && !isProtocolList(String(protocols))) return bad('Bad Request');
  return (request.url ?? '').length > ADDRESS_CHARACTERS ? bad('URI Too Long', 414) : undefined;
}

function isProtocolList(text: string): boolean {
  const names = text.split(',').map((name) => name.trim());
  return names.every((name) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) && new Set(names).size === names.length;
}
