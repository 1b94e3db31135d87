import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack, Stage, Token } from 'aws-cdk-lib/core';
import { contentsOf } from './bundle-contents';
import { ConstructError, type Place } from './construct-error';
import { handlerFile, isOsOnly } from './handler-file';

/** The code of a function that is there when the app is synthesized. */
export interface LocalCode {
  /** A folder or an archive. */
  readonly place: string;
  /** What the author calls it. */
  readonly given: string;
}

/** Refuses a path that is neither a folder nor an archive. */
export function checkCodePath(place: Place, given: string): void {
  const stat = fs.statSync(given, { throwIfNoEntry: false });
  if (stat?.isDirectory() || (stat?.isFile() && /\.(zip|jar)$/i.test(given))) return;
  const problem = stat ? 'is neither a folder nor a .zip or .jar archive' : 'is not there';
  throw new ConstructError(place, 'CODE_MISSING', `code '${given}' ${problem} (looked at ${path.resolve(given)}).`);
}

/** Where a staged asset lies: `assetPath` is relative to the cloud assembly, or absolute when assets are not staged. */
export function stagedAt(fn: lambda.Function, assetPath: string): string | undefined {
  const outdir = Stage.of(fn)?.outdir;
  return outdir === undefined || Token.isUnresolved(assetPath) ? undefined : path.resolve(outdir, assetPath);
}

/** Refuses code in which the runtime would not find the handler (RT-15, RT-16); with layers it may be there. */
export function checkHandlerFile(fn: lambda.Function, code: LocalCode, handler: string, hasLayers: boolean): void {
  if (Token.isUnresolved(handler) || !Stack.of(fn).bundlingRequired) return;
  const files = contentsOf(code.place);
  if (files?.length === 0) throw new ConstructError(fn, 'CODE_EMPTY', `code '${code.given}' has no file.`);

  const sought = handlerFile(fn.runtime, handler);
  if (!files || !sought) return;
  const found = files.find((file) => sought.is(file.path));
  if (!found) {
    if (hasLayers) return;
    const why = isOsOnly(fn.runtime) ? `runtime ${fn.runtime.name}` : `handler '${handler}'`;
    throw new ConstructError(fn, 'HANDLER_FILE_MISSING', `${why} needs ${sought.name} in '${code.given}', which has none.`);
  }
  if (isOsOnly(fn.runtime)) checkExecutable(fn, path.join(code.place, found.path), code.given);
}

/** In a folder of a machine that knows of such things. */
function checkExecutable(fn: lambda.Function, file: string, given: string): void {
  const stat = process.platform === 'win32' ? undefined : fs.statSync(file, { throwIfNoEntry: false });
  if (!stat || stat.mode & 0o111) return;
  throw new ConstructError(fn, 'BOOTSTRAP_NOT_EXECUTABLE', `bootstrap in '${given}' is not executable.`);
}
