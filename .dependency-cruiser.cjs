/**
 * Which file may import which, after the rooms in ARCHITECTURE.md: down, never sideways, never up.
 * What is not listed is refused; test/walls/imports.test.ts plants a violation of each rule.
 */

/** The rooms by rank. A room may import every room of a lower rank, but for what `except` names. */
const ROOMS = [
  { name: 'spec', rank: 0, path: '^src/spec/' },
  { name: 'model', rank: 1, path: '^src/model/' },
  { name: 'environment', rank: 1, path: '^src/environment/' },
  { name: 'assembly', rank: 2, path: '^src/assembly/' },
  { name: 'rules', rank: 2, path: '^src/rules/' },
  { name: 'constructs', rank: 3, path: '^src/constructs/' },
  { name: 'testing', rank: 3, path: '^src/testing/' },
  { name: 'time', rank: 3, path: '^src/local/time/' },
  { name: 'chance', rank: 3, path: '^src/local/chance(-port)?\\.ts$' },
  { name: 'errors', rank: 3, path: '^src/local/errors\\.ts$' },
  { name: 'journal', rank: 3, path: '^src/local/journal/' },
  { name: 'engine', rank: 4, path: '^src/local/engine/' },
  { name: 'services', rank: 5, path: '^src/local/services/' },
  { name: 'drivers', rank: 5, path: '^src/local/drivers/' },
  { name: 'endpoints', rank: 5, path: '^src/local/endpoints/' },
  { name: 'wiring', rank: 6, path: '^src/local/(wiring|wiring-doors|running-app|made-up-credentials|surroundings)\\.ts$' },
  {
    name: 'executor',
    rank: 7,
    path: '^src/local/(executor|executor-options|executor-options-check|options-check|nearest-name|[a-z]+-handle|call-refused|found-by-name|past-handover|table-item)\\.ts$',
  },
  { name: 'cli', rank: 8, path: '^src/local/cli/' },
];
/** The one place that knows these is wiring … */
const WIRED = ['services', 'drivers', 'endpoints'];
/** … but for what the executor and the command need of the machine before there is anything to wire. */
const UNWIRED = ['^src/local/drivers/(app-source|host)\\.ts$'];
/** The constructs and the executor do not know each other, and nobody below a door knows what is made for it alone. */
const APART = ['environment', 'constructs', 'testing'];
const LOCAL = '^src/local/';

const WIRING_RANK = 6;
const paths = (rooms) => rooms.map(({ path }) => path);
const DOORS = ['^src/index\\.ts$', '^src/(environment|local|testing)/index\\.ts$'];

/** What `room` may import beside itself. */
function below(room) {
  return ROOMS.filter(({ name, rank }) => {
    if (rank >= room.rank || APART.includes(name)) return false;
    return !WIRED.includes(name) || room.name === 'wiring';
  });
}

const ranks = ROOMS.map((room) => ({
  name: `rank-${room.name}`,
  severity: 'error',
  comment: `${room.name} (rank ${room.rank}) may import ${below(room)
    .map(({ name }) => name)
    .join(', ')}, and nothing else of src`,
  from: { path: room.path, pathNot: DOORS },
  to: { path: '^src/', pathNot: [room.path, ...paths(below(room)), ...(room.rank > WIRING_RANK ? UNWIRED : [])] },
}));

/** What a door may open: rooms, by name. */
function door(name, file, rooms) {
  return {
    name: `door-${name}`,
    severity: 'error',
    comment: `${file} may reach ${rooms.join(', ')}, and nothing else of src`,
    from: { path: `^${file.replace('.', '\\.')}$` },
    to: {
      path: '^src/',
      pathNot: [...paths(ROOMS.filter((room) => rooms.includes(room.name))), ...(name === 'local' ? UNWIRED : [])],
    },
  };
}

const TYPES = ['type-only', 'type-import'];

/** One power, one room: `modules` may be imported from `rooms` only. A type alone gives no power. */
function power(name, modules, rooms) {
  return {
    name: `power-${name}`,
    severity: 'error',
    comment: `only ${rooms.join(', ')} may use ${modules.join(', ')}`,
    from: { path: '^src/', pathNot: rooms },
    to: { path: `^(node:)?(${modules.join('|')})(/|$)`, dependencyTypes: ['core'], dependencyTypesNot: TYPES },
  };
}
const BUNDLER = '^src/constructs/bundl';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...ranks,
    door('constructs', 'src/index.ts', ['constructs', 'spec', 'model']),
    door('environment', 'src/environment/index.ts', ['environment', 'spec']),
    door('local', 'src/local/index.ts', [
      ...['spec', 'model', 'assembly', 'rules', 'time', 'chance', 'errors', 'journal', 'engine', 'wiring', 'executor'],
    ]),
    door('testing', 'src/testing/index.ts', ['testing', 'spec', 'model', 'assembly', 'rules']),
    {
      name: 'no-room',
      severity: 'error',
      comment: 'Every file of src is in a room of ARCHITECTURE.md, or is a door.',
      from: { path: '^src/', pathNot: [...paths(ROOMS), ...DOORS] },
      to: {},
    },
    {
      name: 'to-no-room',
      severity: 'error',
      comment: 'Every file of src is in a room of ARCHITECTURE.md, or is a door.',
      from: {},
      to: { path: '^src/', pathNot: [...paths(ROOMS), ...DOORS] },
    },
    {
      name: 'no-barrel',
      severity: 'error',
      comment: 'Import the file that holds a thing; an index.ts is a door for users, and there are four.',
      from: { path: '^src/.*/index\\.ts$', pathNot: DOORS },
      to: {},
    },
    {
      name: 'no-door-from-inside',
      severity: 'error',
      comment: 'Import the file that holds a thing; an index.ts is for users.',
      from: { path: '^src/' },
      to: { path: '/index\\.ts$', pathNot: 'node_modules/' },
    },
    {
      name: 'no-ring',
      severity: 'error',
      comment: 'Files that import each other are one thing in two places.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'constructs-apart',
      severity: 'error',
      comment: 'The constructs write the cloud assembly, the executor reads it; neither imports the other, however far.',
      from: { path: '^src/(constructs/|index\\.ts$)' },
      to: { path: LOCAL, reachable: true },
    },
    {
      name: 'local-apart',
      severity: 'error',
      comment: 'The constructs write the cloud assembly, the executor reads it; neither imports the other, however far.',
      from: { path: LOCAL },
      to: { path: '^src/(constructs/|index\\.ts$)', reachable: true },
    },
    power('network', ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns'], ['^src/local/endpoints/']),
    power('processes', ['child_process', 'worker_threads', 'cluster'], ['^src/local/drivers/', BUNDLER]),
    power('files', ['fs'], ['^src/assembly/', '^src/local/drivers/', '^src/local/cli/', BUNDLER]),
    power('terminal', ['readline', 'tty', 'repl'], ['^src/local/cli/']),
    power(
      'timers',
      ['timers', 'perf_hooks'],
      [...['^src/local/time/system-clock\\.ts$', '^src/local/drivers/', '^src/local/endpoints/']],
    ),
    {
      name: 'power-cdk',
      severity: 'error',
      comment: 'only the constructs, and what is made for tests of CDK apps, know the CDK',
      from: { path: '^src/', pathNot: ['^src/constructs/', '^src/testing/'] },
      to: { path: '^(aws-cdk-lib|constructs)(/|$)|node_modules/(aws-cdk-lib|constructs|@aws-cdk)/' },
    },
    {
      name: 'power-bundling',
      severity: 'error',
      comment: 'only the bundler of the constructs runs esbuild',
      from: { path: '^src/', pathNot: [BUNDLER] },
      to: { path: '^esbuild(/|$)|node_modules/esbuild/', dependencyTypesNot: TYPES },
    },
    {
      name: 'no-dev-dependency',
      severity: 'error',
      comment: 'These files ship as they are: what they import must be on the side of the user (peer or optional dependencies).',
      from: { path: '^src/', pathNot: [LOCAL, '^src/testing/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm-peer', 'npm-optional', ...TYPES] },
    },
    {
      name: 'no-undeclared-dependency',
      severity: 'error',
      comment: 'A package that package.json does not name is there by accident.',
      from: { path: '^(src|test|examples|scripts)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'There is nothing by this name.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'src-alone',
      severity: 'error',
      comment: 'What ships does not lean on what does not.',
      from: { path: '^src/' },
      to: { path: '^(test|examples|scripts|bench|projenrc|lib)/' },
    },
    {
      name: 'examples-as-users',
      severity: 'error',
      comment: 'An example imports the package by its name, as its readers will.',
      from: { path: '^examples/' },
      to: { path: '^(src|test|scripts)/', dependencyTypesNot: ['aliased'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['/cdk\\.out/', '^test/fixtures/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.walls.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
