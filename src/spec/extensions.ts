/** How many extensions a function may have, external and internal together. RT-20. */
export const EXTENSIONS_MAX = 10;

/** The folder of a layer whose executables are external extensions. RT-20. */
export const EXTENSION_FOLDER = 'extensions';

/** How long an environment with extensions may take to shut down, in milliseconds; one without is killed at once. RT-05. */
export const SHUTDOWN_WINDOW_MS = { internal: 500, external: 2_000 } as const;

/** The share of that window in which the runtime must have ended, before the extensions are told. RT-05. */
export const RUNTIME_SHUTDOWN_SHARE = 0.3;

/** What an extension may ask to be told of; internal ones only of invocations. RT-20, RT-21. */
export const EXTENSION_EVENTS = { external: ['INVOKE', 'SHUTDOWN'], internal: ['INVOKE'] } as const;

/** Variables of the runtime's process that an extension's does not have; from the Extensions API's page, K. */
export const HIDDEN_FROM_EXTENSIONS: readonly string[] = [
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_XRAY_CONTEXT_MISSING',
  'AWS_XRAY_DAEMON_ADDRESS',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
  '_AWS_XRAY_DAEMON_ADDRESS',
  '_AWS_XRAY_DAEMON_PORT',
  '_HANDLER',
];
