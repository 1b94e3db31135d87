import type { WebSocketApi } from '../model/web-socket-api';
import { WebSocketClient } from './client-handle';
import type { WebSocketClients } from './engine/connections/clients-port';
import { LocalError } from './errors';
import { foundByName } from './found-by-name';
import { checkOptions, type Kinds, objectOfTexts, TEXT, TEXTS } from './options-check';

export interface ConnectOptions {
  /** @default the only stage of the API */
  readonly stage?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Subprotocols that the client knows, the one that it likes best first. */
  readonly protocols?: readonly string[];
}

const CONNECT_OPTIONS: Kinds<ConnectOptions> = {
  stage: TEXT,
  query: objectOfTexts("{ user: 'ann' }"),
  headers: objectOfTexts("{ authorization: 'allow' }"),
  protocols: TEXTS,
};

/** A connection that is there now. */
export interface OpenConnection {
  readonly connectionId: string;
  readonly stage: string;
  /** By the executor's clock. */
  readonly since: Date;
}

/** The answer to a client that was not let in, thrown where a test connects. */
export class ConnectionRefused extends Error {
  override readonly name = 'ConnectionRefused';

  constructor(
    readonly statusCode: number,
    readonly body: string,
  ) {
    super(`The handshake was answered with ${statusCode}: ${body}`);
  }
}

/** A WebSocket API of the app, as tests hold it. */
export class WebSocketApiHandle {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly logicalId: string;

  constructor(
    private readonly api: WebSocketApi,
    private readonly clients: WebSocketClients,
  ) {
    this.id = api.id;
    this.name = api.name;
    this.path = api.address.path;
    this.logicalId = api.address.logicalId;
  }

  /** The connections of now, oldest first. */
  get connections(): readonly OpenConnection[] {
    return this.clients.connected(this.id).map(({ since, ...same }) => ({ ...same, since: new Date(since) }));
  }

  /** Connects a client, through `$connect` but without a network. Fails with `ConnectionRefused` when it is not let in. */
  async connect(options: ConnectOptions = {}): Promise<WebSocketClient> {
    checkOptions(options, CONNECT_OPTIONS, "{ stage: 'live' }");
    const { stage, query = {}, headers = {}, protocols = [] } = options;
    const client = new WebSocketClient();
    const asked = {
      apiId: this.id,
      stage: stage ?? this.onlyStage(),
      query: new URLSearchParams(query).toString(),
      headers: { ...headers, ...(protocols.length > 0 && { 'Sec-WebSocket-Protocol': protocols.join(', ') }) },
    };
    const { end, status, body } = await this.clients.connect(asked, {
      received: (text) => client.told(text),
      closed: (ending) => client.wasClosed(ending),
    });
    if (!end) throw new ConnectionRefused(status, body);
    return client.hasConnected(end);
  }

  private onlyStage(): string {
    const [first, ...others] = this.api.stages.map(({ name }) => name);
    if (first !== undefined && others.length === 0) return first;
    const there = first === undefined ? 'none' : [first, ...others].join(', ');
    throw new LocalError('OPTION_INVALID', `stage must say which stage of ${this.path} is meant; there are: ${there}.`);
  }
}

/** The one WebSocket API that `name` means: its logical id, construct path, name or id. */
export function findWebSocketApi(apis: readonly WebSocketApi[], name: string): WebSocketApi {
  const named = apis.map((api) => ({ ...api, arn: api.id }));
  const { id } = foundByName(named, name, 'WebSocket API');
  return apis.find((api) => api.id === id) as WebSocketApi;
}
