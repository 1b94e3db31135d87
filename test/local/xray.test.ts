import { Tracing } from 'aws-cdk-lib/aws-lambda';
import { runningFunction, stopAll } from './scene';

afterEach(stopAll);

const INSTRUMENTED = `
  const { createSocket } = require('node:dgram');
  exports.handler = async () => {
    const [host, port] = process.env.AWS_XRAY_DAEMON_ADDRESS.split(':');
    const [root, parent, sampled] = process.env._X_AMZN_TRACE_ID.split(';').map((field) => field.split('=')[1]);
    const segment = { trace_id: root, parent_id: parent, id: '53995c3f42cd8ad8', name: 'work', type: 'subsegment', start_time: 1, end_time: 2 };
    const socket = createSocket('udp4');
    await new Promise((resolve) => socket.send('{"format":"json","version":1}\\n' + JSON.stringify(segment), Number(port), host, resolve));
    socket.close();
    const rules = await fetch('http://' + host + ':' + port + '/GetSamplingRules', { method: 'POST', body: '{}' });
    return { root, sampled, rules: rules.status };
  };`;

test.each([
  [Tracing.ACTIVE, '1'],
  [Tracing.PASS_THROUGH, '0'],
])('a handler that traces reaches a daemon, and its segments are in the journal (%s, INV-51)', async (tracing, sampled) => {
  const executor = await runningFunction(INSTRUMENTED, { tracing });

  const { payload } = await executor.function('Orders').invoke({});

  expect(payload).toEqual({ root: expect.stringMatching(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/), sampled, rules: 200 });
  const segments = () => executor.journal.entries.filter((entry) => entry.kind === 'traceSegment');
  while (segments().length === 0) await new Promise(setImmediate);
  expect(segments()).toMatchObject([{ traceId: payload.root, name: 'work' }]);
});
