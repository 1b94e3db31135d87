import type { ServedApi } from '../model/api-door';
import type { Application } from '../model/application';
import type { FunctionConfiguration } from '../model/function';
import type { FunctionUrl } from '../model/function-url';
import type { Interpreter } from './drivers/launcher';
import type { Authentication } from './endpoints/authentication';
import type { Buckets } from './engine/bucket-port';
import type { WebSocketClients } from './engine/connections/clients-port';
import type { IdentityPolicies } from './engine/identity/identity-policies';
import type { Permissions } from './engine/identity/permissions';
import type { Invoker } from './engine/invoker';
import type { Buses, Topics } from './engine/messaging-port';
import type { QueueInspection } from './engine/queue-port';
import type { LiveRegistry } from './engine/registry/live-registry';
import type { Streams } from './engine/stream-port';
import type { Tables } from './engine/table-port';
import type { JsonWebKeySet } from './engine/tokens/json-web-keys';
import type { TokenOptions } from './engine/tokens/token-claims';
import type { Journal } from './journal/journal';
import type { LOCAL_CREDENTIALS, MadeUpCredentials } from './made-up-credentials';
import type { Isolated, SurroundingsOptions } from './surroundings';
import type { Clock } from './time/clock';

export interface WiringOptions extends SurroundingsOptions {
  readonly clock: 'system' | 'virtual';
  readonly idleLifetimeMs?: number;
  readonly port?: number;
  readonly seed?: string;
  readonly authentication?: Authentication;
  /** @default 'report' */
  readonly identityPolicies?: IdentityPolicies;
  /** By issuer; files are JSON. */
  readonly jwtKeys?: Readonly<Record<string, JsonWebKeySet | string>>;
  readonly accountConcurrency?: number;
  readonly journalEntries?: number;
  /** Whether schedules and rules of the app are due by the clock. @default true */
  readonly schedules?: boolean;
  /** Where a file for each log group is written. */
  readonly logFolder?: string;
}

/** An app that can be invoked. */
export interface RunningApp {
  readonly application: Application;
  readonly endpoint: string;
  readonly credentials: typeof LOCAL_CREDENTIALS;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly invoker: Invoker;
  /** What may go on for ever, a sentence each. */
  readonly loops: () => readonly string[];
  /** Functions as they are now. */
  readonly registry: LiveRegistry;
  readonly topics: Topics;
  readonly buckets: Buckets;
  readonly tables: Tables;
  readonly streams: Streams;
  /** What is in the queues. */
  readonly queues: QueueInspection;
  readonly buses: Buses;
  /** Absent where nobody looks at what roles allow. */
  readonly permissions?: Permissions;
  /** Where things are that say nothing else. */
  readonly home: MadeUpCredentials['home'];
  /** Absent when the app has no WebSocket API. */
  readonly webSocketClients?: WebSocketClients;
  /** Every API of the app at its local addresses. */
  readonly apis: readonly ServedApi[];
  hrefOf(url: FunctionUrl): string;
  mintToken(options: TokenOptions): string;
  /** As far as it is known without starting anything; undefined when nothing here runs it. */
  interpreterOf(configuration: FunctionConfiguration): Interpreter | undefined;
  isolation(): Promise<Isolated>;
  /** Ends every environment, closes every door and removes the run's folder. */
  stop(): Promise<void>;
}
