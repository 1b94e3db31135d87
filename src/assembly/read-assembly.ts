import { resolve } from 'node:path';
import type { Application } from '../model/application';
import { AppScope } from './app-scope';
import { AssemblyError } from './assembly-error';
import { constructPaths } from './construct-paths';
import { readManifest } from './manifest';
import { Report } from './report';
import { loadStack, type StackSource } from './stack-source';
import { translate } from './translators/translate';

/**
 * The app that a cloud assembly holds: all stacks, those of stages and those nested in others. What cannot be understood is in
 * `findings` and leaves the rest whole. Throws `AssemblyError` when the assembly as a whole cannot be used.
 */
export function readAssembly(directory: string): Application {
  try {
    return readThrough(directory);
  } catch (error) {
    const isTooDeep = error instanceof RangeError && error.message.includes('call stack');
    throw isTooDeep ? new AssemblyError('ASSEMBLY_INVALID', `A file in ${directory} is nested too deeply to be meant.`) : error;
  }
}

function readThrough(directory: string): Application {
  const manifest = readManifest(resolve(directory));
  const roots = manifest.stacks.map((stack) => loadStack(stack, manifest.assets));
  const paths = constructPaths(roots.flatMap(withNested), manifest.tree);
  const app = new AppScope(roots, paths, manifest.assets);
  return translate(app, new Report(app.memo, manifest.findings));
}

function withNested(stack: StackSource): readonly StackSource[] {
  return [stack, ...[...stack.nested.values()].flatMap(withNested)];
}
