import { resolve } from 'node:path';
import type { Application } from '../model/application';
import type { Inventory } from '../model/inventory';
import { AppScope } from './app-scope';
import { AssemblyError } from './assembly-error';
import { AssetShelf } from './asset-shelf';
import { authorNotes } from './author-notes';
import { codeFacts } from './code-files/code-facts';
import { constructPaths } from './construct-paths';
import { declaredResources } from './declared';
import { readManifest } from './manifest';
import { Report } from './report';
import { loadStack, notedPaths, pathInTemplate, type StackSource } from './stack-source';
import { translate } from './translators/translate';

/**
 * The app that a cloud assembly holds: all stacks, those of stages and those nested in others. What cannot be understood is in
 * `findings` and leaves the rest whole. Throws `AssemblyError` when the assembly as a whole cannot be used.
 */
export function readAssembly(directory: string): Application {
  return shallowEnough(directory, () => read(directory).application);
}

/**
 * The same app with every resource of its templates and what lies in its code, for the rules. Throws `AssemblyError` as
 * `readAssembly` does, but not for code that is not there.
 */
export function readInventory(directory: string): Inventory {
  return shallowEnough(directory, () => {
    const { application, app, stacks } = read(directory, new AssetShelf(true));
    const { acknowledged, judged, createdAt } = authorNotes(stacks);
    const noted = new Map(
      stacks.flatMap((stack) => {
        if (createdAt.size === 0) return [];
        // The template has paths only when the CDK's command made it.
        const paths = notedPaths(stack);
        return Object.entries(stack.template.resources).map(([logicalId, body]) => {
          const path = pathInTemplate(body) ?? paths.get(logicalId) ?? '';
          return [`${stack.id} ${logicalId}`, createdAt.get(path)] as const;
        });
      }),
    );
    const resources = declaredResources(app, ({ home, logicalId }) => noted.get(`${home.id} ${logicalId}`));
    const templates = Object.fromEntries(stacks.map(({ id, templateFile }) => [id, templateFile]));
    return {
      application,
      resources,
      code: codeFacts(application.functions, resolve(directory)),
      acknowledged,
      judged,
      templates,
    };
  });
}

function shallowEnough<T>(directory: string, readIt: () => T): T {
  try {
    return readIt();
  } catch (error) {
    const isTooDeep = error instanceof RangeError && error.message.includes('call stack');
    throw isTooDeep ? new AssemblyError('ASSEMBLY_INVALID', `A file in ${directory} is nested too deeply to be meant.`) : error;
  }
}

function read(
  directory: string,
  shelf = new AssetShelf(),
): { application: Application; app: AppScope; stacks: readonly StackSource[] } {
  const manifest = readManifest(resolve(directory), shelf);
  const stacks = manifest.stacks.map((stack) => loadStack(stack, manifest.assets)).flatMap(withNested);
  const roots = stacks.filter((stack) => stack.parent === undefined);
  const app = new AppScope(roots, constructPaths(stacks, manifest.tree), manifest.assets);
  return { application: translate(app, new Report(app.memo, manifest.findings)), app, stacks };
}

function withNested(stack: StackSource): readonly StackSource[] {
  return [stack, ...[...stack.nested.values()].flatMap(withNested)];
}
