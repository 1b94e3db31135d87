import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EXTENSION_FOLDER, HIDDEN_FROM_EXTENSIONS } from '../../spec/extensions';
import { whyNotStarted } from './executable';
import { isFound } from './lambda-paths';
import type { LaunchRequest } from './launcher';
import type { ProcessOptions } from './process-group';

/** An external extension, ready to be started (RT-20). */
export interface ExtensionProgram {
  readonly name: string;
  readonly options: ProcessOptions;
  /** Why it cannot be, in Lambda's words. */
  readonly refused?: string;
}

/**
 * The extensions in layers, in the order in which they are started: that of their names. `variables` are those of the runtime's
 * process, without what is ours alone.
 */
export function extensionPrograms(
  request: LaunchRequest,
  variables: Readonly<Record<string, string>>,
): readonly ExtensionProgram[] {
  const files = new Map<string, string>();
  for (const layer of request.layerFolders) {
    for (const name of filesIn(join(layer, EXTENSION_FOLDER))) {
      if (!files.has(name)) files.set(name, join(layer, EXTENSION_FOLDER, name));
    }
  }
  const own = Object.fromEntries(Object.entries(variables).filter(([name]) => !HIDDEN_FROM_EXTENSIONS.includes(name)));
  return [...files.values()].sort(byName).map((file) => programOf(file, own, request));
}

function programOf(file: string, env: Readonly<Record<string, string>>, request: LaunchRequest): ExtensionProgram {
  const name = basename(file);
  const why = whyNotStarted(file, (path) => isFound(path, request));
  return {
    name,
    options: { command: file, args: [], cwd: '/', env: { ...env, PWD: '/' } },
    ...(why !== undefined && { refused: `fork/exec /opt/extensions/${name}: ${why}` }),
  };
}

function byName(one: string, other: string): number {
  return basename(one) < basename(other) ? -1 : 1;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}
