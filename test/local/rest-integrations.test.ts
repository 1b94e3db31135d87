import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AwsIntegration,
  ContentHandling,
  Cors,
  LambdaIntegration,
  MockIntegration,
  PassthroughBehavior,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

const OK = [{ statusCode: '200' }];

test('an API without functions keeps orders in a table and lists them', async () => {
  const local = await running(
    appOf((stack) => {
      const table = new Table(stack, 'Orders', {
        partitionKey: { name: 'customer', type: AttributeType.STRING },
        sortKey: { name: 'id', type: AttributeType.STRING },
        removalPolicy: RemovalPolicy.DESTROY,
      });
      const credentialsRole = new Role(stack, 'ApiRole', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
      table.grantReadWriteData(credentialsRole);
      const orders = new RestApi(stack, 'Api').root.addResource('orders').addResource('{customer}');
      orders.addMethod(
        'POST',
        new AwsIntegration({
          service: 'dynamodb',
          action: 'PutItem',
          options: {
            credentialsRole,
            passthroughBehavior: PassthroughBehavior.NEVER,
            requestTemplates: {
              'application/json': JSON.stringify({
                TableName: table.tableName,
                Item: {
                  customer: { S: "$input.params('customer')" },
                  id: { S: "$input.path('$.id')" },
                  count: { N: "$input.path('$.count')" },
                },
                ConditionExpression: 'attribute_not_exists(id)',
              }),
            },
            integrationResponses: [
              { statusCode: '201', responseTemplates: { 'application/json': '{"requestId": "$context.requestId"}' } },
              {
                statusCode: '409',
                selectionPattern: '400',
                responseTemplates: {
                  'application/json':
                    '#if($input.path(\'$.__type\').contains("ConditionalCheckFailed")){"error": "exists"}#else{"error": $input.json(\'$.message\')}#end',
                },
              },
            ],
          },
        }),
        { methodResponses: [{ statusCode: '201' }, { statusCode: '409' }] },
      );
      orders.addMethod(
        'GET',
        new AwsIntegration({
          service: 'dynamodb',
          action: 'Query',
          options: {
            credentialsRole,
            requestTemplates: {
              'application/json': `{
                "TableName": "${table.tableName}",
                "KeyConditionExpression": "customer = :c",
                "ExpressionAttributeValues": { ":c": { "S": "$input.params('customer')" } }
              }`,
            },
            integrationResponses: [
              {
                statusCode: '200',
                responseTemplates: {
                  'application/json': `#set($inputRoot = $input.path('$'))
{ "orders": [
#foreach($item in $inputRoot.Items)
  { "id": "$item.id.S", "count": $item.count.N }#if($foreach.hasNext),#end

#end
] }`,
                },
                responseParameters: { 'method.response.header.X-Count': 'integration.response.body.Count' },
              },
            ],
          },
        }),
        { methodResponses: [{ statusCode: '200', responseParameters: { 'method.response.header.X-Count': true } }] },
      );
    }),
  );
  const url = `${local.apis[0]?.url}orders/ada`;
  const put = (order: object | string) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof order === 'string' ? order : JSON.stringify(order),
    });

  const created = await put({ id: 'o1', count: 2 });
  expect([created.status, await created.json()]).toEqual([201, { requestId: created.headers.get('x-amzn-requestid') }]);
  await put({ id: 'o2', count: 3 });
  const again = await put({ id: 'o1', count: 9 });
  expect([again.status, await again.json()]).toEqual([409, { error: 'exists' }]);
  const wrong = await put({ id: 'o3', count: 'many' });
  expect([wrong.status, await wrong.json()]).toEqual([409, { error: expect.stringMatching(/numeric value/) }]);

  const listed = await fetch(url);
  expect([listed.status, listed.headers.get('x-count'), await listed.json()]).toEqual([
    200,
    '2',
    {
      orders: [
        { id: 'o1', count: 2 },
        { id: 'o2', count: 3 },
      ],
    },
  ]);
  expect(local.table('Orders').items.length).toBe(2);

  expect((await fetch(url, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'a' })).status).toBe(415);
  const broken = await put('{');
  expect([broken.status, await broken.json()]).toEqual([500, { message: 'Internal server error' }]);
  expect(local.journal.entries.filter(({ kind }) => kind === 'httpRequest').at(-1)).toMatchObject({
    status: 500,
    refused: expect.stringMatching(/the request could not be mapped: the body is not JSON/),
  });
});

test('a message goes to a queue and from there to a function', async () => {
  const local = await running(
    appOf((stack) => {
      const queue = new Queue(stack, 'Orders');
      const topic = new Topic(stack, 'News');
      const credentialsRole = new Role(stack, 'ApiRole', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
      queue.grantSendMessages(credentialsRole);
      topic.grantPublish(credentialsRole);
      const api = new RestApi(stack, 'Api');
      const form = { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" };
      api.root.addResource('orders').addMethod(
        'POST',
        new AwsIntegration({
          service: 'sqs',
          path: `${stack.account}/${queue.queueName}`,
          options: {
            credentialsRole,
            requestParameters: form,
            requestTemplates: {
              'application/json':
                'Action=SendMessage&MessageBody=$util.urlEncode($input.body)&MessageAttribute.1.Name=path&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=$context.resourcePath',
            },
            integrationResponses: [
              {
                statusCode: '202',
                responseTemplates: {
                  'application/json': '{"id": "$input.path(\'$.SendMessageResponse.SendMessageResult.MessageId\')"}',
                },
              },
            ],
          },
        }),
        { methodResponses: [{ statusCode: '202' }] },
      );
      api.root.addResource('news').addMethod(
        'POST',
        new AwsIntegration({
          service: 'sns',
          action: 'Publish',
          options: {
            credentialsRole,
            requestParameters: {
              'integration.request.querystring.TopicArn': `'${topic.topicArn}'`,
              'integration.request.querystring.Message': 'method.request.body',
            },
            integrationResponses: OK,
          },
        }),
        { methodResponses: OK },
      );
    }),
  );
  const [api] = local.apis;

  const sent = await fetch(`${api?.url}orders`, {
    method: 'POST',
    body: '{"n": "a & b"}',
    headers: { 'content-type': 'application/json' },
  });
  expect([sent.status, await sent.json()]).toEqual([202, { id: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
  expect(local.queue('Orders').messages).toMatchObject([{ body: '{"n": "a & b"}' }]);

  const published = await fetch(`${api?.url}news`, { method: 'POST', body: 'hello' });
  expect(await published.json()).toEqual({
    PublishResponse: {
      PublishResult: { MessageId: expect.any(String), SequenceNumber: null },
      ResponseMetadata: { RequestId: expect.any(String) },
    },
  });
});

test('objects of a bucket are served, also binary ones', async () => {
  const local = await running(
    appOf((stack) => {
      const bucket = new Bucket(stack, 'Photos', { bucketName: 'photos' });
      const credentialsRole = new Role(stack, 'ApiRole', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
      bucket.grantReadWrite(credentialsRole);
      const api = new RestApi(stack, 'Api', { binaryMediaTypes: ['image/*'] });
      const object = api.root.addResource('{key}');
      const through = (integrationHttpMethod: string, header: Record<string, string>) =>
        new AwsIntegration({
          service: 's3',
          path: `${bucket.bucketName}/{key}`,
          integrationHttpMethod,
          options: {
            credentialsRole,
            requestParameters: { 'integration.request.path.key': 'method.request.path.key', ...header },
            integrationResponses: [
              {
                statusCode: '200',
                responseParameters: { 'method.response.header.Content-Type': 'integration.response.header.Content-Type' },
              },
              {
                statusCode: '404',
                selectionPattern: '404',
                responseTemplates: { 'application/json': '{"missing": "$input.params(\'key\')"}' },
              },
            ],
          },
        });
      const options = {
        requestParameters: { 'method.request.path.key': true, 'method.request.header.Content-Type': false },
        methodResponses: [
          { statusCode: '200', responseParameters: { 'method.response.header.Content-Type': true } },
          { statusCode: '404' },
        ],
      };
      object.addMethod(
        'PUT',
        through('PUT', { 'integration.request.header.Content-Type': 'method.request.header.Content-Type' }),
        options,
      );
      object.addMethod('GET', through('GET', {}), options);
    }),
  );
  const url = `${local.apis[0]?.url}`;
  const pixels = Buffer.from([0x89, 0x50, 0xff, 0x00]);

  expect((await fetch(`${url}a%20b.png`, { method: 'PUT', body: pixels, headers: { 'content-type': 'image/png' } })).status).toBe(
    200,
  );
  const got = await fetch(`${url}a%20b.png`, { headers: { accept: 'image/png' } });
  expect([got.headers.get('content-type'), Buffer.from(await got.arrayBuffer())]).toEqual(['image/png', pixels]);
  const missing = await fetch(`${url}none`);
  expect([missing.status, await missing.json()]).toEqual([404, { missing: 'none' }]);
});

test('a function without proxy gets what a template makes, and its errors select responses', async () => {
  const local = await running(
    appOf((stack) => {
      const fn = nodeFunction(
        stack,
        'Orders',
        `exports.handler = async (event) => { if (!event.id) throw new Error('[BadRequest] no id'); return { seen: event }; };`,
      );
      const orders = new RestApi(stack, 'Api').root.addResource('orders');
      const methodResponses = [{ statusCode: '200' }, { statusCode: '400' }];
      orders.addMethod(
        'POST',
        new LambdaIntegration(fn, {
          proxy: false,
          requestTemplates: {
            'application/json': `#set($body = $input.path('$'))
{
  "id": "$!body.id",
  "stage": "$context.stage", "ip": "$context.identity.sourceIp", "method": "$context.httpMethod",
  "headers": {
    #foreach($param in $input.params().header.keySet())
    "$param.toLowerCase()": "$util.escapeJavaScript($input.params().header.get($param)).replaceAll("\\\\'", "'")"#if($foreach.hasNext),#end

    #end
  }
}`,
          },
          integrationResponses: [
            { statusCode: '200', responseTemplates: { 'application/json': "$input.json('$.seen')" } },
            {
              statusCode: '400',
              selectionPattern: '\\[BadRequest\\].*',
              responseTemplates: { 'application/json': `{"error": "$input.path('$.errorMessage').substring(13)"}` },
            },
          ],
        }),
        { methodResponses },
      );
      orders.addMethod('GET', new LambdaIntegration(fn, { proxy: false, integrationResponses: OK }), { methodResponses: OK });
      orders.addMethod(
        'PUT',
        new LambdaIntegration(fn, {
          proxy: false,
          requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
          integrationResponses: OK,
        }),
        { methodResponses: OK },
      );
    }),
  );
  const url = `${local.apis[0]?.url}orders`;
  const post = (body: string) =>
    fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-who': 'it\'s "me"' } });

  const seen = await post('{"id": 7}');
  expect([seen.status, await seen.json()]).toEqual([
    200,
    expect.objectContaining({
      ...{ id: '7', stage: 'prod', ip: '127.0.0.1', method: 'POST' },
      headers: expect.objectContaining({ 'content-type': 'application/json', 'x-who': 'it\'s "me"' }),
    }),
  ]);
  const refused = await post('{}');
  expect([refused.status, await refused.json()]).toEqual([400, { error: 'no id' }]);

  const nothing = await fetch(url);
  expect([nothing.status, await nothing.json()]).toEqual([200, expect.objectContaining({ errorMessage: '[BadRequest] no id' })]);

  const event = await fetch(url, { method: 'PUT', body: '{"id": 8}' });
  expect([event.status, await event.text()]).toEqual([200, '']);
  await local.settle();
  expect(local.function('Orders').invocations.at(-1)?.event).toEqual({ id: 8 });
});

test('a MOCK and the preflight of the CDK are answered without a backend', async () => {
  const local = await running(
    appOf((stack) => {
      const api = new RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: Cors.ALL_ORIGINS } });
      api.root.addResource('health').addMethod(
        'GET',
        new MockIntegration({
          contentHandling: ContentHandling.CONVERT_TO_TEXT,
          requestTemplates: { 'application/json': '{ "statusCode": #if($input.params(\'down\') == "yes")503#{else}200#end }' },
          integrationResponses: [
            { statusCode: '200', responseTemplates: { 'application/json': '{"up": true, "at": $context.requestTimeEpoch}' } },
            { statusCode: '503', selectionPattern: '5\\d{2}', responseTemplates: { 'application/json': '{"up": false}' } },
          ],
        }),
        { methodResponses: [{ statusCode: '200' }, { statusCode: '503' }] },
      );
    }),
  );
  const url = `${local.apis[0]?.url}health`;

  const up = await fetch(url);
  expect([up.status, await up.json()]).toEqual([200, { up: true, at: expect.any(Number) }]);
  const down = await fetch(`${url}?down=yes`);
  expect([down.status, await down.json()]).toEqual([503, { up: false }]);
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: { origin: 'https://a', 'access-control-request-method': 'GET' },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin'), await preflight.text()]).toEqual([
    204,
    '*',
    '',
  ]);
});
