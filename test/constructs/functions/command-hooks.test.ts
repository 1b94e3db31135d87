import { readFileSync, realpathSync } from 'node:fs';
import * as path from 'node:path';
import { runHooks } from '../../../src/constructs/bundle-hooks';
import { withPrograms } from '../layers/scene';
import { temporaryFolder } from '../scene';

const run = (commands: string[], cwd = temporaryFolder()) =>
  runHooks({ node: { path: 'Shop/Orders' } }, 'beforeBundling', commands, cwd);

test('commands run one after the other in the folder of the sources, by bash', () => {
  const folder = realpathSync(temporaryFolder());
  run(['pwd > first', '[[ -f first ]] && cp first second', 'cd / && A=1', 'echo "$A" >> second'], folder);

  expect(readFileSync(path.join(folder, 'second'), 'utf8')).toBe(`${folder}\n\n`);
});

test('no commands are fine', () => {
  expect(() => run([])).not.toThrow();
});

test('fails when one fails, with its status and last words, and runs none of the others', () => {
  const folder = temporaryFolder();
  const words = 'for i in $(seq 30); do echo "line $i"; done; echo oh >&2; exit 3';

  expect(() => run([words, 'touch later'], folder)).toThrow(
    `Shop/Orders: the command '${words}' of beforeBundling in ${folder} ended with 3:\n  line 12\n`,
  );
  expect(() => run([words, 'touch later'], folder)).toThrow(/ {2}line 30\n {2}oh\n.*\[HOOK_FAILED\]/s);
  expect(() => readFileSync(path.join(folder, 'later'))).toThrow();
});

test('fails when one is ended from outside, or says nothing', () => {
  expect(() => run(['kill -9 $$'])).toThrow(/'kill -9 \$\$' of beforeBundling in \S+ was ended by SIGKILL\.\n/);
  expect(() => run(['exit 1'])).toThrow(/'exit 1' of beforeBundling in \S+ ended with 1\.\n/);
});

test('fails when there is no bash', () => {
  withPrograms({}, () => expect(() => run(['true'])).toThrow(/'true' of beforeBundling in \S+ cannot be run \(.*ENOENT\)\.\n/));
});
