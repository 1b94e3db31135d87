import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Stage, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { ConstructError } from './construct-error';

/** In the context of the app: the folder of all caches. */
export const CACHE = 'cdk-lambda-kit:cache';

/** Each has a folder of its own. */
export type CacheKind = 'layers' | 'python' | 'bundles';

/**
 * Where things of a kind are kept between runs: `given`, else below what the context of the app names, else in the home directory,
 * where package managers keep theirs; when that cannot be written, in the folder of assets. It is there, and can be written.
 */
export function cacheFolder(scope: IConstruct, kind: CacheKind, given?: string): string {
  const wanted = given === undefined ? defaultFolder(scope, kind) : path.resolve(given);
  const reserve = path.resolve(Stage.of(scope)?.assetOutdir ?? '.', '.cdk-lambda-kit', kind);
  const found = [wanted, reserve].find((folder) => folder !== undefined && isWritable(folder));
  if (found !== undefined) return found;
  throw new ConstructError(
    scope,
    'CACHE_NOT_WRITABLE',
    `neither ${wanted ?? 'the home directory'} nor ${reserve} can be written.`,
  );
}

function defaultFolder(scope: IConstruct, kind: CacheKind): string | undefined {
  const named: unknown = scope.node.tryGetContext(CACHE);
  if (named === undefined) return home(kind);
  if (typeof named === 'string' && named !== '' && !Token.isUnresolved(named)) return path.resolve(named, kind);
  throw new ConstructError(scope, 'CACHE_INVALID', `the context ${CACHE} must be a folder, but is ${JSON.stringify(named)}.`);
}

/** Undefined for somebody who has none, as in some containers. */
function home(kind: CacheKind): string | undefined {
  try {
    return path.join(os.homedir(), '.cache', 'cdk-lambda-kit', kind);
  } catch {
    return undefined;
  }
}

function isWritable(folder: string): boolean {
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
