import { chmodSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { runInThisContext } from 'node:vm';
import { App, type Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Layers } from 'cdk-lambda-kit';
import { type Zippable, zipSync } from 'fflate';
import { sources, temporaryFolder } from '../scene';

const NODE = { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler' };
export const INLINE = lambda.Code.fromInline('exports.handler = async () => 1;');

/** An archive with these files, by path. */
export function archive(files: Readonly<Record<string, string | Uint8Array>>, name = 'layer.zip'): string {
  const file = path.join(temporaryFolder(), name);
  const entries = Object.entries(files).map(([at, content]) => [
    at,
    typeof content === 'string' ? Buffer.from(content) : content,
  ]);
  writeFileSync(file, zipSync(Object.fromEntries(entries) as Zippable, { mtime: new Date(2026, 0, 1) }));
  return file;
}

/** A folder with a module that Node.js finds. */
export function nodeFolder(text = 'exports.x = 1;'): string {
  return sources({ 'nodejs/node_modules/x/index.js': text, 'nodejs/node_modules/x/package.json': '{"name":"x"}' });
}

/** A plain function of aws-cdk-lib, whose layers are checked. */
export function plain(stack: Stack, props: Partial<lambda.FunctionProps> = {}, id = 'Plain'): lambda.Function {
  const fn = new lambda.Function(stack, id, { ...NODE, code: INLINE, ...props });
  Layers.check(fn);
  return fn;
}

/** An app with its own folder for the assembly. */
export function appIn(outdir = temporaryFolder(), context: Record<string, unknown> = {}): App {
  return new App({ outdir, context });
}

/** Runs with a PATH that leads to these scripts for Node.js and to nothing else. */
export function withPrograms<T>(programs: Readonly<Record<string, string>>, run: () => T): T {
  const folder = sources(
    Object.fromEntries(Object.entries(programs).map(([name, text]) => [name, `#!${process.execPath}\n${text}`])),
  );
  for (const name of Object.keys(programs)) chmodSync(path.join(folder, name), 0o755);
  return withEnvironment('PATH', folder, run);
}

/** Runs for somebody whose home directory this is. */
export function withHome<T>(folder: string, run: () => T): T {
  return withEnvironment('HOME', folder, run);
}

function withEnvironment<T>(name: string, value: string, run: () => T): T {
  // Jest gives its tests a copy of the environment, which child processes do not get.
  const environment: NodeJS.ProcessEnv = runInThisContext('process.env');
  const before = environment[name];
  environment[name] = value;
  try {
    return run();
  } finally {
    if (before === undefined) delete environment[name];
    else environment[name] = before;
  }
}
