/** Makes lib/bundled: the command line and the TypeScript doors, each one file with its third-party code inlined. */
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { inlinedPackages, licenceText } from './licences';

const ROOT = resolve(__dirname, '..');
const OUT = join(ROOT, 'lib/bundled');

/** What each bundle is made from; a user has the externals, or is told to install them. */
const ENTRIES = {
  command: 'src/local/cli/main.ts',
  environment: 'src/environment/index.ts',
  local: 'src/local/index.ts',
  testing: 'src/testing/index.ts',
} as const;
const EXTERNAL = ['esbuild', 'aws-cdk-lib', 'constructs', '@aws-sdk/*'];

async function main(): Promise<void> {
  rmSync(OUT, { recursive: true, force: true });
  const present = Object.entries(ENTRIES).filter(([name, entry]) => {
    const there = existsSync(join(ROOT, entry));
    if (!there) console.error(`bundle: ${entry} does not exist, so there is no lib/bundled/${name}.js`);
    return there;
  });
  if (present.length === 0) return;

  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(present),
    outdir: OUT,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    charset: 'utf8',
    // ES modules where a package has them: only those lose what is never called.
    mainFields: ['module', 'main'],
    external: EXTERNAL,
    metafile: true,
    logLevel: 'warning',
  });
  refuseAwsCdkLib(metafile);
  await bundleForHandlers();
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, 'THIRD-PARTY-LICENSES.txt'), licenceText(inlinedPackages(ROOT, Object.keys(metafile.inputs))));
  linkCommand();
}

/** What handlers import comes as an ES module as well: only of those a bundler leaves out what is not used. */
async function bundleForHandlers(): Promise<void> {
  const { environment } = ENTRIES;
  if (!existsSync(join(ROOT, environment))) return;
  await build({
    absWorkingDir: ROOT,
    entryPoints: { environment },
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    charset: 'utf8',
    logLevel: 'warning',
  });
}

/** The executor and its command line read what `cdk synth` wrote; loading the CDK would cost them half a second. */
function refuseAwsCdkLib(metafile: Metafile): void {
  for (const [file, output] of Object.entries(metafile.outputs)) {
    if (file.endsWith('testing.js')) continue;
    const cdk = output.imports.find(({ path }) => /^(aws-cdk-lib|constructs)(\/|$)/.test(path));
    if (cdk) throw new Error(`${file} imports ${cdk.path}; executor and handlers know no CDK`);
  }
}

/** Node.js from 22 on keeps what it has compiled of the command, which is half of what its start takes. */
const COMMAND = `#!/usr/bin/env node
'use strict';
require('node:module').enableCompileCache?.();
require('./command.js');
`;

/** Makes the bundle a command, and links it so that `npx lambda-kit` in a clone runs it; npm does so for dependencies only. */
function linkCommand(): void {
  if (!existsSync(join(OUT, 'command.js'))) return;
  const command = join(OUT, 'cli.js');
  const bin = join(ROOT, 'node_modules/.bin');
  writeFileSync(command, COMMAND);
  chmodSync(command, 0o755);
  if (process.platform === 'win32' || !existsSync(bin)) return;
  rmSync(join(bin, 'lambda-kit'), { force: true });
  symlinkSync('../../lib/bundled/cli.js', join(bin, 'lambda-kit'));
}

main().catch((error: unknown) => {
  console.error(`bundle: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
