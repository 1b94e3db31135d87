/** Packs the tarball and refuses one that does not work as CommonJS, as ES module or for TypeScript, or that holds too much. */
import { existsSync, mkdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ROOT, run } from './command';
import { inTemporaryFolder, pack } from './pack';
import { packageProblems } from './package-contents';

async function main(): Promise<void> {
  await inTemporaryFolder((folder) => {
    const tarball = pack(folder);
    run('tar', ['-xzf', tarball, '-C', folder]);
    const unpacked = join(folder, 'package');

    const problems = packageProblems(unpacked);
    if (problems.length > 0) fail(['the packed tarball is not what it should be:', ...problems].join('\n'));
    run('publint', ['run', tarball, '--strict']);
    // node10 sees the types of the doors through `typesVersions`, and Node.js the scripts; attw wants both in one place.
    run('attw', [tarball, '--profile', 'node16', '--exclude-entrypoints', './.jsii']);

    const names = ['.', './environment', './local', './testing'].filter((door) =>
      existsSync(join(unpacked, 'lib', door, 'index.d.ts')),
    );
    asUser(
      folder,
      unpacked,
      names.map((door) => join('cdk-lambda-kit', door)),
    );
    console.log(`${(statSync(tarball).size / 1024).toFixed(0)} KiB packed, doors ${names.join(' ')}`);
  });
}

/** Uses every door as a user does: required and imported by Node, and type-checked under each way to find it. */
function asUser(folder: string, unpacked: string, doors: readonly string[]): void {
  const user = join(folder, 'user');
  mkdirSync(join(user, 'node_modules/@types'), { recursive: true });
  // Not a link: what the package needs is looked up from where it really is.
  renameSync(unpacked, join(user, 'node_modules/cdk-lambda-kit'));
  // Who uses constructs or tests them has the CDK; who runs an assembly, or writes a handler, may not.
  const without = doors.filter((door) => /\/(environment|local)$/.test(door));
  symlinkSync(join(ROOT, 'node_modules/@types/node'), join(user, 'node_modules/@types/node'));
  symlinkSync(join(ROOT, 'node_modules/undici-types'), join(user, 'node_modules/undici-types'));

  // First what must work without the peers, declarations checked to the last line.
  const imports = (names: readonly string[]) =>
    names.map((name, i) => `import * as door${i} from '${name}';\nvoid door${i};\n`).join('');
  writeFileSync(join(user, 'without.cts'), imports(without));
  writeFileSync(join(user, 'with.cts'), imports(doors));
  writeFileSync(join(user, 'with.mts'), imports(doors));
  const check = ['--noEmit', '--strict', '--target', 'es2022', '--types', 'node', '--ignoreConfig'];
  const node16 = ['--module', 'node16', '--moduleResolution', 'node16'];
  if (without.length > 0) run('tsc', [...check, ...node16, 'without.cts'], { cwd: user });
  for (const door of without) {
    load(door, user);
  }

  for (const peer of ['aws-cdk-lib', 'constructs'])
    symlinkSync(join(ROOT, 'node_modules', peer), join(user, 'node_modules', peer));
  const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler'];
  run('tsc', [...check, ...node16, '--skipLibCheck', 'with.cts', 'with.mts'], { cwd: user });
  run('tsc', [...check, ...bundler, '--skipLibCheck', 'with.mts'], { cwd: user });
  const commonjs = ['--module', 'commonjs', '--moduleResolution', 'node10', '--ignoreDeprecations', '6.0', '--esModuleInterop'];
  run('tsc', [...check, ...commonjs, '--skipLibCheck', 'with.cts'], { cwd: user });
  for (const door of doors) load(door, user);
}

/** Requires and imports `door`; every name that CommonJS sees must be one that ES modules can import. */
function load(door: string, user: string): void {
  const script = `
    import { createRequire } from 'node:module';
    const required = Object.keys(createRequire(import.meta.url)('${door}'));
    const imported = await import('${door}');
    const missing = required.filter((name) => !(name in imported));
    if (missing.length > 0) throw new Error('${door} cannot be imported by name: ' + missing.join(', '));
  `;
  writeFileSync(join(user, 'load.mjs'), script);
  run('node', ['load.mjs'], { cwd: user });
}

main().catch((error: unknown) => fail(String(error)));
