import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JavaClasses } from '../../../src/local/drivers/java-classes';

test('a compiler that has failed is asked again by the next call', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'java-classes-'));
  writeFileSync(join(folder, 'A.java'), '');
  const compiler = join(folder, 'javac');
  const classes = new JavaClasses(folder, {});
  writeFileSync(compiler, '#!/bin/sh\necho no room >&2; exit 1\n', { mode: 0o755 });
  await expect(classes.of(compiler, '21', folder)).rejects.toThrow('no room');

  writeFileSync(compiler, '#!/bin/sh\n');

  expect(await classes.of(compiler, '21', folder)).toContain(join(folder, 'java'));
  rmSync(folder, { recursive: true });
});
