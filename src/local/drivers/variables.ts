import type { LambdaFunction } from '../../model/function';
import { OVERRIDABLE_VARIABLES, RESERVED_VARIABLES } from '../../spec/environment-variables';
import type { EnvironmentSpec } from '../engine/ports';

/** Made-up; no call with them can reach a real account. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** For whoever has no others. */
export function noSecrets(lambda: LambdaFunction): Credentials {
  return { accessKeyId: lambda.account, secretAccessKey: 'lambda-kit', sessionToken: 'lambda-kit' };
}

/** Variables with which a function could lead its calls past the executor; beside `AWS_ENDPOINT_URL_<SERVICE>`. */
const GUARDED = new Set([
  'AWS_ENDPOINT_URL',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_EC2_METADATA_DISABLED',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_XRAY_DAEMON_ADDRESS',
]);

/** Port 9 discards what it gets: traces must not reach a daemon of this machine, which could have a real account. */
export const NO_XRAY_DAEMON: DaemonAddress = { host: '127.0.0.1', port: 9 };

export interface DaemonAddress {
  readonly host: string;
  readonly port: number;
}

/** The keys among the function's own variables that AWS would reject it for (FN-42). */
export function reservedAmong(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(variables).filter((key) => RESERVED_VARIABLES.includes(key));
}

/** The keys among the function's own variables that are not passed on. */
export function guardedAmong(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(variables).filter((key) => GUARDED.has(key) || key.startsWith('AWS_ENDPOINT_URL_'));
}

export interface VariablesRequest {
  readonly spec: EnvironmentSpec;
  readonly codeFolder: string;
  readonly runtimeFolder: string;
  /** `127.0.0.1:PORT`. */
  readonly runtimeApi: string;
  /** A custom runtime, which is told less of its surroundings (FN-46). */
  readonly foreign: boolean;
  readonly endpointUrl: string;
  readonly xrayDaemon: DaemonAddress;
  readonly credentials: Credentials;
  /** Search paths and the like, which the function's own variables may replace. */
  readonly defaults: Readonly<Record<string, string>>;
  /** Where the executor's user has led single services. */
  readonly extra: Readonly<Record<string, string>>;
}

/** The environment of a function's process: FN-45 as far as it makes sense here, and nothing of the executor's own. */
export function variablesOf(request: VariablesRequest): Record<string, string> {
  const { spec, codeFolder, credentials, xrayDaemon } = request;
  const { configuration } = spec;
  const own = { ...configuration.environment };
  for (const key of [...reservedAmong(own), ...guardedAmong(own)]) delete own[key];
  return {
    ...OVERRIDABLE_VARIABLES,
    ...request.defaults,
    ...(configuration.logging.format === 'JSON' && {
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_LEVEL: configuration.logging.applicationLevel ?? 'INFO',
    }),
    ...own,
    ...(!request.foreign && { AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}` }),
    AWS_LAMBDA_RUNTIME_API: request.runtimeApi,
    AWS_REGION: spec.function.region,
    AWS_DEFAULT_REGION: spec.function.region,
    AWS_LAMBDA_FUNCTION_NAME: spec.function.name,
    AWS_LAMBDA_FUNCTION_VERSION: spec.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${configuration.memoryMb}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: spec.initializationType,
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logging.group,
    AWS_LAMBDA_LOG_STREAM_NAME: spec.logStream,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL: request.endpointUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_XRAY_DAEMON_ADDRESS: `${xrayDaemon.host}:${xrayDaemon.port}`,
    _AWS_XRAY_DAEMON_ADDRESS: xrayDaemon.host,
    _AWS_XRAY_DAEMON_PORT: `${xrayDaemon.port}`,
    _HANDLER: configuration.handler ?? '',
    LAMBDA_TASK_ROOT: codeFolder,
    LAMBDA_RUNTIME_DIR: request.runtimeFolder,
    PWD: codeFolder,
    ...request.extra,
  };
}
