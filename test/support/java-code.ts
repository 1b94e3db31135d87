import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilerOf, javaCandidates } from '../../src/local/drivers/interpreters/java-candidates';

const FIXTURES = join(__dirname, '..', 'fixtures', 'java');

/** The kits of this machine. */
export const KITS = javaCandidates(process.env).filter(({ file }) => compilerOf(file) !== undefined);
/** For the title of what is left out where there is none. */
export const WITHOUT_KIT = KITS.length === 0 ? ' (left out: there is no Java development kit here)' : '';

const made: string[] = [];

/** A folder that is gone after the tests. */
export function folderForJava(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-kit-java-test-'));
  made.push(folder);
  return folder;
}

export function removeJavaFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Compiles files of `test/fixtures/java`, as `handlers` or `library`, and gives the folder of their classes; by the oldest kit. */
export function compiledJava(folders: readonly string[], classPath: readonly string[] = []): string {
  const folder = folderForJava();
  const files = folders.flatMap((name) => javaFilesIn(join(FIXTURES, name)));
  const [oldest] = [...KITS].sort((one, other) => (one.version?.[0] ?? 0) - (other.version?.[0] ?? 0));
  const compiler = compilerOf(oldest?.file ?? '') ?? 'javac';
  const path = classPath.length > 0 ? ['-cp', classPath.join(':')] : [];
  execFileSync(compiler, ['-nowarn', '-encoding', 'UTF-8', ...path, '-d', folder, ...files], { stdio: 'pipe' });
  return folder;
}

/** Makes a class one of a Java that nobody has. */
export function fromTheFuture(file: string): void {
  const bytes = readFileSync(file);
  bytes.writeUInt16BE(200, 6);
  writeFileSync(file, bytes);
}

function javaFilesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.java'))
    .map((name) => join(folder, name));
}
