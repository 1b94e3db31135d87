import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeLauncher } from '../../../src/local/drivers/node';
import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import { pythonLauncher } from '../../../src/local/drivers/python';
import { json } from '../../contract/driver';
import { DriverScene, ENDPOINT, filesIn, type StartOptions } from '../../support/driver-scene';
import { ISOLATIONS, sandboxFor } from '../../support/sandboxes';

/** Tells everything in which an interpreter that has waited could differ, and since when it is there. */
const TELLS = {
  'nodejs22.x': `
    // Its door to the Runtime API is of each environment alone.
    const { AWS_LAMBDA_RUNTIME_API, ...variables } = process.env;
    const loaded = [__filename, process.cwd(), variables, process.argv.length, module.paths];
    exports.handler = async () => ({ loaded, since: performance.timeOrigin, zone: new Date(0).getHours() });`,
  'python3.11': `
import os, sys, time
variables = {name: value for name, value in os.environ.items() if name != "AWS_LAMBDA_RUNTIME_API"}
loaded = [__file__, os.getcwd(), variables, sys.argv[1:], sys.path]
with open("/proc/self/stat") as stat: ticks = int(stat.read().rsplit(")", 1)[1].split()[19])
# The time before the age: who is held up between them says that it is older than it is, and never younger.
now = time.time()
with open("/proc/uptime") as uptime: age = float(uptime.read().split()[0]) - ticks / os.sysconf("SC_CLK_TCK")
since = (now - age) * 1000
def handler(event, context):
    return {"loaded": loaded, "since": since, "zone": time.localtime(0).tm_hour}
`,
} as const;
type TestedRuntime = keyof typeof TELLS;

describe.each(ISOLATIONS)('interpreters that wait, $title', ({ isolated }) => {
  let scene: DriverScene;
  beforeEach(async () => {
    scene = await DriverScene.open(
      (needs) =>
        new ProcessDriver({
          ...needs,
          ...sandboxFor(needs, isolated),
          endpointUrl: ENDPOINT,
          path: process.env.PATH ?? '',
          launchers: [nodeLauncher({ sdkFolders: [] }), pythonLauncher({ hostVariables: process.env })],
        }),
      'nodejs22.x',
    );
  });
  afterEach(() => scene.end());

  const start = (source: string, options: StartOptions = {}) => scene.start({ code: { kind: 'inline', source }, ...options });
  /** Interpreters that read their standard input; the test's time limit ends this when they do not come. */
  async function untilWaiting(count: number): Promise<void> {
    while (waiting().length !== count) await new Promise((resolve) => setImmediate(resolve));
  }
  function waiting(): string[] {
    return scene
      .processes()
      .map((line) => line.split(' ')[0] as string)
      .filter((pid) => /bwrap/.test(commandOf(pid)) !== true && variablesOf(pid).includes('"waits":true') && isReading(pid));
  }

  async function coldAndWarm(runtime: TestedRuntime, options: StartOptions) {
    await start(TELLS[runtime], { runtime }).then((first) => first.invoke({}));
    await untilWaiting(1);
    const asked = Date.now();
    const environment = await start(TELLS[runtime], { runtime, ...options });
    const told = json(await environment.invoke({})) as { loaded: unknown[]; since: number; zone: number };
    return { told, asked, environment };
  }

  test.each<TestedRuntime>([
    'nodejs22.x',
    'python3.11',
  ])('become an environment of %s that cannot be told from another', async (runtime) => {
    const environment = { COLOUR: 'blue', TZ: 'Asia/Tokyo' };
    const code = {
      kind: 'directory',
      path: filesIn(join(scene.folder.path, 'mine'), { 'other.js': TELLS['nodejs22.x'], 'other.py': TELLS['python3.11'] }),
    } as const;
    const handler = 'other.handler';
    const { told: warm, asked } = await coldAndWarm(runtime, { code, handler, environment });
    await scene.driver.close();

    const cold = json(await start('', { runtime, code, handler, environment }).then((other) => other.invoke({}))) as typeof warm;

    expect(warm.since).toBeLessThan(asked);
    expect(cold.since).toBeGreaterThan(asked - 2_000);
    expect(warm.zone).toBe(9);
    expect(warm.loaded).toEqual(cold.loaded);
  });

  test('do not become a function of other memory, or one that sets what counts at the start', async () => {
    const one = await coldAndWarm('nodejs22.x', { memoryMb: 256 });
    expect(one.told.since).toBeGreaterThan(one.asked - 1);
    const other = await start(TELLS['nodejs22.x'], { environment: { NODE_OPTIONS: '--no-warnings' } });
    const { since } = json(await other.invoke({})) as { since: number };

    expect(since).toBeGreaterThan(one.asked - 1);
  });

  test('are two at most, and another for every one that is taken', async () => {
    for (const memoryMb of [128, 256, 512]) await start(TELLS['nodejs22.x'], { memoryMb });
    await untilWaiting(2);
    const before = waiting();

    await start(TELLS['nodejs22.x'], { memoryMb: 512 });
    await untilWaiting(2);

    expect(waiting().filter((pid) => before.includes(pid))).toHaveLength(1);
  });

  test('are not used when they have been killed', async () => {
    await start(TELLS['nodejs22.x']);
    await untilWaiting(1);
    const spare = scene
      .processes()
      .map((line) => line.split(' ')[0] as string)
      .filter((pid) => variablesOf(pid).includes('"waits":true'));
    for (const pid of waiting()) process.kill(Number(pid), 'SIGKILL');
    // What isolates it ends after it, and the driver has collected it as soon as it is not there.
    while (spare.some((pid) => existsSync(`/proc/${pid}`))) await new Promise((resolve) => setImmediate(resolve));

    const environment = await start('exports.handler = async () => 1;');

    expect(json(await environment.invoke({}))).toBe(1);
  });

  test('tell what goes wrong when the function is loaded as any other', async () => {
    await start(TELLS['nodejs22.x']);
    await untilWaiting(1);

    const environment = await start('process.exit(7);');

    expect(environment.init.failure).toEqual({ kind: 'exited', code: 7 });
  });

  test('are ended with the driver', async () => {
    await start(TELLS['nodejs22.x']);
    await untilWaiting(1);

    await scene.driver.close();

    expect(scene.processes()).toEqual([]);
  });
});

const commandOf = (pid: string) => read(`/proc/${pid}/comm`);
const variablesOf = (pid: string) => read(`/proc/${pid}/environ`);
/** Not yet adopted: its standard input is still what nobody has written to. */
const isReading = (pid: string) =>
  /^(unix_stream_|skb_wait|__skb_wait|wait_woken|unix_stream_read_generic)/.test(read(`/proc/${pid}/wchan`));

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
