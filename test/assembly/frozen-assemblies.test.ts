import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from '../../src/assembly/read-assembly';
import type { Application } from '../../src/model/application';
import { environmentOf, FROZEN, functionIn } from './scratch-assembly';

const NAMES = ['orders', 'platform', 'bare', 'helpers'];
const frozen = (name: string) => readAssembly(join(FROZEN, name));

test.each(NAMES)('%s is read the same twice, and survives JSON unchanged', (name) => {
  const app = frozen(name);

  expect(frozen(name)).toStrictEqual(app);
  expect(JSON.parse(JSON.stringify(app))).toStrictEqual(app);
});

test.each(NAMES)('%s has the same names, ids and ARNs in another folder', (name) => {
  const moved = mkdtempSync(join(tmpdir(), 'assembly-'));
  try {
    cpSync(join(FROZEN, name), moved, { recursive: true });
    const text = JSON.stringify(readAssembly(moved)).replaceAll(JSON.stringify(moved).slice(1, -1), 'HERE');
    expect(text).toBe(JSON.stringify(frozen(name)).replaceAll(JSON.stringify(join(FROZEN, name)).slice(1, -1), 'HERE'));
  } finally {
    rmSync(moved, { recursive: true, force: true });
  }
});

test('stacks may stand in the manifest in any order', () => {
  const moved = mkdtempSync(join(tmpdir(), 'assembly-'));
  try {
    cpSync(join(FROZEN, 'orders'), moved, { recursive: true });
    const file = join(moved, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    const inOrder = readAssembly(moved);
    writeFileSync(
      file,
      JSON.stringify({ ...manifest, artifacts: Object.fromEntries(Object.entries(manifest.artifacts).reverse()) }),
    );
    const reversed = readAssembly(moved);

    expect(reversed.stacks.map(({ id }) => id)).toEqual(['Orders', 'Shared']);
    expect(sorted(reversed)).toEqual(sorted(inOrder));
  } finally {
    rmSync(moved, { recursive: true, force: true });
  }
});

function sorted({ functions, findings }: Application) {
  return { findings, functions: [...functions].sort((a, b) => (a.arn < b.arn ? -1 : 1)) };
}

test('an app of two stacks has all of its functions, with everything that hangs on them', () => {
  const app = frozen('orders');
  const ship = functionIn(app, 'Orders/Ship');

  expect(app.stacks.map(({ id, name, account, region }) => [id, name, account, region])).toEqual([
    ['Shared', 'Shared', '000000000000', 'us-east-1'],
    ['Orders', 'Orders', '000000000000', 'us-east-1'],
  ]);
  expect(app.functions.map(({ address }) => address.path)).toEqual([
    'Orders/Ship',
    'Orders/Bill',
    'Orders/Inline',
    'Orders/Packed',
  ]);
  expect(app.findings).toEqual([]);
  expect(ship.configuration).toMatchObject({
    packageType: 'Zip',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    code: { kind: 'directory' },
    layers: [{ kind: 'directory', path: expect.stringContaining('asset.c4946eb1') }],
    architecture: 'arm64',
    memoryMb: 512,
    timeoutSeconds: 10,
    ephemeralStorageMb: 1024,
    description: 'Ships one order',
    tracing: 'Active',
    logging: { format: 'JSON', applicationLevel: 'DEBUG', systemLevel: 'WARN', group: expect.stringMatching(/^Orders-ShipLog/) },
  });
  expect(ship.reservedConcurrency).toBe(7);
  expect(ship.deadLetterArn).toMatch(/^arn:aws:sqs:us-east-1:000000000000:Orders-Failed178E83A2-[A-Z0-9]{12}$/);
  expect(ship.configuration.environment).toEqual({
    QUEUE_URL: expect.stringMatching(
      /^https:\/\/sqs\.us-east-1\.amazonaws\.com\/000000000000\/Orders-Incoming1ED1B7CF-[A-Z0-9]{12}$/,
    ),
    STATIC: 'yes',
    TABLE: expect.stringMatching(/^Shared-TableCD117FA1-[A-Z0-9]{12}$/),
  });
});

test('versions, aliases, URLs, permissions and asynchronous configurations find their function', () => {
  const ship = functionIn(frozen('orders'), 'Orders/Ship');
  const live = ship.urls.find(({ qualifier }) => qualifier === 'live');

  expect(ship.versions.map(({ number, address, configuration }) => [number, address.path, configuration.description])).toEqual([
    ['1', 'Orders/Ship/CurrentVersion', 'Ships one order'],
    ['2', 'Orders/First', 'the first'],
  ]);
  expect(ship.versions[0]?.configuration).toEqual(ship.configuration);
  expect(ship.aliases.map(({ address, ...alias }) => alias)).toEqual([
    { name: 'warm', version: '1', provisionedConcurrency: 2 },
    { name: 'live', version: '1', additional: { version: '2', weight: 0.1 } },
  ]);
  expect(
    ship.urls.map(({ address, qualifier, authType, invokeMode }) => [address.path, qualifier, authType, invokeMode]),
  ).toEqual([
    ['Orders/Ship/FunctionUrl', undefined, 'AWS_IAM', 'BUFFERED'],
    ['Orders/Live/FunctionUrl', 'live', 'NONE', 'RESPONSE_STREAM'],
  ]);
  expect(live?.id).toMatch(/^[a-z0-9]{32}$/);
  expect(live?.domainName).toBe(`${live?.id}.lambda-url.us-east-1.on.aws`);
  expect(live?.cors).toEqual({ allowMethods: ['GET'], allowOrigins: ['https://example.com'], maxAgeSeconds: 60 });
  expect(ship.permissions.map(({ address, ...permission }) => permission)).toEqual([
    { action: 'lambda:InvokeFunctionUrl', principal: '*', qualifier: 'live', functionUrlAuthType: 'NONE' },
    { action: 'lambda:InvokeFunction', principal: '*', qualifier: 'live', invokedViaFunctionUrl: true },
    { action: 'lambda:InvokeFunction', principal: '444455556666', qualifier: 'live' },
  ]);
  expect(ship.asyncConfigurations).toEqual([
    { qualifier: '$LATEST', maximumRetryAttempts: 1 },
    { qualifier: 'live', maximumEventAgeSeconds: 300, onFailureArn: ship.deadLetterArn },
  ]);
});

test('code is a folder, an archive or inline; a function without settings has Lambda’s defaults', () => {
  const app = frozen('orders');
  const inline = functionIn(app, 'Orders/Inline');

  expect(functionIn(app, 'Orders/Packed').configuration.code).toEqual({ kind: 'archive', path: expect.stringMatching(/\.zip$/) });
  expect(inline.configuration).toEqual({
    packageType: 'Zip',
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    code: { kind: 'inline', source: 'exports.handler = async () => "inline";' },
    layers: [],
    architecture: 'x86_64',
    memoryMb: 128,
    timeoutSeconds: 3,
    ephemeralStorageMb: 512,
    environment: {},
    roleArn: expect.stringMatching(/^arn:aws:iam::000000000000:role\/Orders-InlineServiceRole/),
    description: '',
    tracing: 'PassThrough',
    logging: { format: 'Text', group: `/aws/lambda/${inline.name}` },
  });
});

test('functions know each other’s ARNs and aliases, and the endpoints of what is not run', () => {
  const app = frozen('orders');
  const ship = functionIn(app, 'Orders/Ship');

  expect(environmentOf(app, 'Orders/Bill')).toEqual({
    SHIP_ARN: ship.arn,
    LIVE: `${ship.arn}:live`,
    REGION: 'us-east-1',
    STACK: 'Orders',
    PARTNER_BUS: 'arn:aws:events:us-east-1:000000000000:event-bus/partners',
  });
  expect(environmentOf(app, 'Orders/Packed').API).toMatch(
    /^https:\/\/[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com\/prod\/$/,
  );
});

test('what is not run is told of, once a resource, with a reason', () => {
  expect(frozen('orders').unsupported.map(({ address, type }) => [address.path, type])).toEqual([]);
});

test('a stage has the stacks of its own assembly, in their account and Region, with those nested in them', () => {
  const app = frozen('platform');
  const nested = 'ProdWork50AF616D/NestedNestedStackNestedNestedStackResourceDEFDAA4D';

  expect(app.stacks).toEqual([
    { id: 'ProdData90A795AA', name: 'Prod-Data', account: '111122223333', region: 'eu-west-1' },
    { id: 'ProdFar05F95D67', name: 'Prod-Far', account: '111122223333', region: 'us-east-1' },
    { id: 'ProdWork50AF616D', name: 'Prod-Work', account: '111122223333', region: 'eu-west-1' },
    {
      id: nested,
      name: expect.stringMatching(/^Prod-Work-NestedNested.*-[A-Z0-9]{12}$/),
      account: '111122223333',
      region: 'eu-west-1',
    },
  ]);
  expect(functionIn(app, 'Prod/Work/Nested/Inside').address.stack).toBe(nested);
});

test('values come from parameters, conditions, mappings, other stacks, other Regions, secrets and parameters', () => {
  const app = frozen('platform');
  const { WEAK, PASSWORD, ...rest } = environmentOf(app, 'Prod/Work/Worker');

  expect(rest).toEqual({
    ACCOUNT: '111122223333',
    TOPIC: 'arn:aws:sns:eu-west-1:111122223333:orders',
    FAR: 'far-bucket',
    SECOND: 'two',
    MODE: 'quiet',
    ZONE: 'Dublin',
    GREETING: 'good day',
    STORED: 'good day',
    LOOKED_UP: 'unknown-ssm:/elsewhere/setting',
    API_KEY: 'unknown-secret:elsewhere:key',
  });
  expect(WEAK).toMatch(/^prod-data-weak732e1c59-[a-z0-9]{12}$/);
  expect(PASSWORD).toMatch(/^[!-~]{32}$/);
  expect(functionIn(app, 'Prod/Work/Worker').configuration.memoryMb).toBe(256);
  expect(app.findings.map(({ code, where }) => [code, where])).toEqual([
    ['SECRET_UNKNOWN', 'Prod/Work/Worker'],
    ['SSM_PARAMETER_UNKNOWN', 'Prod/Work/Worker'],
  ]);
});

test('nested stacks take values from their parents and give some back', () => {
  const app = frozen('platform');

  expect(environmentOf(app, 'Prod/Work/Nested/Inside')).toEqual({
    WORKER: functionIn(app, 'Prod/Work/Worker').name,
    TOPIC: 'arn:aws:sns:eu-west-1:111122223333:orders',
    REGION: 'eu-west-1',
  });
  expect(environmentOf(app, 'Prod/Work/After').INSIDE).toBe(functionIn(app, 'Prod/Work/Nested/Inside').arn);
});

test('a resource whose condition is false does not exist', () => {
  const paths = frozen('platform').functions.map(({ address }) => address.path);

  expect(paths).toContain('Prod/Work/Whisper');
  expect(paths).not.toContain('Prod/Work/Shout');
});

test('images have an address and neither runtime nor handler; code that is elsewhere is absent', () => {
  const app = frozen('platform');
  const { configuration } = functionIn(app, 'Prod/Work/Pulled');

  expect(configuration).toMatchObject({
    packageType: 'Image',
    code: { kind: 'image', uri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/tools:v3' },
  });
  expect(configuration).not.toHaveProperty('runtime');
  expect(configuration).not.toHaveProperty('handler');
  expect(functionIn(app, 'Prod/Work/Built').configuration.code).toMatchObject({
    uri: expect.stringContaining('container-assets'),
  });
  expect(functionIn(app, 'Prod/Work/Elsewhere').configuration.code).toEqual({
    kind: 'absent',
    why: 'The code is worker.zip in the bucket artifacts, not an asset of the app; make it one to run it here.',
  });
});

test('an app that ran without the CDK’s command line has the same paths, also where logical ids are alike', () => {
  const app = frozen('bare');

  expect(app.functions.map(({ address }) => [address.path, address.logicalId])).toEqual([
    ['Bare/Work', 'WorkBF636A8B'],
    ['Bare/Nested/Work', 'WorkBF636A8B'],
  ]);
  for (const { address, versions, aliases, urls, configuration } of app.functions) {
    expect(configuration.code.kind).toBe('directory');
    expect([...versions, ...aliases, ...urls].map((each) => each.address.path)).toEqual([
      `${address.path}/CurrentVersion`,
      `${address.path}/Aliaslive`,
      `${address.path}/Aliaslive/FunctionUrl`,
    ]);
  }
});

test('helpers of the CDK are kept out of the way of the app’s functions', () => {
  const app = frozen('helpers');

  expect(app.functions.map(({ address }) => address.path)).toEqual(['Helpers/Mine']);
  expect(app.unsupported.filter(({ type }) => !type.startsWith('Custom::'))).toEqual([]);
});

test('custom resources are told of where something is missed, and their answers are made up', () => {
  const app = frozen('helpers');
  const custom = app.unsupported.filter(({ type }) => type.startsWith('Custom::')).map(({ type }) => type);

  expect(custom).toEqual(['Custom::AWS', 'Custom::Made', 'Custom::Trigger']);
  expect(app.findings).toEqual([
    {
      code: 'ATTRIBUTE_MADE_UP',
      where: 'Helpers/Call',
      message: expect.stringContaining('Helpers/Mine has it in the environment variable ANSWER'),
    },
  ]);
});
