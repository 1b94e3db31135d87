import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { LocalError } from '../errors';
import { appOfCdkJson, synthesize } from './synth-command';

/** An app as users name it: a cloud assembly folder, a command that makes one, a CDK `App` or a `CloudAssembly`. */
export type AppSource = string | SynthesizableApp | SynthesizedAssembly;

/** What is needed of a CDK `App`. */
export interface SynthesizableApp {
  synth(): SynthesizedAssembly;
}

/** What is needed of a CDK `CloudAssembly`. */
export interface SynthesizedAssembly {
  readonly directory: string;
}

export interface AssemblyFolder {
  readonly directory: string;
  /** The folder whose `node_modules` the app uses. */
  readonly projectDirectory: string;
  /** Removes what was made for this run. */
  cleanUp(): void;
}

/** Finds or makes the cloud assembly. Without `app`, the `app` of `cdk.json` in `cwd` is taken. */
export async function assemblyFolder(app: AppSource | undefined, cwd: string, signal?: AbortSignal): Promise<AssemblyFolder> {
  if (typeof app === 'object') {
    const { directory } = 'synth' in app ? app.synth() : app;
    return { directory, projectDirectory: cwd, cleanUp: () => undefined };
  }
  const { app: given, build } = app === undefined ? (appOfCdkJson(cwd) ?? {}) : { app };
  if (given === undefined) throw new LocalError('APP_NOT_GIVEN', `There is no --app, and no cdk.json with an "app" in ${cwd}.`);
  if (given.trim() === '') throw new LocalError('APP_NOT_GIVEN', 'The app is named by an empty text.');
  const path = resolve(cwd, given);
  if (existsSync(path) && statSync(path).isDirectory())
    return { directory: path, projectDirectory: cwd, cleanUp: () => undefined };
  if (existsSync(path) && path.endsWith('.json')) {
    throw new LocalError('ASSEMBLY_NOT_FOUND', `${path} is a file; a cloud assembly is named by its folder.`);
  }
  if (!existsSync(path) && isOneWord(given) && !isOnPath(given)) {
    throw new LocalError(
      'ASSEMBLY_NOT_FOUND',
      `There is no folder ${path}, and no command ${given} that could make a cloud assembly.`,
    );
  }
  const command = existsSync(path) && isOneWord(given) ? commandFor(path) : given;
  return fromCommand(build === undefined ? command : `(${build}) && ${command}`, cwd, signal);
}

async function fromCommand(command: string, cwd: string, signal?: AbortSignal): Promise<AssemblyFolder> {
  // Not the project's cdk.out: two runs at once, or a run beside a deployment, must not write over each other.
  const directory = mkdtempSync(join(tmpdir(), `lambda-kit-assembly-${process.pid}-`));
  const cleanUp = () => {
    process.off('exit', cleanUp);
    rmSync(directory, { recursive: true, force: true });
  };
  process.on('exit', cleanUp);
  try {
    await synthesize(command, { cwd, outdir: directory, ...(signal && { signal }) });
    if (!existsSync(join(directory, 'manifest.json'))) {
      const why = 'ended well, but has written no cloud assembly; a CDK app does so, into the folder that CDK_OUTDIR names';
      throw new LocalError('ASSEMBLY_EMPTY', `The synth command \`${command}\` ${why}.`);
    }
  } catch (error) {
    cleanUp();
    throw error;
  }
  return { directory, projectDirectory: cwd, cleanUp };
}

function isOneWord(app: string): boolean {
  return !/\s/.test(app.trim());
}

function isOnPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, command)));
}

/** A script is run by its interpreter, as the CDK's command line does. */
function commandFor(path: string): string {
  return /\.[cm]?js$/.test(path) ? `"${process.execPath}" "${path}"` : `"${path}"`;
}
