/**
 * What the type checker lets through: present time, dice, the environment and the terminal outside their rooms.
 * Which file may import which is dependency-cruiser's; test/walls/lint.test.ts plants a violation of each rule.
 */
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const TIME_ROOMS = [
  'src/local/time/system-clock.ts',
  'src/local/drivers/**',
  'src/local/endpoints/**',
  // Whether Lambda still takes a runtime depends on the day of the synthesis.
  'src/constructs/today.ts',
];
const CHANCE_ROOMS = ['src/local/chance.ts'];
const PROCESS_ROOMS = [
  'src/local/cli/**',
  'src/local/drivers/**',
  // The set-up of tests tells aws-cdk-lib through the environment, which has no other switch for a whole run …
  'src/testing/set-up.ts',
  // … and whether it validates by itself is to be had only there.
  'src/constructs/cdk-validation.ts',
  // Runs inside handlers, whose environment it reads.
  'src/environment/define-environment.ts',
];
const TERMINAL_ROOMS = ['src/local/cli/**'];

const NO_TIME = 'Present time and timers are for the system clock, drivers and endpoints; ask for a Clock.';
const NO_DICE = 'Ids and dice are for src/local/chance.ts; ask for a Chance.';
const NO_PROCESS = 'Arguments, environment and exit codes are for the command line and drivers; ask to be handed what you need.';
const NO_TERMINAL = 'The terminal is for the command line; append to the journal, or return what there is to say.';

const properties = (object, names, message) => names.map((property) => ({ object, property, message }));
const globals = (names, message) => names.map((name) => ({ name, message }));

/** Each power: what is refused where its room is not. */
const TIME = {
  rooms: TIME_ROOMS,
  globals: globals(['setTimeout', 'setInterval', 'setImmediate', 'performance'], NO_TIME),
  properties: [
    ...properties('Date', ['now'], NO_TIME),
    ...properties('AbortSignal', ['timeout'], NO_TIME),
    ...properties('process', ['hrtime', 'uptime'], NO_TIME),
    ...['setTimeout', 'setInterval', 'setImmediate', 'performance'].flatMap((name) => properties('globalThis', [name], NO_TIME)),
  ],
  syntax: [
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: NO_TIME },
    { selector: "CallExpression[callee.name='Date']", message: NO_TIME },
  ],
};
const DICE = {
  rooms: CHANCE_ROOMS,
  globals: globals(['crypto'], NO_DICE),
  properties: [...properties('Math', ['random'], NO_DICE), ...properties('globalThis', ['crypto'], NO_DICE)],
  imports: ['crypto', 'node:crypto'].map((name) => ({
    name,
    importNames: [
      'default',
      'getRandomValues',
      'randomBytes',
      'randomFill',
      'randomFillSync',
      'randomInt',
      'randomUUID',
      'webcrypto',
    ],
    message: NO_DICE,
  })),
};
const PROCESS = {
  rooms: PROCESS_ROOMS,
  properties: properties('process', ['argv', 'env', 'exit', 'exitCode', 'kill', 'on', 'once', 'chdir'], NO_PROCESS),
};
const TERMINAL = {
  rooms: TERMINAL_ROOMS,
  globals: globals(['console'], NO_TERMINAL),
  properties: properties('process', ['stdin', 'stdout', 'stderr'], NO_TERMINAL),
};
const POWERS = [TIME, DICE, PROCESS, TERMINAL];

const NO_DEFAULT = [
  { selector: 'ExportDefaultDeclaration', message: 'A thing has one name: export it by that.' },
  { selector: "ExportSpecifier[exported.name='default']", message: 'A thing has one name: export it by that.' },
  { selector: 'TSEnumDeclaration[const=true]', message: 'Users of the compiled package cannot see a const enum.' },
];
const NO_PROCESS_IMPORT = ['process', 'node:process', 'console', 'node:console'].map((name) => ({
  name,
  message: 'It is a global; the walls look for it there.',
}));

/** The rules for files that hold `powers`; a later block replaces an earlier one's lists, so that each has all of its own. */
function refusing(powers) {
  const all = (kind) => powers.flatMap((power) => power[kind] ?? []);
  return {
    'no-restricted-globals': ['error', ...all('globals')],
    'no-restricted-properties': ['error', ...all('properties')],
    'no-restricted-syntax': ['error', ...NO_DEFAULT, ...all('syntax')],
    'no-restricted-imports': ['error', { paths: [...NO_PROCESS_IMPORT, ...all('imports')] }],
  };
}
/** One block for each set of files that has the same powers. */
const roomBlocks = [...new Set(POWERS.flatMap(({ rooms }) => rooms))].map((room) => ({
  files: [room],
  rules: refusing(POWERS.filter(({ rooms }) => !rooms.includes(room))),
}));

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      '**/cdk.out/',
      'lib/',
      'dist/',
      'assets/',
      'bench/',
      'test/fixtures/assemblies/',
      '**/*.{js,cjs,mjs}',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-empty-function': 'off',
      eqeqeq: ['error', 'always'],
      'no-restricted-syntax': ['error', ...NO_DEFAULT],
    },
  },
  { files: ['src/**/*.ts'], rules: refusing(POWERS) },
  ...roomBlocks,
  {
    // What runs by itself must be waited for or caught: an unhandled rejection would end the executor.
    files: ['src/local/**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.walls.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  {
    files: ['test/**/*.ts', 'examples/**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-properties': [
        'error',
        ...['test', 'it', 'describe'].flatMap((name) => properties(name, ['only'], 'One test alone is for your own screen.')),
        ...properties('jest', ['mock', 'doMock'], 'Ask for a port, and hand a fake one in.'),
      ],
    },
  },
);
