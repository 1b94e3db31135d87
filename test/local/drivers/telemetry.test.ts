import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeLauncher } from '../../../src/local/drivers/node';
import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import { executables } from '../../contract/foreign-runtime';
import { DriverScene, ENDPOINT, type StartedEnvironment, type StartOptions } from '../../support/driver-scene';
import { ISOLATIONS, sandboxFor } from '../../support/sandboxes';

const EXTENSION = readFileSync(join(__dirname, '../../fixtures/extensions/subscriber'), 'utf8');
const HANDLER = `
  console.log('loaded');
  exports.handler = async (event) => {
    console.log('handled');
    if (event.fail) throw new TypeError('no');
    if (event.sleep) await new Promise((resolve) => setTimeout(resolve, event.sleep));
    if (event.exit) process.exit(event.exit);
    return 'done';
  };`;
const NOON = Date.UTC(2026, 10, 20, 12);

describe.each(ISOLATIONS)('$title', ({ isolated }) => {
  let scene: DriverScene;
  beforeEach(async () => {
    scene = await DriverScene.open(
      (needs) =>
        new ProcessDriver({
          ...needs,
          ...sandboxFor(needs, isolated),
          endpointUrl: ENDPOINT,
          path: process.env.PATH ?? '',
          launchers: [nodeLauncher({ sdkFolders: [] })],
          now: () => NOON,
        }),
      'nodejs22.x',
    );
  });
  afterEach(() => scene.end());

  interface Subscription {
    readonly types?: readonly string[];
    readonly schemaVersion?: string;
    readonly destination?: object;
    readonly buffering?: object;
  }

  function subscribed(subscription: Subscription = {}, more: Partial<StartOptions> = {}) {
    const { environment, ...options } = more;
    const body = {
      schemaVersion: '2022-12-13',
      types: ['platform', 'function', 'extension'],
      destination: { protocol: 'HTTP' },
      buffering: { timeoutMs: 25 },
      ...subscription,
    };
    return scene.start({
      code: { kind: 'inline', source: HANDLER },
      layers: [executables(scene, 'layer.zip', { 'extensions/subscriber': EXTENSION })],
      environment: { SUBSCRIBE: JSON.stringify(body), ...environment },
      ...options,
    });
  }

  interface Event {
    readonly time: string;
    readonly type: string;
    // biome-ignore lint/suspicious/noExplicitAny: records are read member by member
    readonly record: any;
  }

  /** What the extension has got. */
  function got(lines: readonly string[]): Event[] {
    return lines
      .filter((line) => /^got (POST|PUT|TCP) /.test(line))
      .map((line): Event => JSON.parse(line.slice(line.indexOf('{'))));
  }

  /** What it has got as soon as that is `enough`. Between invocations it is frozen, and reads nothing: further ones let it go on. */
  async function gotUntil(environment: StartedEnvironment, enough: (events: readonly Event[]) => boolean): Promise<Event[]> {
    while (!enough(got(environment.lines))) await environment.invoke({ sleep: 50 });
    return got(environment.lines);
  }

  /** The same, up to the report of the invocation that was the last before. */
  async function gotWithReport(environment: StartedEnvironment): Promise<Event[]> {
    const { lastRequestId } = environment;
    const isReport = ({ type, record }: Event) => type === 'platform.report' && record.requestId === lastRequestId;
    const events = await gotUntil(environment, (seen) => seen.some(isReport));
    return events.slice(0, events.findIndex(isReport) + 1);
  }

  const START = { name: 'subscriber', state: 'Subscribed' };
  const INIT = { initializationType: 'on-demand', phase: 'init' };

  test('an extension is told of Init, invocation and log in order (RT-30, RT-40)', async () => {
    const environment = await subscribed();

    await environment.invoke({});
    const requestId = environment.lastRequestId;
    const events = await gotWithReport(environment);
    await environment.stop();

    const tracing = { type: 'X-Amzn-Trace-Id', value: 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1' };
    expect(events.map(({ type, record }) => [type, record])).toEqual([
      ['platform.initStart', { ...INIT, runtimeVersion: 'nodejs22.x', functionName: 'orders', functionVersion: '$LATEST' }],
      ['platform.telemetrySubscription', { ...START, types: ['platform', 'function', 'extension'] }],
      ['function', expect.stringMatching(/^\S+\tundefined\tINFO\tloaded\n$/)],
      ['platform.initRuntimeDone', { ...INIT, status: 'success' }],
      ['platform.extension', { name: 'subscriber', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] }],
      ['platform.initReport', { ...INIT, status: 'success', metrics: { durationMs: expect.any(Number) } }],
      ['platform.start', { requestId, version: '$LATEST', tracing }],
      ['function', expect.stringMatching(/\tINFO\thandled\n$/)],
      [
        'platform.runtimeDone',
        {
          requestId,
          status: 'success',
          tracing,
          spans: [
            { name: 'responseLatency', start: '2026-11-20T12:00:00.000Z', durationMs: expect.any(Number) },
            { name: 'responseDuration', start: expect.any(String), durationMs: 0 },
          ],
          metrics: { durationMs: expect.any(Number), producedBytes: 6 },
        },
      ],
      [
        'platform.report',
        {
          requestId,
          metrics: {
            durationMs: expect.any(Number),
            billedDurationMs: expect.any(Number),
            memorySizeMB: 128,
            maxMemoryUsedMB: expect.any(Number),
            initDurationMs: expect.any(Number),
          },
          status: 'success',
          tracing,
        },
      ],
    ]);
    expect(new Set(events.map(({ time }) => time))).toEqual(new Set(['2026-11-20T12:00:00.000Z']));
    expect(environment.lines).toContain('TELEMETRY\tName: subscriber\tState: Subscribed\tTypes: [Platform, Function, Extension]');
    expect(environment.lines).toContain('got subscribed "OK"');
  });

  test.each([
    ['an error of the handler, which is an answer', { fail: true }, 5_000, 'success', undefined],
    ['a timeout', { sleep: 30_000 }, 700, 'timeout', undefined],
    ['an exit', { exit: 3 }, 5_000, 'error', 'Runtime.ExitError'],
  ])('an extension is told of %s (RT-40)', async (_, event, timeoutMs, status, errorType) => {
    const environment = await subscribed({ types: ['platform'] });

    await environment.invoke(event, { timeoutMs });
    await environment.stop();

    const told = got(environment.lines).filter(({ type }) => type === 'platform.runtimeDone' || type === 'platform.report');
    expect(told.map(({ type, record }) => [type, record.status, record.errorType])).toEqual([
      ['platform.runtimeDone', status, errorType],
      ['platform.report', status, errorType],
    ]);
  });

  test('an extension that subscribes to one type is told of that one alone (RT-30)', async () => {
    const environment = await subscribed({ types: ['function'] });

    await environment.invoke({});
    const events = await gotUntil(environment, ({ length }) => length >= 2);
    await environment.stop();

    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['function']));
  });

  test('in JSON format a record is the object that was logged (RT-40, INV-86)', async () => {
    const logging = { format: 'JSON', group: '/aws/lambda/orders' } as const;
    const environment = await subscribed({ types: ['function'] }, { logging });

    await environment.invoke({});
    const requestId = environment.lastRequestId;
    const events = await gotUntil(environment, ({ length }) => length >= 2);
    await environment.stop();

    expect(events[1]?.record).toMatchObject({ level: 'INFO', message: 'handled', requestId });
    expect(environment.lines.map((line) => (line.startsWith('{') ? JSON.parse(line).type : ''))).toContain(
      'platform.telemetrySubscription',
    );
  });

  test('events are delivered as lines over TCP as well (RT-30)', async () => {
    const environment = await subscribed({ destination: { protocol: 'TCP' }, types: ['platform'] });

    await environment.invoke({});
    const events = await gotUntil(environment, (seen) => seen.filter(({ type }) => type === 'platform.report').length >= 2);
    await environment.stop();

    expect(events[0]?.type).toBe('platform.initStart');
  });

  test('the Logs API tells of fewer things, with fewer members, and of the end (RT-30)', async () => {
    const environment = await subscribed(
      { schemaVersion: '2021-03-18', destination: { protocol: 'HTTP', method: 'PUT' }, types: ['platform', 'function'] },
      { environment: { API: '/2020-08-15/logs' } },
    );

    await environment.invoke({});
    const requestId = environment.lastRequestId;
    const events = await gotWithReport(environment);
    await environment.stop();

    expect(events.map(({ type, record }) => [type, record])).toEqual([
      ['platform.logsSubscription', { ...START, types: ['platform', 'function'] }],
      ['function', expect.stringMatching(/loaded\n$/)],
      ['platform.extension', { name: 'subscriber', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] }],
      ['platform.start', { requestId, version: '$LATEST' }],
      ['function', expect.stringMatching(/handled\n$/)],
      ['platform.runtimeDone', { requestId, status: 'success' }],
      ['platform.end', { requestId }],
      ['platform.report', { requestId, metrics: expect.objectContaining({ memorySizeMB: 128 }) }],
    ]);
    expect(environment.lines.some((line) => line.startsWith('got PUT /in'))).toBe(true);
    expect(environment.lines).toContain('LOGS\tName: subscriber\tState: Subscribed\tTypes: [Platform, Function]');
  });

  test('a delivery that fails is repeated, and nothing is lost or told twice', async () => {
    const environment = await subscribed({ types: ['platform'] }, { environment: { FAIL: '2' } });

    await environment.invoke({});
    await gotWithReport(environment);
    await environment.stop();

    const types = got(environment.lines).map(({ type }) => type);
    expect(types.filter((type) => type === 'platform.initStart')).toHaveLength(1);
    expect(types).not.toContain('platform.logsDropped');
  });

  test('fails when the subscription is none (RT-30)', async () => {
    const environment = await subscribed({ types: ['everything'] });

    expect(environment.lines.find((line) => line.startsWith('got refused'))).toMatch(/"errorType":"ValidationError"/);
  });
});
