import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { JAVA_HEAP_SHARE } from '../../spec/memory-limits';
import { assetPath } from './assets';
import type { Candidate, HostVariables } from './interpreters/candidate';
import { type Answer, Interpreters } from './interpreters/interpreters';
import { compilerOf, JAVA_FOLDERS, javaCandidates, javaVersionIn, releaseOf } from './interpreters/java-candidates';
import { type Version, versionText } from './interpreters/version';
import { JavaClasses } from './java-classes';
import type { Interpreter, Launch, Launcher, LaunchRequest } from './launcher';
import { customRuntimeAdvice } from './unknown-runtimes';

/** The oldest Java that the bootstrap runs on. */
const OLDEST: Version = [8];
/** The first with modules, which hide what the bootstrap needs, as Lambda's own does. */
const MODULES: Version = [9];
/** How long an interpreter may take to say who it is, in milliseconds. */
const ANSWER_LIMIT_MS = 15_000;

export interface JavaOptions {
  /** The executor's own variables: JAVA_HOME and PATH are searched, and version managers need theirs. */
  readonly hostVariables: HostVariables;
  /** Executables by runtime, as `java21`. @default none */
  readonly named?: Readonly<Record<string, string>>;
  /** Where the system's installations are. @default where they usually are */
  readonly systemFolders?: readonly string[];
}

interface JavaAnswer extends Answer {
  readonly compiler: string;
}

/** Runs Java functions with a development kit of the runtime's own version where there is one, otherwise with the nearest. */
export function javaLauncher({ hostVariables, named, systemFolders = JAVA_FOLDERS }: JavaOptions): Launcher {
  const classes = new JavaClasses(assetPath('java'), hostVariables);
  const all = () => javaCandidates(hostVariables, systemFolders);
  const missing = (runtime: string) => whyMissing(runtime, all());
  const interpreters = new Interpreters<JavaAnswer>({
    wanted: (runtime) => [majorOf(runtime)],
    named: (runtime) => named?.[runtime],
    candidates: () => all().filter(({ file }) => compilerOf(file) !== undefined),
    oldest: OLDEST,
    ask: (file) => ask(file, hostVariables),
    missing,
  });
  return {
    family: 'java',
    // Lambda takes none for Java.
    inlineFile: 'index.java',
    refuses(runtime) {
      if (!/^java\d+(\.al\d+)?$/.test(runtime)) return `Java functions of ${runtime} are not run here.`;
      return interpreters.isThere(runtime) ? undefined : missing(runtime);
    },
    likely: (runtime) => interpreters.likely(runtime),
    async interpreter(runtime): Promise<Interpreter> {
      const { command, version, exact } = await interpreters.find(runtime);
      return { command, version: versionText(version), exact };
    },
    async launch(request): Promise<Launch> {
      const { command, version, compiler } = await interpreters.find(request.runtime);
      const runtimeFolder = await classes.of(compiler, versionText(version), request.runFolder);
      return {
        command,
        args: [...flagsOf(request, version), '-cp', runtimeFolder, 'lambdakit.Bootstrap', ...layerFolders(request)],
        runtimeFolder,
        defaults: {},
      };
    },
  };
}

function majorOf(runtime: string): number {
  return Number(/^java(\d+)/.exec(runtime)?.[1]);
}

function whyMissing(runtime: string, [mere]: readonly Candidate[]): string {
  const found = mere ? ` (${mere.file} is only a runtime environment: there is no javac beside it)` : '';
  return `${runtime} needs a Java development kit, ${versionText(OLDEST)} or newer, on PATH or in JAVA_HOME${found}; ${customRuntimeAdvice(runtime) ?? ''}`;
}

async function ask(file: string, variables: HostVariables): Promise<JavaAnswer | undefined> {
  try {
    const version = releaseOf(file);
    const compiler = compilerOf(file);
    if (version && compiler) return { command: file, version, compiler };
    // A version manager's shim answers with the real one behind it.
    const args = ['-XshowSettings:properties', '-version'];
    const { stderr } = await promisify(execFile)(file, args, { env: variables, timeout: ANSWER_LIMIT_MS });
    const property = (name: string) => new RegExp(`^\\s*${name} = (.*)$`, 'm').exec(stderr)?.[1]?.trim() ?? '';
    const command = join(property('java\\.home').replace(/\/jre$/, ''), 'bin', 'java');
    const told = javaVersionIn(property('java\\.version'));
    const beside = compilerOf(command);
    return told && beside ? { command, version: told, compiler: beside } : undefined;
  } catch {
    // A shim without its version, or a broken installation: the next one may do.
    return undefined;
  }
}

function flagsOf({ memoryMb }: LaunchRequest, [major = 0]: Version): string[] {
  return [
    `-XX:MaxHeapSize=${Math.ceil(memoryMb * 1024 * JAVA_HEAP_SHARE)}k`,
    ...['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.net.preferIPv4Stack=true'],
    // It would leave a file in this machine's /tmp when it is killed.
    '-XX:-UsePerfData',
    ...(major >= (MODULES[0] ?? 0) ? ['--add-opens=java.base/java.io=ALL-UNNAMED'] : []),
  ];
}

/** FN-52. */
function layerFolders({ layerFolders: layers }: LaunchRequest): string[] {
  return layers.map((layer) => join(layer, 'java', 'lib')).filter((folder) => existsSync(folder));
}
