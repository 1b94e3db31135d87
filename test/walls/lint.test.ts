import { plantedTree, printedBy } from './planted';

/** What is refused, by the rule that does it, the room it stands in, and what is written there. */
const PLANTED: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['no-restricted-properties', 'src/local/engine/present.ts', 'export const at = Date.now();'],
  ['no-restricted-syntax', 'src/model/present.ts', 'export const at = new Date();'],
  ['no-restricted-syntax', 'src/rules/present.ts', 'export const at = Date();'],
  ['no-restricted-globals', 'src/local/engine/measured.ts', 'export const at = performance.now();'],
  ['no-restricted-properties', 'src/local/wiring.ts', 'export const at = process.hrtime();'],
  ['no-restricted-properties', 'src/local/time/virtual-clock.ts', 'export const at = Date.now();'],
  ['no-restricted-globals', 'src/local/engine/timeout.ts', 'setTimeout(() => {}, 1);'],
  ['no-restricted-globals', 'src/local/executor.ts', 'setInterval(() => {}, 1);'],
  ['no-restricted-globals', 'src/constructs/immediate.ts', 'setImmediate(() => {});'],
  ['no-restricted-syntax', 'src/constructs/yesterday.ts', 'export const day = new Date();'],
  ['no-restricted-properties', 'src/local/engine/hidden.ts', 'globalThis.setTimeout(() => {}, 1);'],
  ['no-restricted-properties', 'src/local/engine/dice.ts', 'export const dice = Math.random();'],
  ['no-restricted-properties', 'src/local/drivers/dice.ts', 'export const dice = Math.random();'],
  [
    'no-restricted-imports',
    'src/local/drivers/ids.ts',
    "import { randomUUID } from 'node:crypto';\nexport const id = randomUUID();",
  ],
  [
    'no-restricted-imports',
    'src/assembly/ids.ts',
    "import * as crypto from 'node:crypto';\nexport const id = crypto.randomUUID();",
  ],
  ['no-restricted-globals', 'src/local/endpoints/ids.ts', 'export const id = crypto.randomUUID();'],
  ['no-restricted-properties', 'src/constructs/environment.ts', 'export const home = process.env.HOME;'],
  ['no-restricted-properties', 'src/testing/matcher.ts', 'export const home = process.env.HOME;'],
  ['no-restricted-properties', 'src/environment/url.ts', 'export const home = process.env.HOME;'],
  ['no-restricted-properties', 'src/local/endpoints/arguments.ts', 'export const words = process.argv;'],
  ['no-restricted-properties', 'src/local/wired.ts', 'process.exit(1);'],
  ['no-restricted-imports', 'src/local/ended.ts', "import { exit } from 'node:process';\nexit(1);"],
  ['no-restricted-properties', 'src/local/drivers/printing.ts', "process.stdout.write('');"],
  ['no-restricted-globals', 'src/local/engine/printing.ts', "console.log('');"],
  ['no-restricted-syntax', 'src/model/default.ts', 'export default function nameless() {}'],
  ['no-restricted-syntax', 'src/model/renamed.ts', 'const thing = 1;\nexport { thing as default };'],
  ['@typescript-eslint/no-explicit-any', 'src/model/any.ts', 'export const thing = (it: any) => it;'],
  ['@typescript-eslint/no-unused-vars', 'src/model/unused.ts', 'const thing = 1;'],
  [
    '@typescript-eslint/consistent-type-imports',
    'src/model/type.ts',
    "import { Thing } from './thing';\nexport type Other = Thing;",
  ],
  ['@typescript-eslint/no-non-null-assertion', 'src/model/sure.ts', 'export const sure = (it?: string) => it!.length;'],
  ['eqeqeq', 'src/model/loose.ts', 'export const loose = (it?: string) => it == null;'],
  [
    '@typescript-eslint/no-floating-promises',
    'src/local/drivers/floating.ts',
    'export function go() {\n  Promise.resolve(1);\n}',
  ],
  [
    '@typescript-eslint/no-misused-promises',
    'src/local/drivers/misused.ts',
    'if (Promise.resolve(true)) throw new Error();\nexport {};',
  ],
  ['@typescript-eslint/await-thenable', 'src/local/drivers/awaited.ts', 'export const go = async () => await 1;'],
  ['no-restricted-properties', 'test/model/alone.test.ts', "test.only('one', () => {});"],
  ['no-restricted-properties', 'test/model/mocked.test.ts', "jest.mock('node:fs');"],
];

/** The same powers where they belong. */
const SOUND = {
  'src/local/time/system-clock.ts': 'export const at = Date.now();\nsetTimeout(() => {}, 1);\n',
  'src/local/drivers/node.ts':
    'export const at = performance.now();\nsetTimeout(() => {}, 1);\nexport const all = process.env;\n',
  'src/local/endpoints/server.ts': 'setTimeout(() => {}, 1);\nexport const day = new Date(0);\n',
  'src/constructs/today.ts': 'export const day = new Date();\n',
  'src/local/chance.ts': "import { randomBytes } from 'node:crypto';\nexport const draw = () => randomBytes(16);\n",
  'src/local/endpoints/sigv4.ts':
    "import { createHmac } from 'node:crypto';\nexport const sign = () => createHmac('sha256', '');\n",
  'src/environment/define-environment.ts': 'export const all = process.env;\n',
  'src/testing/set-up.ts': "process.env.CDK_VALIDATION ??= 'false';\nexport {};\n",
  'src/local/cli/main.ts':
    "console.log(process.argv, process.env);\nprocess.stdout.write('');\nprocess.exitCode = 1;\nexport {};\n",
};

/** `rule file` for everything that eslint refuses in a tree of `files`. */
function refusedIn(files: Readonly<Record<string, string>>): readonly string[] {
  const tree = plantedTree(files);
  try {
    const printed = printedBy(tree.folder, 'eslint', ['--format', 'json', 'src', 'test']);
    const results = JSON.parse(printed) as { filePath: string; messages: { ruleId: string | null; message: string }[] }[];
    return results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, message }) => `${ruleId ?? message} ${filePath.replace(/.*lambda-kit-walls-[^/]*\//, '')}`),
    );
  } finally {
    tree.remove();
  }
}

describe('powers and habits', () => {
  let refused: readonly string[];
  beforeAll(() => {
    refused = refusedIn({ ...SOUND, ...Object.fromEntries(PLANTED.map(([, file, text]) => [file, `${text}\n`])) });
  });

  test.each(PLANTED)('fails by %s for %s', (rule, file) => {
    expect(refused).toContain(`${rule} ${file}`);
  });

  test.each(Object.keys(SOUND))('%s may use the power that is its own', (file) => {
    expect(refused.filter((refusal) => refusal.endsWith(` ${file}`))).toEqual([]);
  });
});
