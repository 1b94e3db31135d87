import type { WebSocketApi, WebSocketStage } from '../../../model/web-socket-api';
import { BINARY_REFUSED, CONNECT_ROUTE, DEFAULT_ROUTE, DISCONNECT_ROUTE, type Ending } from '../../../spec/web-socket';
import { Connections } from '../../engine/connections/connections';
import type { Pending } from '../../engine/pending';
import { traceHeader } from '../../engine/trace-header';
import type { Turn } from '../../engine/turns';
import type { HttpResponse, RequestHead } from '../http';
import { headerOf, sourceIp } from '../request-facts';
import { type AuthorizerPorts, type Judged, judgeByFunction, judgeSignature } from './authorize';
import { type Client, type Line, named } from './client';
import { connectEvent, disconnectEvent, messageEvent } from './event';
import { errorResponse, errorText, gatewayId } from './gateway-texts';
import { integrate } from './integrate';
import type { MappingPorts } from './map-integration';
import { handshakeOutcome, outcomeOf, replyTo } from './outcomes';
import { selectedKey } from './route-selection';

export interface GatewayPorts extends AuthorizerPorts, MappingPorts {
  /** The place of what a client does, or of what a handler asks for, in the journal and in the dice. */
  readonly turnFor: (traceHeader: string | undefined, key: string) => Turn;
  /** Called whenever something is no longer pending. */
  readonly ended: () => void;
}

/** Speaks to the client from now on, with these headers in its handshake; undefined when it is gone. */
export type Open = (client: Client, headers: readonly string[]) => Line | undefined;

const VANISHED: Ending = { code: 1006, reason: '' };

/** WebSocket APIs between their clients and their integrations. */
export class WebSocketGateway implements Pending {
  readonly connections: Connections<Client>;
  private readonly underWay = new Map<number, string>();
  private begun = 0;
  private stopped = false;

  constructor(private readonly ports: GatewayPorts) {
    this.connections = new Connections({
      clock: ports.clock,
      close: (client, ending) => client.line?.close(ending),
      disconnect: (client, ending) => {
        client.gone = this.disconnected(client, ending);
      },
    });
  }

  get pending(): readonly string[] {
    return [...this.underWay.values()];
  }

  /** Settles with the answer for a client that is refused. */
  connect(api: WebSocketApi, stage: WebSocketStage, head: RequestHead, open: Open): Promise<HttpResponse | undefined> {
    return this.during(`${api.address.path}: a connection is being made`, undefined, (turn) =>
      this.connecting(api, stage, head, open, turn),
    );
  }

  /** Settles when what the message leads to is over. */
  message(client: Client, data: Buffer, isBinary: boolean): Promise<void> {
    const { id, api } = client;
    if (isBinary) {
      this.connections.happen(id, { is: 'closed', ending: BINARY_REFUSED });
      return Promise.resolve();
    }
    if (!this.connections.find(id)) return Promise.resolve();
    this.connections.happen(id, { is: 'active' });
    return this.during(`${api.address.path}: a message of ${id} is under way`, undefined, (turn) =>
      this.said(client, data.toString(), turn),
    );
  }

  /** Nobody is told of anything any more. */
  stop(ending: Ending): void {
    this.stopped = true;
    for (const id of this.connections.ids) this.connections.find(id)?.facts.line?.close(ending);
    this.connections.stop();
  }

  private async connecting(
    api: WebSocketApi,
    stage: WebSocketStage,
    head: RequestHead,
    open: Open,
    turn: Turn,
  ): Promise<HttpResponse | undefined> {
    const now = this.ports.clock.now();
    const occasion = { requestId: gatewayId(turn.chance), now };
    const userAgent = headerOf(head, 'user-agent');
    const address = { ...(userAgent !== undefined && { userAgent }), sourceIp: sourceIp(head) };
    const trace = traceHeader(headerOf(head, 'x-amzn-trace-id'), now, turn.chance);
    let client: Client = { id: gatewayId(turn.chance), api, stage, connectedAt: now, identity: address };
    const route = api.routes.find(({ key }) => key === CONNECT_ROUTE);
    const tell = (status: number, more: object) => {
      const latencyMs = this.ports.clock.now() - now;
      turn.append({ kind: 'webSocket.connect', ...named(client, occasion.requestId), status, latencyMs, ...more });
    };

    const handshake = { head, occasion, traceHeader: trace, turn };
    let judged: Judged | undefined;
    if (route?.authorization === 'AWS_IAM') judged = judgeSignature(client, handshake, this.ports);
    if (route?.authorizer) judged = await judgeByFunction(client, route.authorizer, handshake, this.ports);
    const authorizer = judged && { authorizer: judged.outcome };
    if (judged?.refusal) {
      const { status, message } = judged.refusal;
      tell(status, { ...authorizer, refused: judged.outcome.why ?? message });
      return errorResponse(status, message, client, occasion.requestId);
    }
    client = {
      ...client,
      ...(judged?.context && { authorizer: judged.context }),
      identity: { ...judged?.identity, ...address },
    };

    this.connections.begin(client.id, client);
    let headers: readonly string[] = [];
    if (route) {
      const event = connectEvent(client, occasion, head, trace);
      const integrated = await integrate(
        client,
        { route, event, traceHeader: trace, turn: turn.child('integration') },
        this.ports,
      );
      const { refusal, accepted, told } = handshakeOutcome(integrated, client, occasion.requestId);
      if (refusal) {
        this.connections.happen(client.id, { is: 'refused' });
        tell(refusal.status, { ...authorizer, ...told });
        return refusal;
      }
      headers = accepted;
      tell(101, { ...authorizer, ...told });
    } else {
      tell(101, { ...authorizer });
    }
    if (this.stopped) return errorResponse(503, 'Service Unavailable', client, occasion.requestId);
    this.connections.happen(client.id, { is: 'accepted' });
    const line = open(client, headers);
    if (line) client.line = line;
    else this.connections.happen(client.id, { is: 'left', ending: VANISHED });
    return undefined;
  }

  private async said(client: Client, body: string, turn: Turn): Promise<void> {
    const { api } = client;
    const now = this.ports.clock.now();
    const requestId = gatewayId(turn.chance);
    const key = selectedKey(api.routeSelection, body);
    const route =
      api.routes.find((each) => each.key === key && !RESERVED.includes(each.key)) ??
      api.routes.find((each) => each.key === DEFAULT_ROUTE);
    const tell = (more: object) => {
      const latencyMs = this.ports.clock.now() - now;
      turn.append({ kind: 'webSocket.message', ...named(client, requestId), body, latencyMs, ...more });
    };
    if (!route) {
      const response = errorText('Forbidden', client, requestId);
      tell({ response, refused: `No route is for ${key ?? 'it'}, and there is no ${DEFAULT_ROUTE}.` });
      this.reply(client, response, turn);
      return;
    }
    const trace = traceHeader(undefined, now, turn.chance);
    const messageId = gatewayId(turn.chance);
    const event = messageEvent(client, { requestId, now }, { routeKey: route.key, messageId, body, isBase64Encoded: false });
    const integrated = await integrate(client, { route, event, traceHeader: trace, turn: turn.child('integration') }, this.ports);
    const { response, told } = replyTo(integrated, route.responds, client, requestId);
    tell({ route: route.key, ...told, ...(response !== undefined && { response: response.toString() }) });
    if (response !== undefined) this.reply(client, response, turn);
  }

  private async disconnected(client: Client, ending: Ending): Promise<void> {
    if (this.stopped) return;
    const { api, id } = client;
    await this.during(`${api.address.path}: ${DISCONNECT_ROUTE} of ${id} is under way`, undefined, async (turn) => {
      const now = this.ports.clock.now();
      const requestId = gatewayId(turn.chance);
      const route = api.routes.find(({ key }) => key === DISCONNECT_ROUTE);
      const event = disconnectEvent(client, { requestId, now }, ending);
      const trace = traceHeader(undefined, now, turn.chance);
      const sent = route && { route, event, traceHeader: trace, turn: turn.child('integration') };
      const integrated = sent && (await integrate(client, sent, this.ports));
      const latencyMs = this.ports.clock.now() - now;
      turn.append({
        kind: 'webSocket.disconnect',
        ...named(client, requestId),
        ...ending,
        latencyMs,
        ...(integrated && outcomeOf(integrated)),
      });
    });
  }

  private reply(client: Client, text: string | Buffer, turn: Turn): void {
    if (!this.connections.find(client.id)) return;
    this.connections.happen(client.id, { is: 'active' });
    if (client.line?.send(Buffer.from(text))) return;
    const what = `${client.api.address.path}: a response for ${client.id}`;
    turn.append({ kind: 'notEmulated', what, why: 'The client does not read what it is sent; this response is lost.' });
  }

  /** Time stands and `settle` waits while something is under way. */
  private async during<T>(what: string, from: string | undefined, work: (turn: Turn) => Promise<T>): Promise<T> {
    const release = this.ports.clock.hold();
    const turn = this.ports.turnFor(from, what);
    const place = this.begun++;
    this.underWay.set(place, what);
    try {
      return await work(turn);
    } finally {
      turn.end();
      this.underWay.delete(place);
      release();
      this.ports.ended();
    }
  }
}

/** What no message can be for. */
const RESERVED: readonly string[] = [CONNECT_ROUTE, DISCONNECT_ROUTE];
