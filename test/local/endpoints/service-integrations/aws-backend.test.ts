import { callIntegration } from '../../../../src/local/endpoints/mapping/call-integration';
import type { Backends, MethodRequest } from '../../../../src/local/endpoints/mapping/types';
import type { RestIntegration } from '../../../../src/model/rest-integration';
import { recording } from '../../../support/served-services';
import { request, said } from '../mapping/scene';
import { ORDERS, ROLE, services } from './scene';

const arn = (uri: string) => `arn:aws:apigateway:eu-west-1:${uri}`;

function api(scene = services()) {
  const backends: Backends = { aws: scene.aws, invoke: () => Promise.reject(new Error('there is no function')) };
  const call = async (uri: string, more: Partial<RestIntegration>, given: MethodRequest = request()) => {
    const integration: RestIntegration = {
      ...{ type: 'AWS', uri: arn(uri), method: 'POST', credentialsArn: ROLE, responses: [{ statusCode: '200' }] },
      ...more,
    };
    const { status, body, why } = said(await callIntegration(integration, given, backends, 'Root=1-2-3'));
    return { status, body: body.startsWith('{') ? JSON.parse(body) : body, why };
  };
  return { call, ...scene };
}

test('an order is put into a table and read from it by a query', async () => {
  const { call } = api();
  const put = await call(
    'dynamodb:action/PutItem',
    {
      requestTemplates: {
        'application/json':
          '{"TableName": "$stageVariables.table", "Item": {"id": {"S": "$context.requestId"}, "what": {"S": "$util.escapeJavaScript($input.path(\'$.what\'))"}}}',
      },
      responses: [{ statusCode: '201', responseTemplates: { 'application/json': '{"id": "$context.requestId"}' } }],
    },
    request({ body: '{"what": "a \\"pen\\""}', context: { requestId: 'r1' } }),
  );
  expect(put).toEqual({ status: 201, body: { id: 'r1' }, why: undefined });

  const got = await call(
    'dynamodb:action/Query',
    {
      requestTemplates: {
        'application/json':
          '{"TableName": "Orders", "KeyConditionExpression": "id = :id", "ExpressionAttributeValues": {":id": {"S": "$input.params(\'id\')"}}}',
      },
      responses: [
        {
          statusCode: '200',
          responseTemplates: {
            'application/json':
              '#set($root = $input.path(\'$\'))[#foreach($item in $root.Items){"id": "$item.id.S", "what": "$item.what.S.replace(\'"\', "\'")"}#if($foreach.hasNext),#end#end]',
          },
        },
      ],
    },
    request({ method: 'GET', headers: [], pathParameters: { id: 'r1' } }),
  );
  expect(got).toEqual({ status: 200, body: '[{"id": "r1", "what": "a \'pen\'"}]', why: undefined });
});

test('an error of the service selects its response', async () => {
  const { call } = api();
  const { status, body } = await call('dynamodb:action/PutItem', {
    requestTemplates: { 'application/json': '{"TableName": "Nothing", "Item": {"id": {"S": "1"}}}' },
    responses: [
      { statusCode: '200' },
      {
        statusCode: '404',
        selectionPattern: '400',
        responseTemplates: { 'application/json': "{\"unknown\": $input.path('$.__type').endsWith('ResourceNotFoundException')}" },
      },
    ],
  });
  expect({ status, body }).toEqual({ status: 404, body: { unknown: true } });
});

const FORM = { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" };

test.each([
  [
    'a form to the path of the queue',
    'sqs:path/123456789012/orders',
    {
      requestParameters: FORM,
      requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
    },
  ],
  [
    'parameters of an action',
    'sqs:action/SendMessage',
    {
      requestParameters: {
        'integration.request.querystring.QueueUrl': `'${ORDERS}'`,
        'integration.request.querystring.MessageBody': 'method.request.body',
      },
    },
  ],
  [
    'a form with the address of the queue',
    'sqs:path/',
    {
      requestParameters: FORM,
      requestTemplates: {
        'application/json': `Action=SendMessage&QueueUrl=$util.urlEncode('${ORDERS}')&MessageBody=$util.urlEncode($input.body)`,
      },
    },
  ],
] as const)('a message is sent with %s, and the answer is JSON', async (_, uri, integration) => {
  const { call } = api();
  const body = '{"a": "b & ü"}';
  const { status, body: sent } = await call(uri, integration, request({ body }));
  expect({ status, sent }).toEqual({
    status: 200,
    sent: {
      SendMessageResponse: {
        ResponseMetadata: { RequestId: expect.any(String) },
        SendMessageResult: {
          MD5OfMessageAttributes: null,
          MD5OfMessageBody: expect.stringMatching(/^[0-9a-f]{32}$/),
          MD5OfMessageSystemAttributes: null,
          MessageId: expect.any(String),
          SequenceNumber: null,
        },
      },
    },
  });
  const received = await call('sqs:path/123456789012/orders?Action=ReceiveMessage', { method: 'GET' });
  expect(received.body).toMatchObject({
    ReceiveMessageResponse: { ReceiveMessageResult: { messages: [{ Body: body, MessageId: expect.any(String) }] } },
  });
});

test('an error of the Query protocol is JSON too, or XML where that is accepted', async () => {
  const { call } = api();
  const lost = 'sqs:path/123456789012/nothing?Action=SendMessage&MessageBody=a';
  expect((await call(lost, {})).body).toEqual({
    Error: { Code: expect.any(String), Message: expect.any(String), Type: 'Sender' },
    RequestId: expect.any(String),
  });
  const xml = await call(lost, { requestParameters: { 'integration.request.header.Accept': "'application/xml'" } });
  expect(xml.body).toMatch(/^<\?xml/);
});

test('the service knows the role, the account and the trace', async () => {
  const { service, asked } = recording('sts', 'GetCallerIdentity', {});
  await api(services([service])).call('sts:action/GetCallerIdentity', {});
  expect(asked[0]?.call).toMatchObject({
    region: 'eu-west-1',
    account: '123456789012',
    traceHeader: 'Root=1-2-3',
    caller: { arn: 'arn:aws:sts::123456789012:assumed-role/api/BackplaneAssumeRoleSession' },
  });
});

test('an object is asked for by its path, with the bucket there or in front', async () => {
  const { service, asked } = recording('s3', 'PutObject', {});
  const { call } = api(services([service]));
  const binary = request({
    body: Buffer.from([255, 0]),
    headers: ['Content-Type', 'image/png'],
    binaryMediaTypes: ['image/png'],
  });
  await call('s3:path/photos/a%20b.png', { method: 'PUT' }, binary);
  await call('photos.s3:path/c.png', { method: 'PUT' }, binary);
  expect(asked.map(({ input }) => input)).toMatchObject([
    { Bucket: 'photos', Key: 'a b.png', Body: Buffer.from([255, 0]) },
    { Bucket: 'photos', Key: 'c.png' },
  ]);
});

test('EventBridge is asked with a target of the integration', async () => {
  const { service, asked } = recording('events', 'PutEvents', { FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] });
  const { body } = await api(services([service])).call(
    'events:action/PutEvents',
    {
      requestParameters: {
        'integration.request.header.X-Amz-Target': "'AWSEvents.PutEvents'",
        'integration.request.header.Content-Type': "'application/x-amz-json-1.1'",
      },
      requestTemplates: {
        'application/json':
          '{"Entries": [{"Source": "orders", "DetailType": "made", "Detail": "$util.escapeJavaScript($input.body)"}]}',
      },
    },
    request({ body: '{"id": 1}' }),
  );
  expect(asked[0]?.input).toEqual({ Entries: [{ Source: 'orders', DetailType: 'made', Detail: '{"id": 1}' }] });
  expect(body).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] });
});

test('fails when the operation is not emulated, and the journal tells it', async () => {
  const { call, journal } = api();
  const { status, why } = await call('kinesis:action/PutRecord', { requestTemplates: { 'application/json': '{}' } });
  expect([status, why]).toEqual([500, 'lambda-kit does not emulate PutRecord of kinesis.']);
  expect(journal.entries).toMatchObject([{ kind: 'notEmulated' }]);
});

test('fails when the request is too large for the service', async () => {
  const { call } = api();
  const { status } = await call(
    'dynamodb:action/PutItem',
    { responses: [{ statusCode: '502', selectionPattern: '4\\d\\d' }] },
    request({ body: 'x'.repeat(20_000_000) }),
  );
  expect(status).toBe(502);
});
