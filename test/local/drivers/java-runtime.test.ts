import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { compilerOf } from '../../../src/local/drivers/interpreters/java-candidates';
import { javaLauncher } from '../../../src/local/drivers/java';
import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import { json, payloadOf } from '../../contract/driver';
import { DriverScene, ENDPOINT, filesIn } from '../../support/driver-scene';
import { compiledJava, folderForJava, KITS, removeJavaFolders, WITHOUT_KIT } from '../../support/java-code';

jest.setTimeout(30_000);

const LIBRARY = 'com/amazonaws/services/lambda/runtime/RequestHandler.class';
let classes = '';
let cache = '';
let scene: DriverScene;
beforeAll(() => {
  if (WITHOUT_KIT) return;
  classes = compiledJava(['library', 'shapes']);
  cache = folderForJava();
}, 60_000);
afterAll(() => removeJavaFolders());
beforeEach(async () => {
  scene = await DriverScene.open(
    (needs) =>
      new ProcessDriver({
        ...needs,
        endpointUrl: ENDPOINT,
        path: process.env.PATH ?? '',
        launchers: [javaLauncher({ hostVariables: { ...process.env, XDG_CACHE_HOME: cache } })],
      }),
    'java21',
  );
});
afterEach(() => scene.end());

const start = (handler: string, code = classes, layers: string[] = [], memoryMb = 256) =>
  scene.start({
    code: { kind: 'directory', path: code },
    handler,
    layers: layers.map((path) => ({ kind: 'directory' as const, path })),
    memoryMb,
  });

/** An archive of all classes of a folder. */
function archive(file: string, folder: string): void {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.class'));
  const entries: Zippable = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]));
  writeFileSync(file, zipSync(entries, { mtime: new Date(2026, 0, 1) }));
}

(WITHOUT_KIT ? describe.skip : describe)(`a Java function${WITHOUT_KIT}`, () => {
  const item = { sku: 'a', count: 2 };
  const order = { total: 12.3, colour: 'BLUE', numbers: [1, 2], byName: { x: item }, weights: [0.5], items: [item], paid: true };

  test.each([
    ['shop.Shapes::pojo', { ...order, unknown: 1 }, order],
    ['shop.Shapes::fixed', 'text', 'text!'],
    ['shop.Shapes::chosen', {}, 'with context'],
    ['shop.Shapes::streams', {}, [1]],
    ['shop.Shapes$OfInterface', [item], { function: 'orders', sku: 'a' }],
    ['shop.Shapes$OfInterface::handleRequest', [item], { function: 'orders', sku: 'a' }],
    ['shop.Shapes$OfStream', 'streamed', 'streamed'],
    [
      'shop.Shapes::numbers',
      { a: 1, b: 5_000_000_000, c: 1.5, d: 'x', e: true, f: {} },
      { a: 'Integer', b: 'Long', c: 'Double', d: 'String', e: 'Boolean', f: 'LinkedHashMap' },
    ],
    ['shop.Shapes::event', { Records: [{ eventSourceARN: 'arn', data: 'aGk=', arrival: 1.5 }] }, 'arn hi 1500'],
  ])('%s takes its event and gives its result (RT-16)', async (handler, event, result) => {
    const environment = await start(handler);

    expect(json(await environment.invoke(event))).toEqual(result);
  });

  test.each([
    ['no.Where::at', 'Class not found: no.Where', 'java.lang.ClassNotFoundException'],
    ['shop.Shapes', 'Class does not implement an appropriate handler interface: shop.Shapes', undefined],
    ['shop.Shapes::many', 'No public method named many with appropriate method signature found on class shop.Shapes', undefined],
    ['shop.Shapes$Inner::handler', 'Class shop.Shapes$Inner has no public zero-argument constructor', 'java.lang.Exception'],
  ])('fails in each invocation when %s cannot be called', async (handler, errorMessage, errorType) => {
    const environment = await start(handler);

    for (let i = 0; i < 2; i++)
      expect(payloadOf((await environment.invoke({})).outcome)).toEqual({ errorMessage, ...(errorType && { errorType }) });
  });

  test('a handler of an interface is alone in the trace of what it throws (INV-39)', async () => {
    const environment = await start('shop.Shapes$OfInterface');

    const { outcome } = await environment.invoke([]);

    const trace = [
      expect.stringMatching(/^shop\.Shapes\$OfInterface\.handleRequest\(Shapes\.java:\d+\)$/),
      expect.stringMatching(/^shop\.Shapes\$OfInterface\.handleRequest\(Shapes\.java:\d+\)$/),
    ];
    const error = { errorMessage: 'nothing', errorType: 'java.lang.IllegalArgumentException', stackTrace: trace };
    expect(payloadOf(outcome)).toEqual(error);
    expect(environment.lines[0]).toMatch(
      /^nothing: java\.lang\.IllegalArgumentException\njava\.lang\.Illegal.*: nothing\n\tat shop/,
    );
  });

  test('fails when its event is not what the handler takes, with the reason as the cause', async () => {
    const environment = await start('shop.Shapes::pojo');

    expect(payloadOf((await environment.invoke({ items: 'x' })).outcome)).toMatchObject({
      errorMessage: 'An error occurred during JSON parsing',
      errorType: 'java.lang.RuntimeException',
      cause: { errorMessage: expect.stringContaining('items of shop.Shapes$Order') },
    });
    expect(json(await environment.invoke({ paid: true }))).toEqual({ items: [], paid: true });
  });

  test('a full heap is an error of Java’s own, and ends the environment (INV-43)', async () => {
    const environment = await start('shop.Shapes::fills', classes, [], 512);

    const { outcome } = await environment.invoke({}, { timeoutMs: 20_000 });

    expect(payloadOf(outcome)).toMatchObject({ errorType: 'java.lang.OutOfMemoryError', errorMessage: 'Java heap space' });
    expect((await environment.invoke({})).outcome).toEqual({ kind: 'exited' });
  });

  test('the heap is 85% of the memory, less what the collector keeps free', async () => {
    const environment = await start('shop.Shapes::heap', classes, [], 1024);

    const heap = json(await environment.invoke({}));
    expect(heap).toBeGreaterThan(800);
    expect(heap).toBeLessThanOrEqual(871);
  });

  test('archives in lib/ and in layers are on the class path (FN-52)', async () => {
    const code = filesIn(join(scene.folder.path, 'package'), { 'lib/readme.txt': '' });
    const layer = filesIn(join(scene.folder.path, 'layer'), { 'java/lib/readme.txt': '' });
    archive(join(code, 'lib', 'shop.jar'), compiledJava(['shapes'], [classes]));
    archive(join(layer, 'java', 'lib', 'core.jar'), compiledJava(['library']));

    const environment = await start('shop.Shapes$OfInterface', code, [layer]);

    expect(json(await environment.invoke([item]))).toEqual({ function: 'orders', sku: 'a' });
  });

  test('the log says when the package has no aws-lambda-java-core, and the environment ends', async () => {
    const code = join(scene.folder.path, 'package');
    cpSync(classes, code, { recursive: true });
    rmSync(join(code, LIBRARY));
    const environment = await start('shop.Shapes$OfInterface', code);

    const { outcome } = await environment.invoke([]);

    expect(payloadOf(outcome)).toMatchObject({ errorType: 'java.lang.NoClassDefFoundError' });
    expect(environment.lines.join('\n')).toContain('the package has no aws-lambda-java-core');
  });

  test.each(KITS.length > 0 ? KITS.map(({ file }) => file) : ['no Java'])('the bootstrap runs on %s', async (file) => {
    const launchers = [javaLauncher({ hostVariables: { XDG_CACHE_HOME: cache }, named: { java25: file } })];
    const other = await DriverScene.open(
      (needs) => new ProcessDriver({ ...needs, endpointUrl: ENDPOINT, path: process.env.PATH ?? '', launchers }),
      'java25',
    );
    try {
      const environment = await other.start({ code: { kind: 'directory', path: classes }, handler: 'shop.Shapes$OfInterface' });
      expect(json(await environment.invoke([item]))).toEqual({ function: 'orders', sku: 'a' });
      expect(environment.lines).toEqual([]);
    } finally {
      await other.end();
    }
  });

  test('the bootstrap needs no more than Java 8', () => {
    const assets = join(__dirname, '../../../assets/java');
    const files = readdirSync(assets).map((name) => join(assets, name));
    const [kit] = KITS.filter(({ version: [major = 0] = [] }) => major > 8 && major <= 25);
    const level = kit ? ['--release', '8'] : [];
    const out = folderForJava();

    execFileSync(
      compilerOf((kit ?? KITS[0])?.file ?? '') ?? '',
      [...level, '-Xlint:all,-options', '-Werror', '-d', out, ...files],
      {
        stdio: 'pipe',
      },
    );

    expect(readdirSync(join(out, 'lambdakit'))).toContain('Bootstrap.class');
  });
});
