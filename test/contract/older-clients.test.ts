import { request } from 'node:http';
import type { ReceiveMessageResult, SendMessageBatchResult } from '@aws-sdk/client-sqs';
import { awsError } from '../../src/local/engine/aws-error';
import type { AwsService } from '../../src/local/engine/service-port';
import { closeServed, servedServices } from '../support/served-services';

afterEach(closeServed);

/** A queue of which only refusals are asked. */
const queues = (more: AwsService['operations'] = {}): AwsService => ({
  id: 'sqs',
  operations: {
    ReceiveMessage: () => awsError('QueueDoesNotExist', 400, 'The specified queue does not exist.'),
    SendMessage: () => awsError('InvalidParameterValue', 400, 'No.'),
    ...more,
  },
});

const asJson = (operation: string, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': `AmazonSQS.${operation}`, ...headers },
  body: '{"QueueUrl":"http://127.0.0.1/123456789012/orders","MessageBody":"x"}',
});

test('SDK v2 for JavaScript reads the old code of an error in a header that it does not ask for', async () => {
  const { origin } = await servedServices([queues()]);

  const answer = await fetch(origin, asJson('ReceiveMessage'));

  expect(answer.headers.get('x-amzn-query-error')).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
  expect(await answer.json()).toMatchObject({ __type: expect.stringMatching(/QueueDoesNotExist$/) });
});

test('an error that has one name only is told twice to those who ask for it', async () => {
  const { origin } = await servedServices([queues()]);

  const unasked = await fetch(origin, asJson('SendMessage'));
  const asked = await fetch(origin, asJson('SendMessage', { 'x-amzn-query-mode': 'true' }));

  expect(unasked.headers.get('x-amzn-query-error')).toBeNull();
  expect(asked.headers.get('x-amzn-query-error')).toBe('InvalidParameterValue;Sender');
});

test('an empty list of the Query protocol, which has no items to be named by, is an empty list', async () => {
  const given: unknown[] = [];
  const SendMessageBatch = (input: object): SendMessageBatchResult => {
    given.push(input);
    return { Successful: [], Failed: [] };
  };
  const { origin } = await servedServices([queues({ SendMessageBatch })]);

  // As botocore wrote it as long as SQS had this protocol.
  const body = new URLSearchParams({ Action: 'SendMessageBatch', Version: '2012-11-05', QueueUrl: 'orders', Entries: '' });
  expect((await fetch(origin, { method: 'POST', body })).status).toBe(200);

  expect(given).toEqual([{ QueueUrl: 'orders', Entries: [] }]);
});

test('an operation learns when its caller has hung up', async () => {
  let begun = () => {};
  const waiting = new Promise<void>((resolve) => {
    begun = resolve;
  });
  let learnt = () => {};
  const gone = new Promise<void>((resolve) => {
    learnt = resolve;
  });
  const ReceiveMessage: AwsService['operations'][string] = async (_, { whenGone }): Promise<ReceiveMessageResult> => {
    whenGone?.(learnt);
    begun();
    await gone;
    return {};
  };
  const { origin, bugs } = await servedServices([queues({ ReceiveMessage })]);

  const { body, ...asked } = asJson('ReceiveMessage');
  const client = request(origin, asked).on('error', () => undefined);
  client.end(body);
  await waiting;
  client.destroy();

  await gone;
  expect(bugs).toEqual([]);
});
