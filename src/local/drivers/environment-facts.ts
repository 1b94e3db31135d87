import { PLATFORM_ERROR_TYPES } from '../../spec/error-types';
import type { ExtensionSurroundings } from '../engine/extension-port';
import { exitReason } from '../engine/function-error';
import type { EnvironmentSpec, Failure } from '../engine/ports';
import { LocalError } from '../errors';
import { PlatformFailure } from './platform-failure';
import type { Ending } from './process-group';

/** What extensions are told of the function. */
export function surroundingsOf({ function: fn, version, configuration }: EnvironmentSpec): ExtensionSurroundings {
  return { functionName: fn.name, functionVersion: version, handler: configuration.handler ?? '', accountId: fn.account };
}

/** The code or the interpreter cannot be had here. */
export function notStarted(error: unknown): Failure {
  if (error instanceof PlatformFailure) return error.failure;
  const errorType = PLATFORM_ERROR_TYPES.invalidEntrypoint;
  const code = error instanceof LocalError ? `${error.code}: ` : '';
  const errorMessage = code + (error instanceof Error ? error.message : String(error));
  return { kind: 'failed', errorType, payload: Buffer.from(JSON.stringify({ errorMessage, errorType })), local: true };
}

/** The end of the runtime's process; `told` is the type of the error that an extension in it had told of before. */
export function exitOf(ending: Ending, told: string | undefined, outOfMemory: boolean): Failure {
  if (told !== undefined && !outOfMemory) return { kind: 'broken', errorType: told, message: exitReason(ending) };
  return { kind: 'exited', ...ending, ...(outOfMemory && { outOfMemory }) };
}
