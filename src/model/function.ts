import type { ResourceAddress } from './address';
import type { Code } from './code';
import type { FunctionUrl } from './function-url';
import type { ImageSettings } from './image';
import type { FunctionLayer } from './layer';
import type { Permission } from './permission';

export type Architecture = 'x86_64' | 'arm64';

/** What is frozen when a version is published. */
export interface FunctionConfiguration {
  readonly packageType: 'Zip' | 'Image';
  /** Lambda's identifier (`nodejs24.x`); absent for images. */
  readonly runtime?: string;
  /** `file.export` for most runtimes; absent for images. */
  readonly handler?: string;
  readonly code: Code;
  /** What is set otherwise than in the container image. @default nothing */
  readonly image?: ImageSettings;
  /** In the order in which they are unpacked into `/opt`. */
  readonly layers: readonly FunctionLayer[];
  readonly architecture: Architecture;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly ephemeralStorageMb: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether no variables were given as such: then Lambda tells of an environment that has none. @default false */
  readonly emptyEnvironment?: true;
  readonly roleArn: string;
  readonly description: string;
  readonly tracing: 'Active' | 'PassThrough';
  readonly logging: LoggingConfiguration;
}

export interface LoggingConfiguration {
  readonly format: 'Text' | 'JSON';
  readonly applicationLevel?: string;
  readonly systemLevel?: string;
  readonly group: string;
}

/** A published version; `number` is counted from 1 in the order of publication. */
export interface Version {
  readonly address: ResourceAddress;
  readonly number: string;
  readonly configuration: FunctionConfiguration;
  /** That of the function when the version was published. */
  readonly deadLetterArn?: string;
  readonly provisionedConcurrency?: number;
}

export interface Alias {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly description?: string;
  /** A version number or `$LATEST`. */
  readonly version: string;
  /** The second version and the share of invocations it gets, from 0 to 1. */
  readonly additional?: { readonly version: string; readonly weight: number };
  readonly provisionedConcurrency?: number;
}

/** How a failing or late asynchronous event is treated, on one qualifier. */
export interface AsyncConfiguration {
  /** An alias name, a version number or `$LATEST`. */
  readonly qualifier: string;
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeSeconds?: number;
  readonly onSuccessArn?: string;
  readonly onFailureArn?: string;
}

/** A function with everything that hangs on it. */
export interface LambdaFunction {
  readonly address: ResourceAddress;
  readonly name: string;
  /** Unqualified. */
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** Of `$LATEST`. */
  readonly configuration: FunctionConfiguration;
  readonly tags?: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
  readonly deadLetterArn?: string;
  /** Whether the function may be part of a loop; without it, loops are stopped. */
  readonly recursiveLoop?: 'Allow' | 'Terminate';
  /** Every invocation names a tenant, and environments are not shared between tenants. */
  readonly isolatesTenants?: boolean;
  readonly versions: readonly Version[];
  readonly aliases: readonly Alias[];
  readonly urls: readonly FunctionUrl[];
  readonly permissions: readonly Permission[];
  readonly asyncConfigurations: readonly AsyncConfiguration[];
}
