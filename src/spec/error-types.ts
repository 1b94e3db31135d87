/** What the platform itself puts into `errorType`. RT-43; their texts: INV-21, INV-40 to INV-45. `Runtime.OutOfMemory` as users have seen it in 2026. */
export const PLATFORM_ERROR_TYPES = {
  exit: 'Runtime.ExitError',
  outOfMemory: 'Runtime.OutOfMemory',
  invalidEntrypoint: 'Runtime.InvalidEntrypoint',
  invalidWorkingDirectory: 'Runtime.InvalidWorkingDir',
  truncatedResponse: 'Runtime.TruncatedResponse',
  invalidResponseMode: 'Runtime.InvalidResponseModeHeader',
  unknownRuntimeError: 'Runtime.Unknown',
  responseTooLarge: 'Function.ResponseSizeTooLarge',
  unknownFunctionError: 'Function.Unknown',
  failure: 'Sandbox.Failure',
  timedOut: 'Sandbox.Timedout',
  extensionInit: 'Extension.InitError',
  extensionExit: 'Extension.ExitError',
  extensionCrash: 'Extension.Crash',
  extensionLaunch: 'Extension.LaunchError',
} as const;
