import { accessSync, constants, statSync } from 'node:fs';
import { placesOf } from './lambda-paths';
import type { LaunchRequest } from './launcher';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** What a shell gives back for a command that is not there, and for one that it may not run. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/**
 * With `AWS_LAMBDA_EXEC_WRAPPER` (FN-43) the wrapper is started, and is given the interpreter to start. The starting script of
 * Lambda's runtimes does that, and its words and exit statuses are these; a custom runtime has no such script.
 */
export function wrapped(runtime: Command, request: LaunchRequest): Command {
  const wrapper = request.environment.AWS_LAMBDA_EXEC_WRAPPER;
  if (!wrapper) return runtime;
  const file = placesOf(wrapper, request).find(isFile);
  if (file === undefined) return saying(`${wrapper}: does not exist`, NOT_FOUND);
  if (!isExecutable(file)) return saying(`${wrapper}: is not an executable`, NOT_EXECUTABLE);
  return { command: file, args: [runtime.command, ...runtime.args] };
}

function saying(text: string, status: number): Command {
  return { command: '/bin/sh', args: ['-c', 'echo "$1"; exit "$2"', 'sh', text, `${status}`] };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
