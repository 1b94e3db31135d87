import { existsSync } from 'node:fs';
import { type cdk, JsonFile } from 'projen';

const DOORS = {
  'cdk-lambda-kit': 'index.ts',
  'cdk-lambda-kit/environment': 'environment/index.ts',
  'cdk-lambda-kit/local': 'local/index.ts',
  'cdk-lambda-kit/testing': 'testing/index.ts',
};

/** What the package's names mean inside the repository: the sources, so that nothing needs compiling first. */
export function doors(src: string): Record<string, string[]> {
  const present = Object.entries(DOORS).filter(([, file]) => existsSync(`src/${file}`));
  return Object.fromEntries(present.map(([name, file]) => [name, [`${src}/${file}`]]));
}

export function configFiles(project: cdk.JsiiProject): void {
  // The pure rooms compile without Node and without a browser: what they need from outside is handed to them.
  new JsonFile(project, 'tsconfig.pure.json', {
    obj: {
      extends: './tsconfig.json',
      compilerOptions: { noEmit: true, types: [], lib: ['es2022'], rootDir: 'src', composite: false, incremental: false },
      include: [
        'src/spec/**/*.ts',
        'src/model/**/*.ts',
        'src/rules/**/*.ts',
        'src/local/journal/**/*.ts',
        'src/local/engine/**/*.ts',
        'src/local/time/**/*.ts',
        'src/local/services/**/store.ts',
      ],
      exclude: ['src/local/time/system-clock.ts', 'node_modules'],
    },
  });

  // What dependency-cruiser and eslint read: what the package's names mean inside the repository, and the rooms that are
  // linted with their types.
  new JsonFile(project, 'tsconfig.walls.json', {
    obj: {
      extends: './tsconfig.json',
      compilerOptions: { noEmit: true, rootDir: '.', paths: doors('./src') },
      include: ['src/local/**/*.ts'],
    },
  });

  // For `cdk synth` in an example's folder and for editors; the suite's own tsconfig checks the examples' types.
  new JsonFile(project, 'examples/tsconfig.json', {
    obj: {
      extends: '../tsconfig.json',
      compilerOptions: { noEmit: true, rootDir: '..', types: ['node', 'jest'], paths: doors('../src') },
      include: ['**/*.ts'],
      exclude: ['**/node_modules', '**/cdk.out'],
    },
  });

  new JsonFile(project, 'jest.config.json', {
    marker: false,
    obj: {
      testEnvironment: 'node',
      // Half of the time goes into processes that are started and waited for.
      maxWorkers: '100%',
      roots: ['<rootDir>/test', '<rootDir>/examples'],
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/cdk.out/'],
      modulePathIgnorePatterns: ['/cdk.out/', '<rootDir>/lib/', '<rootDir>/dist/'],
      transform: {
        '^.+\\.ts$': [
          '@swc/jest',
          { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
        ],
      },
      setupFiles: ['<rootDir>/test/setup.js'],
      setupFilesAfterEnv: ['<rootDir>/test/setup-recordings.js'],
      moduleNameMapper: Object.fromEntries(Object.entries(doors('<rootDir>/src')).map(([name, [file]]) => [`^${name}$`, file])),
      testTimeout: 20000,
      clearMocks: true,
    },
  });

  new JsonFile(project, 'biome.jsonc', {
    obj: {
      files: {
        includes: [
          '**',
          '!**/lib',
          '!**/dist',
          '!**/cdk.out',
          '!**/node_modules',
          '!test/fixtures/assemblies',
          '!**/package.json',
          '!**/*.json',
          '!API.md',
        ],
      },
      formatter: { enabled: true, indentStyle: 'space', indentWidth: 2, lineWidth: 130 },
      javascript: { formatter: { quoteStyle: 'single', trailingCommas: 'all' } },
      json: { formatter: { enabled: false }, linter: { enabled: false } },
      linter: { enabled: false },
      assist: { enabled: true, actions: { source: { organizeImports: 'on' } } },
    },
  });

  // Dead files, exports and dependencies. What is found by path and not by import is an entry.
  new JsonFile(project, 'knip.json', {
    marker: false,
    obj: {
      entry: [
        '.projenrc.ts',
        'src/local/cli/main.ts',
        'scripts/*.ts',
        'examples/*/app.ts',
        'examples/*/handlers/**/*.ts',
        'test/fixtures/**/*.ts',
      ],
      project: ['src/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts', 'examples/**/*.ts', 'projenrc/**/*.ts'],
      ignoreExportsUsedInFile: true,
      // Run by projen's tasks and by scripts, which knip does not follow.
      ignoreDependencies: [
        '@arethetypeswrong/cli',
        '@biomejs/biome',
        'aws-cdk',
        'jest',
        'jsii',
        'jsii-diff',
        'jsii-docgen',
        'jsii-pacmak',
        'jsii-rosetta',
        'publint',
      ],
    },
  });
}
