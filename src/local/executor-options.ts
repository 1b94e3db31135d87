import type { ServedApi } from '../model/api-door';
import type { AppSource } from './drivers/app-source';
import type { IdentityPolicies } from './engine/identity/identity-policies';
import type { JsonWebKeySet } from './engine/tokens/json-web-keys';
import type { Isolation } from './surroundings';
import type { Duration } from './time/duration';

export interface LocalExecutorOptions {
  /**
   * A cloud assembly folder, a command that makes one, a CDK `App` or a `CloudAssembly`.
   *
   * @default the `app` of `cdk.json` in `cwd`
   */
  readonly app?: AppSource;
  /**
   * `virtual`: time stands still unless it is advanced, so that hours of retries pass at once. `system`: real time.
   *
   * @default 'system'
   */
  readonly clock?: 'system' | 'virtual';
  /**
   * The port of the endpoint on 127.0.0.1.
   *
   * @default a free one
   */
  readonly port?: number;
  /**
   * Where commands run, and where the AWS SDK that handlers import is looked for.
   *
   * @default the current working directory
   */
  readonly cwd?: string;
  /**
   * Makes ids and the dice of weighted aliases the same in every run.
   *
   * @default 'lambda-kit' under the virtual clock, none under the system clock
   */
  readonly seed?: string;
  /**
   * Who may call the AWS APIs of the endpoint. `any`: every client, with any credentials or none. `verify`: only requests that
   * are signed with `credentials` or by a handler; the others are refused as AWS refuses them.
   *
   * @default 'any'
   */
  readonly authentication?: 'any' | 'verify';
  /**
   * What happens when a handler does what the role of its function does not allow. `report`: it is done, and told in the journal
   * and in `permissions.missing`; `enforce`: it is refused as AWS refuses it; `ignore`: nobody looks.
   *
   * @default 'report'
   */
  readonly identityPolicies?: IdentityPolicies;
  /**
   * How many invocations may run at once in an account and Region, the quota that AWS raises on request: a whole number from 1 up.
   *
   * @default 1000
   */
  readonly accountConcurrency?: number;
  /**
   * How many entries the journal, and so the handles of functions, keep at least: a whole number from 1 up. Older ones make room;
   * `journal.dropped` tells how many did. Together they have about 32 million characters at most.
   *
   * @default 100000
   */
  readonly journalEntries?: number;
  /**
   * Whether rules with a schedule, and the schedules of EventBridge Scheduler, are set off when they are due.
   *
   * @default true
   */
  readonly schedules?: boolean;
  /**
   * A folder in which every log group has a file, made when it is not there; `/aws/lambda/orders` is in `aws.lambda.orders.log`.
   * Names that would be one, as `a.b` and `a/b`, end with `~` and a hash.
   *
   * @default no files; the logs are in the journal, and can be read through CloudWatch Logs
   */
  readonly logFolder?: string;
  /**
   * The public keys of issuers whose tokens JWT authorizers take, as `{ 'https://issuer.example': 'keys.json' }`: each a set of
   * JSON Web Keys, or a file with one. None are fetched.
   *
   * @default only tokens of `mintToken` are taken
   */
  readonly jwtKeys?: Readonly<Record<string, JsonWebKeySet | string>>;
  /**
   * How long an environment is kept that nobody calls; Lambda's own figure is not documented.
   *
   * @default 10 minutes
   */
  readonly idleLifetime?: Duration;
  /**
   * Executables by runtime, as `{ 'nodejs22.x': '/opt/node22/bin/node' }`.
   *
   * @default the runtime's own version where it is found, otherwise the nearest
   */
  readonly interpreters?: Readonly<Record<string, string>>;
  /**
   * Files of layers that the app does not make, by the ARN of the version, as `{ 'arn:aws:lambda:eu-west-1:017000801446:layer:Tools:7': 'layers/tools' }`:
   * each a folder or a .zip archive with what Lambda unpacks to `/opt`.
   *
   * @default functions run without them, and `application.findings` says so
   */
  readonly layers?: Readonly<Record<string, string>>;
  /**
   * Lambda's file system for every environment: code in `/var/task`, layers in `/opt`, both read-only, and a `/tmp` of its own.
   *
   * `auto`: where this machine can (Linux with bubblewrap), `none`: never, `required`: or the start fails.
   *
   * @default 'auto'
   */
  readonly isolation?: Isolation;
  /** Ends the start, and the synth command with it, when it is aborted. */
  readonly signal?: AbortSignal;
}

/** An address at which an HTTP client, or one for WebSockets, can reach the app. */
export type LocalUrl = LocalFunctionUrl | LocalApiUrl;

/** Of a function URL. */
export interface LocalFunctionUrl {
  readonly kind: 'functionUrl';
  /** The construct path of the function. */
  readonly function: string;
  /** The alias that it calls; absent for the function itself. */
  readonly qualifier?: string;
  readonly authType: 'AWS_IAM' | 'NONE';
  readonly href: string;
}

/** Of an API, or of one of its stages. */
export interface LocalApiUrl {
  readonly kind: ServedApi['kind'];
  /** The construct path of the API. */
  readonly api: string;
  /** Absent for what has no stages. */
  readonly stage?: string;
  readonly href: string;
}
