/** Makes every generated file anew and refuses those that were not current; they are current afterwards. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA_FILES } from './aws-schemas';
import { fail, ROOT, run } from './command';

function generatedFiles(): readonly string[] {
  const { files } = JSON.parse(readFileSync(join(ROOT, '.projen/files.json'), 'utf8')) as { files: string[] };
  return [
    ...files,
    'package.json',
    'package-lock.json',
    'API.md',
    'docs/defaults.md',
    'docs/errors.md',
    'docs/fidelity.md',
    'docs/rules.md',
    'docs/event-sources.md',
    ...SCHEMA_FILES,
  ];
}

function contents(): Map<string, string> {
  return new Map(
    generatedFiles().map((file) => [file, existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), 'utf8') : '']),
  );
}

const before = contents();
// Projen sorts and completes what is in package.json, so that it must begin from the file as it is.
run('tsx', ['.projenrc.ts']);
rmSync(join(ROOT, 'API.md'), { force: true });
run('jsii-docgen', ['-o', 'API.md']);
run('tsx', ['scripts/docs.ts']);
const after = contents();

const stale = [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file));
if (stale.length > 0) fail(`these generated files were not current; they are now, commit them: ${stale.join(', ')}`);
console.log(`${after.size} generated files are current`);
