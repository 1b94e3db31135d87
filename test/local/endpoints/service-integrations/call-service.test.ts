import type { MethodRequest } from '../../../../src/local/endpoints/mapping/types';
import { callService } from '../../../../src/local/endpoints/service-integrations/call-service';
import { recording } from '../../../support/served-services';
import { request, said } from '../mapping/scene';
import { ORDERS, ROLE, services } from './scene';

async function served(
  subtype: string,
  requestParameters: Record<string, string>,
  given: MethodRequest = request(),
  scene = services(),
) {
  return said(await callService({ subtype, requestParameters, credentialsArn: ROLE, region: 'eu-west-1' }, given, scene.aws));
}

const ORDER = request({
  body: '{"order": {"id": 7, "tags": ["a", "b"]}, "name": "Ada"}',
  headers: ['X-Source', 'web', 'x-source', 'app'],
  path: '/orders/7',
});

test('SQS-SendMessage, ReceiveMessage, DeleteMessage and PurgeQueue', async () => {
  const scene = services();
  const sent = await served(
    'SQS-SendMessage',
    {
      QueueUrl: ORDERS,
      MessageBody: '$request.body.order',
      MessageAttributes: '{"from": {"DataType": "String", "StringValue": "${request.header.x-source} ${request.path.id}"}}',
    },
    ORDER,
    scene,
  );
  expect(sent).toMatchObject({ status: 200, headers: { 'Content-Type': 'text/xml' } });
  expect(sent.body).toMatch(/^<SendMessageResponse .*<MessageId>/);

  const received = await served(
    'SQS-ReceiveMessage',
    { QueueUrl: ORDERS, MessageAttributeNames: '["All"]', AttributeNames: 'All' },
    ORDER,
    scene,
  );
  expect(received.body).toContain('{&#34;id&#34;:7,&#34;tags&#34;:[&#34;a&#34;,&#34;b&#34;]}');
  expect(received.body).toContain('<StringValue>web,app 7</StringValue>');

  const handle = /<ReceiptHandle>(.*?)<\/ReceiptHandle>/.exec(received.body)?.[1] ?? '';
  const deleting = request({ query: { handle: [handle] } });
  const deleted = await served(
    'SQS-DeleteMessage',
    { QueueUrl: ORDERS, ReceiptHandle: '$request.querystring.handle' },
    deleting,
    scene,
  );
  expect(deleted.status).toBe(200);
  expect((await served('SQS-PurgeQueue', { QueueUrl: ORDERS }, ORDER, scene)).status).toBe(200);
});

test('EventBridge-PutEvents', async () => {
  const { service, asked } = recording('events', 'PutEvents', { FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] });
  const { status, body } = await served(
    'EventBridge-PutEvents',
    {
      ...{ Source: 'orders', DetailType: '$context.stage', Detail: '$request.body', EventBusName: 'bus-${stageVariables.table}' },
      ...{ Resources: '["arn:a", "arn:b"]', Time: '2026-01-02T03:04:05Z', Region: 'us-east-1' },
    },
    ORDER,
    services([service]),
  );
  expect({ status, body: JSON.parse(body) }).toEqual({
    status: 200,
    body: { FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] },
  });
  expect(asked[0]).toMatchObject({
    input: {
      Entries: [
        {
          ...{ Source: 'orders', DetailType: 'prod', Detail: ORDER.body.toString(), EventBusName: 'bus-Orders' },
          ...{ Resources: ['arn:a', 'arn:b'], Time: new Date('2026-01-02T03:04:05Z') },
        },
      ],
    },
    call: { region: 'us-east-1' },
  });
});

test('Kinesis-PutRecord', async () => {
  const { service, asked } = recording('kinesis', 'PutRecord', { ShardId: 's', SequenceNumber: '1' });
  await served(
    'Kinesis-PutRecord',
    { StreamName: 's', Data: '$request.body', PartitionKey: '$request.path.id' },
    ORDER,
    services([service]),
  );
  expect(asked[0]?.input).toMatchObject({ StreamName: 's', PartitionKey: '7', Data: new Uint8Array(ORDER.body) });
});

test('what a request does not have is left out, and the service says so', async () => {
  const { status, body } = await served('SQS-SendMessage', { QueueUrl: ORDERS, MessageBody: '$request.body.nothing' }, ORDER);
  expect(status).toBe(400);
  expect(body).toMatch(/MessageBody/);
});

test.each([
  ['StepFunctions-StartExecution', {}, 500, /does not emulate integrations of subtype StepFunctions-StartExecution/],
  ['AppConfig-GetConfiguration', {}, 500, /does not emulate/],
  ['SQS-SendMessage', { Body: 'a' }, 500, /has no parameter Body/],
  ['SQS-SendMessage', { MessageBody: '$request.cookie.a' }, 400, /not understood/],
])('fails when it is %s with %p', async (subtype, parameters, status, why) => {
  const answer = await served(subtype, parameters);
  expect(answer.status).toBe(status);
  expect(answer.why).toMatch(why);
});

test('fails when the body is not JSON, or its path lies behind the first 100 KB', async () => {
  const parameters = { QueueUrl: ORDERS, MessageBody: '$request.body.a' };
  expect((await served('SQS-SendMessage', parameters, request({ body: '{' }))).status).toBe(400);
  const long = JSON.stringify({ a: 'x', b: 'y'.repeat(200_000) });
  expect((await served('SQS-SendMessage', parameters, request({ body: long }))).status).toBe(400);
  expect((await served('SQS-SendMessage', { ...parameters, MessageBody: '$request.body' }, request({ body: long }))).status).toBe(
    200,
  );
});
