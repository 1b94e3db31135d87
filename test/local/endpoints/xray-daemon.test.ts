import { createSocket } from 'node:dgram';
import { XrayDaemon } from '../../../src/local/endpoints/xray-daemon';
import { Journal } from '../../../src/local/journal/journal';

let journal: Journal;
let daemon: XrayDaemon;
let origin: string;
beforeEach(async () => {
  journal = new Journal(() => 0);
  daemon = await XrayDaemon.listen(journal);
  origin = `http://${daemon.host}:${daemon.port}`;
});
afterEach(() => daemon.close());

const SEGMENT = '{"trace_id":"1-5759e988-bd862e3fe1be46a994272793","id":"53995c3f42cd8ad8","name":"orders","in_progress":true}';
const HEAD = '{"format":"json","version":1}\n';

/** Sends a datagram and waits for what the journal says next. */
async function sent(text: string): Promise<object> {
  const told = new Promise<object>((resolve) => {
    const stop = journal.subscribe((entry) => {
      stop();
      resolve(entry);
    });
  });
  const socket = createSocket('udp4');
  socket.send(text, daemon.port, daemon.host);
  const entry = await told;
  socket.close();
  return entry;
}

async function post(path: string, body: object = {}, headers: Record<string, string> = {}) {
  const reply = await fetch(origin + path, { method: 'POST', body: JSON.stringify(body), headers });
  return { status: reply.status, body: await reply.json() };
}

test('segments that are sent in the protocol of the X-Ray daemon are in the journal (INV-51)', async () => {
  expect(await sent(HEAD + SEGMENT)).toEqual({
    at: 0,
    kind: 'traceSegment',
    traceId: '1-5759e988-bd862e3fe1be46a994272793',
    name: 'orders',
    document: SEGMENT,
  });
});

test.each([
  ['has no first line', SEGMENT],
  ['is of another format', `{"format":"xml","version":1}\n${SEGMENT}`],
  ['is of another version', `{"format":"json","version":2}\n${SEGMENT}`],
  ['holds no JSON', `${HEAD}segment`],
  ['is empty', ' '],
])('fails, and says so once, when a datagram %s', async (_, text) => {
  expect(await sent(text)).toMatchObject({ kind: 'notEmulated', what: 'xray' });
});

test('SDKs that ask for sampling rules and targets get none', async () => {
  expect(await post('/GetSamplingRules')).toMatchObject({ status: 200, body: { SamplingRuleRecords: [] } });
  expect(await post('/SamplingTargets', { SamplingStatisticsDocuments: [] })).toMatchObject({
    status: 200,
    body: { SamplingTargetDocuments: [], UnprocessedStatistics: [] },
  });
});

test('segments are taken over TCP as well, but for those that X-Ray would not take', async () => {
  const large = JSON.stringify({ name: 'x'.repeat(65_536) });

  expect(await post('/TraceSegments', { TraceSegmentDocuments: [SEGMENT, large, 'no'] })).toMatchObject({ status: 200 });

  expect(journal.entries).toMatchObject([
    { kind: 'traceSegment', name: 'orders' },
    { kind: 'notEmulated', why: expect.stringMatching(/longer than 65536 bytes/) },
    { kind: 'notEmulated', why: expect.stringMatching(/not a JSON object/) },
  ]);
});

test('fails when another operation is asked for', async () => {
  expect(await post('/Traces')).toMatchObject({ status: 404, body: { errorType: 'NotEmulatedException' } });
});
