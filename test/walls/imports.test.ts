import { plantedTree, printedBy } from './planted';

const THING = 'export const thing = 1;\n';
const imports = (...names: string[]) => names.map((name) => `import '${name}';\n`).join('') + THING;

/** Files that break nothing: every room with what it may import. */
const SOUND = {
  'src/index.ts': "export * from './constructs/queue-consumer';\n",
  'src/local/index.ts': "export * from './executor';\n",
  'src/spec/quotas.ts': THING,
  'src/model/function.ts': imports('../spec/quotas'),
  'src/environment/index.ts': "export * from './define-environment';\n",
  'src/environment/define-environment.ts': imports('../spec/quotas'),
  'src/assembly/read.ts': imports('../model/function', 'node:fs'),
  'src/rules/timeouts.ts': imports('../model/function'),
  'src/constructs/queue-consumer.ts': imports('../rules/timeouts', '../assembly/read', 'aws-cdk-lib', 'constructs', './bundler'),
  'src/constructs/bundler.ts': imports('node:fs', 'node:child_process', 'esbuild'),
  'src/local/time/clock.ts': THING,
  'src/local/chance.ts': imports('node:crypto'),
  'src/local/errors.ts': imports('../assembly/read'),
  'src/local/journal/journal.ts': THING,
  'src/local/engine/invoker.ts': imports('../time/clock', '../chance', '../journal/journal', '../../model/function'),
  'src/local/services/sqs/store.ts': imports('../../engine/invoker'),
  'src/local/drivers/socket.ts': "import type { Socket } from 'node:net';\nexport type Wire = Socket;\n",
  'src/constructs/esbuild.ts': "export type Esbuild = typeof import('esbuild');\n",
  'src/local/drivers/node.ts': imports(
    '../engine/invoker',
    'node:child_process',
    'node:worker_threads',
    'node:fs/promises',
    'fflate',
  ),
  'src/local/endpoints/server.ts': imports('../engine/invoker', 'node:http', 'node:net'),
  'src/local/wiring.ts': imports('./drivers/node', './endpoints/server', './services/sqs/store'),
  'src/local/drivers/app-source.ts': imports('node:child_process'),
  'src/local/executor.ts': imports('./wiring', './errors', './drivers/app-source'),
  'src/local/cli/main.ts': imports('../executor', 'node:fs', 'node:readline'),
  'test/model/function.test.ts': imports('../../src/model/function'),
  'examples/orders/app.ts': imports('cdk-lambda-kit', 'aws-cdk-lib'),
};

/** The rule that refuses each planted file, by what is planted. */
const PLANTED: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['rank-spec', 'src/spec/up.ts', imports('../model/function')],
  ['rank-model', 'src/model/up.ts', imports('../assembly/read')],
  ['rank-environment', 'src/environment/sideways.ts', imports('../model/function')],
  ['rank-assembly', 'src/assembly/sideways.ts', imports('../rules/timeouts')],
  ['rank-rules', 'src/rules/sideways.ts', imports('../assembly/read')],
  ['rank-constructs', 'src/constructs/apart.ts', imports('../local/errors')],
  ['rank-constructs', 'src/constructs/declaring.ts', imports('../environment/define-environment')],
  ['rank-testing', 'src/testing/apart.ts', imports('../constructs/queue-consumer')],
  ['rank-time', 'src/local/time/sideways.ts', imports('../journal/journal')],
  ['rank-chance', 'src/local/chance-port.ts', imports('./time/clock')],
  ['rank-errors', 'src/local/errors.ts', imports('../assembly/read', './time/clock')],
  ['rank-journal', 'src/local/journal/up.ts', imports('../engine/invoker')],
  ['rank-engine', 'src/local/engine/up.ts', imports('../drivers/node')],
  ['rank-services', 'src/local/services/s3/sideways.ts', imports('../../endpoints/server')],
  ['rank-drivers', 'src/local/drivers/sideways.ts', imports('../services/sqs/store')],
  ['rank-endpoints', 'src/local/endpoints/sideways.ts', imports('../drivers/node')],
  ['rank-endpoints', 'src/local/endpoints/up.ts', imports('../wiring')],
  ['rank-wiring', 'src/local/wiring.ts', imports('./drivers/node', './executor')],
  ['rank-executor', 'src/local/executor.ts', imports('./wiring', './drivers/node')],
  ['rank-cli', 'src/local/cli/past-wiring.ts', imports('../drivers/node')],
  ['door-constructs', 'src/index.ts', `${SOUND['src/index.ts']}export * from './assembly/read';\n`],
  ['door-environment', 'src/environment/index.ts', imports('../model/function')],
  ['door-local', 'src/local/index.ts', `${SOUND['src/local/index.ts']}export * from './drivers/node';\n`],
  ['door-testing', 'src/testing/index.ts', imports('../local/executor')],
  ['no-room', 'src/helpers.ts', imports('./spec/quotas')],
  ['to-no-room', 'test/helpers.test.ts', imports('../src/helpers')],
  ['no-barrel', 'src/model/index.ts', "export * from './function';\n"],
  ['no-door-from-inside', 'src/local/cli/through-door.ts', imports('../index')],
  ['no-ring', 'src/model/ring.ts', imports('./ringed')],
  ['constructs-apart', 'src/constructs/apart.ts', imports('../local/errors')],
  ['local-apart', 'src/local/drivers/constructing.ts', imports('../../constructs/queue-consumer')],
  ['power-network', 'src/local/drivers/listening.ts', imports('node:http')],
  ['power-network', 'src/local/cli/listening.ts', imports('net')],
  ['power-processes', 'src/local/cli/starting.ts', imports('node:child_process')],
  ['power-processes', 'src/constructs/starting.ts', imports('node:worker_threads')],
  ['power-files', 'src/local/endpoints/reading.ts', imports('node:fs/promises')],
  ['power-terminal', 'src/local/drivers/asking.ts', imports('node:readline')],
  ['power-timers', 'src/local/engine/waiting.ts', imports('node:timers/promises')],
  ['power-cdk', 'src/assembly/cdk.ts', imports('aws-cdk-lib/cx-api')],
  ['power-cdk', 'src/local/engine/cdk.ts', imports('constructs')],
  ['power-cdk', 'src/environment/cdk.ts', imports('aws-cdk-lib/core')],
  ['power-bundling', 'src/local/drivers/bundling.ts', imports('esbuild')],
  ['no-dev-dependency', 'src/constructs/zipping.ts', imports('fflate')],
  ['no-undeclared-dependency', 'src/local/drivers/undeclared.ts', imports('semver')],
  ['no-unresolvable', 'src/local/drivers/missing.ts', imports('./not-there')],
  ['src-alone', 'src/local/drivers/leaning.ts', imports('../../../test/helpers.test')],
  ['examples-as-users', 'examples/orders/inside.ts', imports('../../src/model/function')],
];

/** `rule file` for everything that the wall refuses in a tree of `files`. */
function refusedIn(files: Readonly<Record<string, string>>): readonly string[] {
  const tree = plantedTree(files);
  try {
    const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'test', 'examples'];
    const { summary } = JSON.parse(printedBy(tree.folder, 'depcruise', args)) as {
      summary: { violations: { from: string; rule: { name: string } }[] };
    };
    return summary.violations.map(({ from, rule }) => `${rule.name} ${from}`);
  } finally {
    tree.remove();
  }
}

describe('imports', () => {
  let refused: readonly string[];
  beforeAll(() => {
    const planted = Object.fromEntries(PLANTED.map(([, file, text]) => [file, text]));
    refused = refusedIn({ ...SOUND, ...planted, 'src/model/ringed.ts': imports('./ring') });
  });

  test('every room may import what lies below it', () => {
    expect(refusedIn(SOUND)).toEqual([]);
  });

  test.each(PLANTED)('fails by %s for %s', (rule, file) => {
    expect(refused).toContain(`${rule} ${file}`);
  });

  test('every rule has a planted violation', () => {
    const { forbidden } = jest.requireActual<{ forbidden: { name: string }[] }>('../../.dependency-cruiser.cjs');
    const shown = new Set(PLANTED.map(([rule]) => rule));

    expect(forbidden.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });
});
