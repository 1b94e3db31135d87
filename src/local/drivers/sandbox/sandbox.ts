import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { LAMBDA_FOLDERS, searchPathsOf } from '../../../spec/lambda-file-system';
import { SANDBOX_HOSTS } from '../../../spec/telemetry';
import { isExecutable } from '../interpreters/candidate';
import type { ProcessOptions } from '../process-group';
import { type Bubblewrap, temporary } from './bubblewrap';
import { FileView, isWithin, type Mount } from './file-view';
import { LayersFolder } from './layers-folder';
import { fill } from './temporary-folders';

/** What one process of an environment is to find around it. */
export interface Surroundings {
  readonly runtime: string;
  readonly codeFolder: string;
  /** The one that wins first. */
  readonly layerFolders: readonly string[];
  readonly runtimeFolder: string;
  readonly ephemeralMb: number;
  /** The function's own variables, which stay as they are. */
  readonly ownVariables: Readonly<Record<string, string>>;
  /** A folder of this machine that is its `/tmp`, and that of others. @default one of its own, in memory */
  readonly sharedFolder?: string;
  /** The process whose interpreter lies in `/var/lang`. @default this one */
  readonly interpreterOf?: Pick<ProcessOptions, 'command' | 'args'>;
  /** A descriptor of a folder, whose files are in `/tmp` from the start. */
  readonly temporary?: number | undefined;
}

/** For what the function shares with the executor: the socket of the Runtime API, and compiled modules. */
const SHARED = '/var/lambda-kit';
const HOSTS = '/etc/hosts';
const SETTINGS = 'LAMBDA_KIT_SETTINGS';
const PATHS_IN_VARIABLES = ['LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR', 'PWD'] as const;

/** Gives processes the file system that a function finds in Lambda (FN-48). */
export class Sandbox {
  private readonly layers: LayersFolder;

  constructor(
    private readonly bubblewrap: Bubblewrap,
    private readonly runFolder: string,
  ) {
    this.layers = new LayersFolder(runFolder);
  }

  /** The same process, within; `command`, `args`, `cwd`, search paths and settings are those of this machine before. */
  async enclose(plain: ProcessOptions, surroundings: Surroundings): Promise<ProcessOptions> {
    // What is not there ends as it does without: with 127.
    if (!existsSync(plain.command)) return plain;
    const {
      codeFolder,
      layerFolders,
      runtimeFolder,
      runtime,
      ownVariables,
      interpreterOf = plain,
      temporary: from,
    } = surroundings;
    const settings: unknown = JSON.parse(plain.env[SETTINGS] ?? '{}');
    const paths = [plain.command, ...plain.args, ...stringsIn(settings)].filter((text) => isAbsolute(text));
    const code: Mount[] = [
      { from: codeFolder, to: LAMBDA_FOLDERS.task },
      ...layerFolders.map((from) => ({ from, to: LAMBDA_FOLDERS.layers })),
      ...(existsSync(runtimeFolder) ? [{ from: runtimeFolder, to: LAMBDA_FOLDERS.runtime }] : []),
    ];
    const interpreter = interpreterAmong([interpreterOf.command, ...interpreterOf.args], new FileView(code));
    const others = this.needed(paths, new FileView([...code, ...interpreter.mounts]));
    const view = new FileView([...code, ...interpreter.mounts, ...others]);
    const real = (path: string) => interpreter.real.get(path) ?? path;
    const env: Record<string, string> = { ...plain.env };
    for (const [name, value] of Object.entries(searchPathsOf(runtime))) if (ownVariables[name] === undefined) env[name] = value;
    for (const name of PATHS_IN_VARIABLES) if (env[name] !== undefined) env[name] = view.inside(env[name]);
    if (plain.env[SETTINGS] !== undefined) env[SETTINGS] = JSON.stringify(view.insideAll(settings));
    return {
      command: this.bubblewrap.command,
      args: [
        ...this.bubblewrap.base,
        ...temporaryOf(surroundings),
        ...this.hosts(),
        ...(await this.optOf(layerFolders, others)),
        ...[...code.filter(({ to }) => to !== LAMBDA_FOLDERS.layers), ...interpreter.mounts, ...others].flatMap(
          ({ from, to, writable }) => [writable ? '--bind' : '--ro-bind', from, to],
        ),
        ...(from === undefined ? [] : ['--block-fd', '4']),
        ...['--remount-ro', '/', '--chdir', view.inside(plain.cwd), '--'],
        view.inside(real(plain.command)),
        ...plain.args.map((arg) => (isAbsolute(arg) ? view.inside(real(arg)) : arg)),
      ],
      cwd: '/',
      env,
      enclosed: true,
      ...(from !== undefined && { beforeStart: (pid) => fill(pid, from) }),
    };
  }

  /** RT-30: by these names an environment calls itself. */
  private hosts(): string[] {
    if (!lstatSync(HOSTS, { throwIfNoEntry: false })?.isFile()) return [];
    const own = join(this.runFolder, 'hosts');
    if (!existsSync(own)) writeFileSync(own, `${readFileSync(HOSTS, 'utf8').trimEnd()}\n127.0.0.1 ${SANDBOX_HOSTS.join(' ')}\n`);
    return ['--ro-bind', own, HOSTS];
  }

  private async optOf(layerFolders: readonly string[], others: readonly Mount[]): Promise<string[]> {
    const { layers } = LAMBDA_FOLDERS;
    const places = others.filter(({ to }) => isWithin(to, layers)).map(({ to }) => to.slice(layers.length));
    if (layerFolders.length === 0) return ['--perms', '0755', '--dir', layers];
    return ['--ro-bind', await this.layers.of(layerFolders, places), layers];
  }

  /** Files that the process names, which would otherwise be hidden by what Lambda has in their place. */
  private needed(paths: readonly string[], view: FileView): Mount[] {
    const mounts = new Map<string, Mount>();
    for (const path of paths) {
      if (view.covers(path)) continue;
      if (isWithin(path, this.runFolder)) {
        if (!existsSync(path)) mkdirSync(path, { recursive: true });
        mounts.set(path, { from: path, to: SHARED + path.slice(this.runFolder.length), writable: true });
      } else if (Object.values(LAMBDA_FOLDERS).some((folder) => isWithin(path, folder)) && existsSync(path)) {
        mounts.set(path, { from: path, to: path });
      }
    }
    return [...mounts.values()];
  }
}

function temporaryOf({ sharedFolder, ephemeralMb }: Surroundings): string[] {
  return sharedFolder === undefined ? temporary(ephemeralMb) : ['--bind', sharedFolder, LAMBDA_FOLDERS.temporary];
}

/** The interpreter lies in `/var/lang`, whole when it stands in the `bin` of an installation. */
function interpreterAmong(command: readonly string[], view: FileView): { mounts: Mount[]; real: Map<string, string> } {
  const file = command.find((path) => isAbsolute(path) && !view.covers(path) && isExecutable(path));
  if (file === undefined) return { mounts: [], real: new Map() };
  const real = realpathSync(file);
  const installation = dirname(dirname(real));
  if (basename(dirname(real)) !== 'bin' || installation === '/' || !statSync(installation).isDirectory())
    return { mounts: [], real: new Map() };
  return { mounts: [{ from: installation, to: LAMBDA_FOLDERS.interpreter }], real: new Map([[file, real]]) };
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
