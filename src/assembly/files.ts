import { readFileSync, statSync } from 'node:fs';
import { AssemblyError } from './assembly-error';
import { isObject, type JsonObject } from './json';

/** What stands at the path; undefined when nothing does, or nothing that may be looked at. */
export function kindOf(path: string): 'file' | 'directory' | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats && (stats.isDirectory() ? 'directory' : 'file');
  } catch {
    return undefined;
  }
}

/** The object in a JSON file that the assembly names; `namedBy` says where. */
export function readNamedObject(path: string, namedBy: string): JsonObject {
  if (kindOf(path) !== 'file') throw new AssemblyError('ASSET_MISSING', `${path} is not a file, but ${namedBy} names it.`);
  return readObject(path);
}

/** The object in a JSON file that is there. */
export function readObject(path: string): JsonObject {
  const parsed = parse(path);
  if (!isObject(parsed)) throw new AssemblyError('ASSEMBLY_INVALID', `${path} holds no JSON object.`);
  return parsed;
}

function parse(path: string): unknown {
  try {
    const text = readFileSync(path, 'utf8');
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AssemblyError('ASSEMBLY_INVALID', `${path} cannot be read as JSON: ${reason}.`);
  }
}
