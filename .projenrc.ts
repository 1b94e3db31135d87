import { existsSync } from 'node:fs';
import { cdk, javascript, typescript } from 'projen';
import { configFiles, doors } from './projenrc/config-files';
import { tasks } from './projenrc/tasks';

/** The lowest aws-cdk-lib that the constructs work with; `npm run check:floor` installs and runs it. */
const CDK_FLOOR = '2.230.0';
/** The newest aws-cdk-lib, which everything here is compiled and tested with. */
const CDK_NEWEST = '2.276.0';
const CONSTRUCTS_FLOOR = '10.4.2';

const project = new cdk.JsiiProject({
  name: 'cdk-lambda-kit',
  description: 'Model AWS Lambda applications with the CDK, and run any synthesized app on your own machine',
  author: 'The cdk-lambda-kit authors',
  authorAddress: 'https://github.com/cdk-lambda-kit',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-lambda-kit/cdk-lambda-kit.git',
  defaultReleaseBranch: 'main',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk-lambda-kit authors',
  keywords: ['aws', 'cdk', 'aws-cdk', 'lambda', 'local', 'serverless', 'emulator', 'constructs'],
  stability: 'experimental',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',
  projenrcTs: true,
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.3',
  projenVersion: '0.103.25',
  validateTsconfig: cdk.ValidateTsconfig.MINIMAL,
  publishToPypi: { distName: 'cdk-lambda-kit', module: 'cdk_lambda_kit' },
  publishToMaven: {
    javaPackage: 'io.github.cdklambdakit',
    mavenGroupId: 'io.github.cdk-lambda-kit',
    mavenArtifactId: 'cdk-lambda-kit',
  },
  publishToNuget: { dotNetNamespace: 'CdkLambdaKit', packageId: 'CdkLambdaKit' },
  publishToGo: { moduleName: 'github.com/cdk-lambda-kit/cdk-lambda-kit-go', packageName: 'cdklambdakit' },

  bin: { 'lambda-kit': 'lib/bundled/cli.js' },
  peerDeps: [`aws-cdk-lib@^${CDK_FLOOR}`, `constructs@^${CONSTRUCTS_FLOOR}`],
  peerDependencyOptions: { pinnedDevDependency: false },
  devDeps: [
    // What our users have beside us.
    `aws-cdk-lib@${CDK_NEWEST}`,
    'constructs@10.8.1',
    'aws-cdk@2.1148.1',
    // Real clients, for tests, the demo and the examples: what users call us with.
    ...[
      'apigatewaymanagementapi',
      'cloudwatch-logs',
      'dynamodb',
      'eventbridge',
      'kinesis',
      'lambda',
      's3',
      'scheduler',
      'secrets-manager',
      'sns',
      'sqs',
      'sts',
    ].map((service) => `@aws-sdk/client-${service}@^3.1143.0`),
    // Their releases do not keep step with the others'.
    '@aws-sdk/client-dynamodb-streams@^3.1137.0',
    '@aws-sdk/client-ssm@^3.1142.0',
    '@smithy/signature-v4@^5.7.5',
    '@aws-crypto/sha256-js@^5.2.0',
    // Inlined into the executor's bundles; see docs/decisions.
    'fflate@^0.8.3',
    'ws@^8.23.0',
    // Building and testing.
    '@types/node@^20',
    '@types/ws@^8',
    'jest@^30.5.2',
    '@types/jest@^30',
    '@swc/core@~1.13.0',
    '@swc/jest@^0.2.39',
    'tsx@^4.23.15',
    // Policy rules of others, over what our tests synthesize.
    'cdk-nag@^3.0.2',
    // Walls.
    '@biomejs/biome@~2.4.0',
    'eslint@^9',
    'typescript-eslint@^8',
    'dependency-cruiser@^17',
    // Later ones want a parser that is not there for every platform in every registry mirror.
    'knip@~6.40.0',
    'publint@^0.3.25',
    '@arethetypeswrong/cli@^0.18.5',
  ],

  // The TypeScript project's own Jest and ESLint wiring does not fit: the suite is compiled by swc and the walls are ours.
  jest: false,
  eslint: false,
  sampleCode: false,
  github: false,
  depsUpgrade: false,
  release: false,
  buildWorkflow: false,
  runner: typescript.TypeScriptRunner.tsx(),
  projenrcTsOptions: { runner: typescript.TypeScriptRunner.tsx() },
  tsconfig: {
    compilerOptions: {
      target: 'ES2022',
      lib: ['es2022'],
      types: ['node'],
      inlineSourceMap: false,
      inlineSources: false,
      noUnusedLocals: true,
      noUnusedParameters: true,
      noImplicitOverride: true,
      exactOptionalPropertyTypes: false,
      noFallthroughCasesInSwitch: true,
    },
  },
  tsconfigDev: {
    compilerOptions: {
      types: ['node', 'jest'],
      noUnusedLocals: false,
      noUnusedParameters: false,
      paths: doors('../src'),
    },
    include: ['../examples/**/*.ts', '../scripts/**/*.ts', '../projenrc/**/*.ts', '../.projenrc.ts'],
    exclude: ['../**/node_modules', '../**/cdk.out'],
  },
  gitignore: [
    'cdk.out/',
    '/coverage/',
    '/test-results.json',
    '*.tgz',
    '/bench/node_modules/',
    '.lambda-kit/',
    '.DS_Store',
    '/.npmignore',
  ],
  npmignoreEnabled: false,
});

project.package.addField('optionalDependencies', { esbuild: '>=0.25.0 <1' });
// unrs-resolver 1.13 has no package for every platform in every registry mirror, so that npm ci would refuse the lock file.
project.package.addField('overrides', { 'unrs-resolver': '1.11.1' });

project.package.addField('type', 'commonjs');
// Of lib, scripts/prepack.ts lets through what a door leads to.
project.package.addField('files', ['.jsii', 'API.md', 'assets', 'lib', '!**/__pycache__']);
/** A door is there as soon as its sources are. */
const door = (name: string, more: Record<string, string> = {}) =>
  existsSync(`src/${name}/index.ts`)
    ? { [`./${name}`]: { types: `./lib/${name}/index.d.ts`, ...more, default: `./lib/bundled/${name}.js` } }
    : {};
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  // What ends up in handlers: an ES module for bundlers, which leave out what is not used. Node.js does not know the condition.
  ...door('environment', { module: './lib/bundled/environment.mjs' }),
  ...door('local'),
  ...door('testing'),
  './package.json': './package.json',
  './.jsii': './.jsii',
});
// What `cdk init` made until 2025 has `module: commonjs`, with which TypeScript before 7 does not look at the doors above.
project.package.addField('typesVersions', {
  '*': Object.fromEntries(['environment', 'local', 'testing'].map((name) => [name, [`./lib/${name}/index.d.ts`]])),
});

configFiles(project);
tasks(project);
project.synth();
