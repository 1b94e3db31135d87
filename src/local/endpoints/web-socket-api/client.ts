import type { WebSocketApi, WebSocketStage } from '../../../model/web-socket-api';
import { partitionOf } from '../../../spec/pseudo-parameters';
import type { Ending } from '../../../spec/web-socket';
import type { OfConnection } from '../../journal/web-socket-happening';
import type { Instant } from '../../time/clock';

/** One client with everything that is known of it as long as its connection lasts. */
export interface Client {
  readonly id: string;
  readonly api: WebSocketApi;
  readonly stage: WebSocketStage;
  readonly connectedAt: Instant;
  readonly identity: Readonly<Record<string, string>>;
  /** What the authorizer of `$connect` has said, which every later event has. */
  authorizer?: Readonly<Record<string, string | number>>;
  /** The way to it; absent as long as `$connect` decides. */
  line?: Line;
  /** Settles when `$disconnect` is over; absent as long as it is connected. */
  gone?: Promise<void>;
}

/** The way to one client. */
export interface Line {
  /** False when the client reads so slowly that too much is unsent already. */
  send(data: Buffer): boolean;
  /** Tells the client why, and ends the connection. */
  close(ending: Ending): void;
}

/** As entries of the journal name it. */
export function named({ id, api, stage }: Client, requestId: string): OfConnection {
  return { api: api.address.path, stage: stage.name, connectionId: id, requestId };
}

/** What messages and calls of functions are for, as policies name it: of `$connect`, or of another route. */
export function routeArn({ api, stage }: Pick<Client, 'api' | 'stage'>, key: string): string {
  return `${apiArn(api)}/${stage.name}/${key}`;
}

/** `arn:aws:execute-api:<region>:<account>:<id>`. */
export function apiArn({ region, account, id }: WebSocketApi): string {
  return `arn:${partitionOf(region).id}:execute-api:${region}:${account}:${id}`;
}
