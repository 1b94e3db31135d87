import { decodeCbor, encodeCbor, Tagged } from '../../../src/local/endpoints/protocol/cbor';
import { closeKinesis, servedKinesis } from '../../support/kinesis';

afterEach(closeKinesis);

/** Calls an operation as the SDK for Java does: CBOR with milliseconds, in the frame of the JSON protocol. */
async function served() {
  const { kinesis, clock } = await servedKinesis();
  const endpoint = await kinesis.config.endpoint?.();
  const url = `http://${endpoint?.hostname}:${endpoint?.port}/`;
  const call = async (operation: string, input: object) => {
    const headers = { 'X-Amz-Target': `Kinesis_20131202.${operation}`, 'Content-Type': 'application/x-amz-cbor-1.1' };
    return fetch(url, { method: 'POST', headers, body: new Uint8Array(encodeCbor(input)) });
  };
  const ask = async (operation: string, input: object): Promise<Record<string, unknown>> => {
    const response = await call(operation, input);
    expect(response.headers.get('content-type')).toBe('application/x-amz-cbor-1.1');
    return { status: response.status, ...(decodeCbor(Buffer.from(await response.arrayBuffer())) as Record<string, unknown>) };
  };
  return { clock, call, ask };
}

const StreamName = 'Orders';
const ShardId = 'shardId-000000000000';

test('clients that speak the older CBOR are answered in it', async () => {
  const { clock, ask } = await served();
  expect(await ask('CreateStream', { StreamName, ShardCount: 1 })).toEqual({ status: 200 });
  await clock.advance(1500);
  const put = { StreamName, PartitionKey: 'key', Data: new Uint8Array([1, 2, 3]) };
  expect(await ask('PutRecord', put)).toMatchObject({ status: 200, ShardId });
  const Timestamp = new Tagged(1, clock.now());
  const { ShardIterator } = await ask('GetShardIterator', { StreamName, ShardId, ShardIteratorType: 'AT_TIMESTAMP', Timestamp });
  expect(await ask('GetRecords', { ShardIterator })).toMatchObject({
    Records: [{ Data: new Uint8Array([1, 2, 3]), ApproximateArrivalTimestamp: new Tagged(1, clock.now()) }],
  });
  expect(await ask('DescribeStream', { StreamName: 'Other' })).toEqual({
    ...{ status: 400, __type: 'ResourceNotFoundException', message: 'Stream Other under account 123456789012 not found.' },
  });
});

test('events of a subscription are in the same CBOR', async () => {
  const { ask, call } = await served();
  await ask('CreateStream', { StreamName, ShardCount: 1 });
  const StreamARN = 'arn:aws:kinesis:eu-west-1:123456789012:stream/Orders';
  const { Consumer } = await ask('RegisterStreamConsumer', { StreamARN, ConsumerName: 'c' });
  const { ConsumerARN } = Consumer as { ConsumerARN: string };
  const response = await call('SubscribeToShard', { ConsumerARN, ShardId, StartingPosition: { Type: 'LATEST' } });
  const reader = response.body?.getReader();
  let heard = '';
  while (!heard.includes('MillisBehindLatest')) {
    const { value, done } = (await reader?.read()) ?? { done: true };
    if (done) break;
    heard += Buffer.from(value ?? []).toString('latin1');
  }
  await reader?.cancel();
  expect(response.headers.get('content-type')).toBe('application/vnd.amazon.eventstream');
  expect(heard).toContain('SubscribeToShardEvent');
  expect(heard).toContain('application/x-amz-cbor-1.1');
});
