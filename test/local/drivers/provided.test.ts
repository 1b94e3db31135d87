import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchPathsOf } from '../../../src/spec/lambda-file-system';
import { json } from '../../contract/driver';
import { bootstrapIn, executables, foreignRuntimeContract, openForeign } from '../../contract/foreign-runtime';
import type { DriverScene } from '../../support/driver-scene';
import { ISOLATIONS } from '../../support/sandboxes';

const fixture = (name: string) => readFileSync(join(__dirname, '../../fixtures/bootstraps', name), 'utf8');

describe.each(ISOLATIONS)('$title', ({ isolated }) => {
  describe('a bootstrap in Python', () => foreignRuntimeContract({ bootstrap: fixture('python'), isolated }));
  describe('a bootstrap in Node.js', () => foreignRuntimeContract({ bootstrap: fixture('node'), isolated }));

  describe('the bootstrap of a custom runtime', () => {
    let scene: DriverScene;
    beforeEach(async () => {
      scene = await openForeign(isolated);
    });
    afterEach(() => scene.end());

    const NOTHING = '#!/bin/sh\nexit 5\n';

    test('may be in a layer, the last one first (RT-15, FN-52)', async () => {
      const environment = await scene.start({
        code: executables(scene, 'code.zip', { 'data.txt': '' }),
        layers: [
          executables(scene, 'first.zip', { bootstrap: NOTHING }),
          executables(scene, 'last.zip', { bootstrap: fixture('node') }),
        ],
      });

      expect(json(await environment.invoke({ do: 'echo' }))).toEqual({ do: 'echo' });
    });

    test('of the package is preferred to that of a layer (RT-15)', async () => {
      const environment = await scene.start({
        code: bootstrapIn(scene, NOTHING),
        layers: [executables(scene, 'layer.zip', { bootstrap: fixture('node') })],
      });

      expect(environment.init.failure).toEqual({ kind: 'exited', code: 5 });
    });

    test('fails when there is none (RT-15)', async () => {
      const environment = await scene.start({ code: executables(scene, 'code.zip', { 'data.txt': '' }) });

      expect(environment.init.failure).toEqual({
        kind: 'broken',
        errorType: 'Runtime.InvalidEntrypoint',
        message: "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
      });
    });

    test.each([
      ['it is not executable', fixture('node'), 0o644, 'permission denied'],
      ['it has no first line that names an interpreter', 'exit 0\n', 0o755, 'exec format error'],
      ['its interpreter is not there', '#!/no/such/shell\n', 0o755, 'no such file or directory'],
      ['it is a program for another processor', foreignProgram(), 0o755, 'exec format error'],
      ['it is empty', '', 0o755, 'exec format error'],
    ])('fails when %s', async (_, text, mode, why) => {
      const environment = await scene.start({ code: bootstrapIn(scene, text, mode) });

      expect(environment.init.failure).toEqual({
        kind: 'broken',
        errorType: 'Runtime.InvalidEntrypoint',
        message: `fork/exec /var/task/bootstrap: ${why}`,
      });
    });

    test('fails when the runtime is none that there is', () => {
      const { configuration } = scene.spec({ code: bootstrapIn(scene, NOTHING), runtime: 'provided-al2023' });

      expect(scene.driver.refuses(configuration)).toMatch(/no runtime provided-al2023/);
    });

    test('is not started by a wrapper (FN-43)', async () => {
      const environment = await scene.start({
        code: bootstrapIn(scene, fixture('node')),
        environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/nowhere' },
      });

      expect(json(await environment.invoke({ do: 'echo' }))).toEqual({ do: 'echo' });
    });
  });
});

/** The head of an ELF file for the Alpha, which Lambda never had. */
function foreignProgram(): string {
  const head = Buffer.alloc(64);
  head.write('\x7fELF\x02\x01\x01', 'latin1');
  head.writeUInt16LE(0x26, 18);
  return head.toString('latin1');
}

test('an OS-only runtime has no folders of an interpreter on its search paths (FN-45)', () => {
  expect(Object.values(searchPathsOf('provided.al2023')).join(':')).not.toContain('/var/lang');
  expect(searchPathsOf('python3.14').PATH).toBe(`/var/lang/bin:${searchPathsOf('provided.al2023').PATH}`);
});
