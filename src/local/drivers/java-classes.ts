import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { HostVariables } from './interpreters/candidate';

/** How long the compiler may take, in milliseconds. */
const COMPILER_LIMIT_MS = 60_000;

/**
 * The classes of our bootstrap, compiled by the kit that runs them. That takes a second, so they are kept in the user's cache
 * where that can be written, by their sources and the version of the compiler; otherwise in the folder of the run.
 */
export class JavaClasses {
  private readonly compiled = new Map<string, Promise<string>>();

  constructor(
    private readonly sources: string,
    private readonly variables: HostVariables,
  ) {}

  /** The folder of the classes. Fails with what the compiler says. */
  of(compiler: string, version: string, runFolder: string): Promise<string> {
    const known = this.compiled.get(version);
    if (known) return known;
    const found = this.find(compiler, version, runFolder);
    this.compiled.set(version, found);
    // Whoever is called next tries again: there may have been no room, or no time.
    found.catch(() => this.compiled.delete(version));
    return found;
  }

  private async find(compiler: string, version: string, runFolder: string): Promise<string> {
    const names = (await readdir(this.sources)).filter((name) => name.endsWith('.java')).sort();
    const hash = createHash('sha256').update(version);
    for (const name of names) hash.update(name).update(await readFile(join(this.sources, name)));
    const key = hash.digest('hex').slice(0, 32);
    const cache = this.cacheFolder();
    for (const parent of [...(cache === undefined ? [] : [cache]), join(runFolder, 'java')]) {
      const folder = join(parent, key);
      if (existsSync(folder)) return folder;
      const unfinished = await newFolder(parent, key);
      if (unfinished === undefined) continue;
      await compile(
        compiler,
        names.map((name) => join(this.sources, name)),
        unfinished,
      );
      // Another run may have been as fast: then its classes are there, and the same.
      await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true, force: true }));
      return folder;
    }
    throw new Error(`No folder can be written for the classes of the Java bootstrap, not even ${runFolder}.`);
  }

  private cacheFolder(): string | undefined {
    const { XDG_CACHE_HOME: cache, HOME: home } = this.variables;
    const parent = cache || (home && join(home, '.cache'));
    return parent ? join(parent, 'cdk-lambda-kit', 'java') : undefined;
  }
}

/** Undefined where nothing can be written. */
async function newFolder(parent: string, key: string): Promise<string | undefined> {
  try {
    await mkdir(parent, { recursive: true });
    return await mkdtemp(join(parent, `${key}-`));
  } catch {
    return undefined;
  }
}

async function compile(compiler: string, files: readonly string[], folder: string): Promise<void> {
  const args = ['-proc:none', '-nowarn', '-encoding', 'UTF-8', '-d', folder, ...files];
  try {
    await promisify(execFile)(compiler, args, { env: {}, timeout: COMPILER_LIMIT_MS });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error(`${compiler} does not compile the Java bootstrap: ${stderr || message}`);
  }
}
