import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PLATFORM_ERROR_TYPES } from '../../spec/error-types';
import { whyNotStarted } from './executable';
import { isFound } from './lambda-paths';
import type { Interpreter, Launch, Launcher, LaunchRequest } from './launcher';
import { PlatformFailure } from './platform-failure';

const BOOTSTRAP = 'bootstrap';
/** Such a function brings what runs it, in whatever version. */
const OWN: Interpreter = { command: BOOTSTRAP, exact: true };

/** Runs functions that bring a `bootstrap` of their own, in the package or in a layer, which speaks the Runtime API (RT-15). */
export function providedLauncher(): Launcher {
  return {
    family: 'provided',
    inlineFile: BOOTSTRAP,
    refuses: (runtime) =>
      /^provided(\.\w+)?$/.test(runtime) ? undefined : `There is no runtime ${runtime}; provided.al2023 is the present one.`,
    likely: () => OWN,
    interpreter: async () => OWN,
    async launch(request): Promise<Launch> {
      return {
        command: bootstrapOf(request),
        args: [],
        foreign: true,
        runtimeFolder: '/var/runtime',
        defaults: {},
        settings: {},
      };
    },
  };
}

/** Fails as Lambda does when there is none, or none that can be started. */
function bootstrapOf(request: LaunchRequest): string {
  const { codeFolder, layerFolders } = request;
  const places = [
    [join(codeFolder, BOOTSTRAP), '/var/task/bootstrap'] as const,
    ...layerFolders.map((layer) => [join(layer, BOOTSTRAP), '/opt/bootstrap'] as const),
  ];
  const found = places.find(([file]) => existsSync(file));
  if (!found)
    throw new PlatformFailure(
      PLATFORM_ERROR_TYPES.invalidEntrypoint,
      "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
    );
  const [file, name] = found;
  const why = whyNotStarted(file, (path) => isFound(path, request));
  if (why !== undefined) throw new PlatformFailure(PLATFORM_ERROR_TYPES.invalidEntrypoint, `fork/exec ${name}: ${why}`);
  return file;
}
