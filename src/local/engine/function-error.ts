import { PLATFORM_ERROR_TYPES } from '../../spec/error-types';
import { RESPONSE_PAYLOAD_MAX } from '../../spec/payload-limits';
import type { Failure } from './ports';
import { textBytes } from './text';

/** The payload that a caller sees for a failure, with `X-Amz-Function-Error: Unhandled` (INV-21, INV-40 to INV-43). */
export function errorPayload(failure: Failure, requestId: string, timeoutSeconds: number): Uint8Array {
  if (failure.kind === 'failed') return failure.payload;
  if (failure.kind === 'timedOut') {
    return json({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
    });
  }
  if (failure.kind === 'responseTooLarge') {
    return json({
      errorMessage: `Response payload size exceeded maximum allowed payload size (${failure.limit ?? RESPONSE_PAYLOAD_MAX} bytes).`,
      errorType: 'Function.ResponseSizeTooLarge',
    });
  }
  const reason = failure.kind === 'broken' ? failure.message : exitReason(failure);
  return json({ errorType: errorTypeOf(failure), errorMessage: `RequestId: ${requestId} Error: ${reason}` });
}

/** As it is named to the caller and the destinations (RT-43). */
export function errorTypeOf(failure: Failure): string {
  if (failure.kind === 'failed' || failure.kind === 'broken') return failure.errorType;
  if (failure.kind === 'timedOut') return 'Sandbox.Timedout';
  if (failure.kind === 'responseTooLarge') return 'Function.ResponseSizeTooLarge';
  return failure.outOfMemory ? PLATFORM_ERROR_TYPES.outOfMemory : PLATFORM_ERROR_TYPES.exit;
}

/** As the REPORT line and the platform’s events name it: a type that is none of theirs is not told (INV-80, RT-40). */
export function reportedTypeOf(failure: Failure): string {
  const type = errorTypeOf(failure);
  if (failure.kind !== 'failed' || /^(?:Runtime|Function)\.[A-Z][a-zA-Z]+$/.test(type)) return type;
  return type.startsWith('Function.') ? PLATFORM_ERROR_TYPES.unknownFunctionError : PLATFORM_ERROR_TYPES.unknownRuntimeError;
}

/** Why a runtime is gone, as its invocation is told. */
export function exitReason(ending: { readonly code?: number; readonly signal?: string }): string {
  const text = terminationText(ending);
  return text === undefined ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${text}`;
}

/** How a process ended; undefined when it did so by itself and well. */
export function terminationText({ code, signal }: { readonly code?: number; readonly signal?: string }): string | undefined {
  if (signal !== undefined) return `signal: ${SIGNAL_NAMES[signal] ?? signal}`;
  return code ? `exit status ${code}` : undefined;
}

/** Signals as a Go runtime prints them, which is what Lambda's supervisor does (INV-43). */
const SIGNAL_NAMES: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGILL: 'illegal instruction',
  SIGTRAP: 'trace/breakpoint trap',
};

const json = (value: unknown) => textBytes(JSON.stringify(value));
