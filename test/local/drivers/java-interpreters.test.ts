import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { javaLauncher } from '../../../src/local/drivers/java';
import { filesIn } from '../../support/driver-scene';
import { folderForJava, removeJavaFolders } from '../../support/java-code';

afterAll(() => removeJavaFolders());

/** A folder with installations, each with its version; those of `mere` have no compiler. */
function installed(kits: Readonly<Record<string, string>>, mere: readonly string[] = []): string {
  const home = folderForJava();
  for (const [name, version] of Object.entries(kits)) {
    const programs = mere.includes(name) ? ['java'] : ['java', 'javac'];
    for (const program of programs) putProgram(join(home, '.jdks', name, 'bin', program));
    filesIn(join(home, '.jdks', name), { release: `IMPLEMENTOR="Somebody"\nJAVA_VERSION="${version}"\n` });
  }
  return home;
}

function putProgram(file: string): void {
  filesIn(dirname(file), { [file.slice(dirname(file).length + 1)]: '#!/bin/sh\nexit 1\n' });
  chmodSync(file, 0o755);
}

/** Far from the versions that this machine may have. */
const FAR = { 'of-98': '98.0.1', 'of-100': '100.0.2+3' };

test('a kit of the runtime’s own version is taken, without starting it', () => {
  const HOME = installed(FAR);

  expect(javaLauncher({ hostVariables: { HOME } }).likely('java100')).toEqual({
    command: join(HOME, '.jdks', 'of-100', 'bin', 'java'),
    version: '100.0.2',
    exact: true,
  });
});

test('otherwise the nearest, which is said', async () => {
  const HOME = installed(FAR);

  expect(await javaLauncher({ hostVariables: { HOME } }).interpreter('java97')).toEqual({
    command: join(HOME, '.jdks', 'of-98', 'bin', 'java'),
    version: '98.0.1',
    exact: false,
  });
});

test('1.8.0 is version 8', () => {
  const HOME = installed({ 'temurin-8': '1.8.0_392' });

  expect(javaLauncher({ hostVariables: { HOME } }).likely('java8.al2')).toMatchObject({ version: '8.0.392', exact: true });
});

test('a mere runtime environment is passed over', () => {
  const HOME = installed(FAR, ['of-100']);

  expect(javaLauncher({ hostVariables: { HOME } }).likely('java100')).toMatchObject({ version: '98.0.1', exact: false });
});

test('JAVA_HOME is looked at first, and what is named before all', () => {
  const HOME = installed(FAR);
  const other = installed({ mine: '100.9.9' });
  const hostVariables = { HOME, JAVA_HOME: join(other, '.jdks', 'mine') };

  expect(javaLauncher({ hostVariables }).likely('java100')).toMatchObject({ version: '100.9.9' });
  const named = { java100: join(HOME, '.jdks', 'of-98', 'bin', 'java') };
  expect(javaLauncher({ hostVariables, named }).likely('java100')).toMatchObject({ command: named.java100 });
});

test('fails when there is no kit, with what to do', () => {
  const launcher = javaLauncher({ hostVariables: {}, systemFolders: [] });

  expect(launcher.refuses('java21')).toMatch(
    /^java21 needs a Java development kit, 8 or newer, on PATH or in JAVA_HOME; .*provided/,
  );
  expect(launcher.likely('java21')).toBeUndefined();
});

test('fails when there is only a runtime environment, which is said', () => {
  const HOME = installed({ mere: '21.0.1' }, ['mere']);
  const launcher = javaLauncher({ hostVariables: { HOME }, systemFolders: [] });

  expect(launcher.refuses('java21')).toMatch(
    /\.jdks\/mere\/bin\/java is only a runtime environment: there is no javac beside it/,
  );
});

test('fails when the runtime is none that there is', () => {
  expect(javaLauncher({ hostVariables: {} }).refuses('java')).toMatch(/java are not run here/);
});
