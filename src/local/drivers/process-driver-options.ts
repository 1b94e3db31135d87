import type { LambdaFunction } from '../../model/function';
import type { RuntimeDoor } from '../engine/runtime-port';
import type { Bandwidth } from '../engine/stream-pace';
import type { FoundEngine } from './images/container-engine';
import type { HostVariables } from './interpreters/candidate';
import type { Launcher } from './launcher';
import type { RunFolder } from './run-folder';
import type { Sandbox } from './sandbox/sandbox';
import type { Credentials, DaemonAddress } from './variables';

export interface ProcessDriverOptions {
  readonly door: RuntimeDoor;
  readonly folder: RunFolder;
  readonly launchers: readonly Launcher[];
  /** Where every AWS call of a handler goes. */
  readonly endpointUrl: string;
  /** Host names on AWS by which handlers may call APIs of the app: those calls go there, too. @default none */
  readonly apiHosts?: readonly string[];
  /** The PATH of the executor. */
  readonly path: string;
  /** Gives environments Lambda's file system; settles with nothing where that cannot be had. @default none */
  readonly sandbox?: () => Promise<Sandbox | undefined>;
  /** `AWS_ENDPOINT_URL_<SERVICE>` for services that are led elsewhere. @default none */
  readonly extraVariables?: Readonly<Record<string, string>>;
  /** @default the account as access key, and no secrets at all */
  readonly credentials?: (lambda: LambdaFunction, roleArn: string) => Credentials;
  /** How fast responses are streamed. @default as in Lambda */
  readonly bandwidth?: Bandwidth;
  /** Where handlers send traces. @default nowhere */
  readonly xrayDaemon?: DaemonAddress;
  /** What runs container images. @default nothing */
  readonly engine?: FoundEngine;
  /** The executor's variables, for the container engine. @default none */
  readonly hostVariables?: HostVariables;
  /** Told before an image is built, made or pulled, which may take minutes. @default nobody */
  readonly makingImage?: (command: string, image: string) => void;
  /** The executor's clock. @default this machine's */
  readonly now?: () => number;
  /** How many booted interpreters may wait for a function. @default 2 */
  readonly spares?: number;
  /** Told once of everything that a function asks for and does not get. */
  readonly notice?: (what: string, why: string) => void;
}
