import { fakeLambda } from '../scene';
import { FUNCTION_ARN, integration, Refused, route, socketScene } from './scene';

const mock = integration({
  type: 'MOCK',
  templateSelection: '$request.body.kind',
  requestTemplates: { $default: '{"statusCode":200}', broken: '{"statusCode":500}' },
  responses: [
    { key: '$default', templates: { $default: '{"to":"$context.connectionId","stage":"$context.stage"}' } },
    { key: '/5\\d\\d/', templates: { $default: '{"error":$context.requestTimeEpoch}' } },
  ],
});

test('a MOCK answers by its templates: the request’s by their selection, the response’s by the status', async () => {
  const scene = await socketScene({ routes: [route('$default', { integration: mock, responds: true })] });
  const { client, next } = await scene.connect();

  client.send('{"kind":"any"}');
  expect(JSON.parse(await next())).toEqual({ to: expect.stringMatching(/=$/), stage: 'prod' });
  client.send('{"kind":"broken"}');
  expect(JSON.parse(await next())).toEqual({ error: expect.any(Number) });
});

test('a MOCK decides on connections by the status of its template', async () => {
  const status = (statusCode: string) =>
    integration({ type: 'MOCK', requestTemplates: { $default: `{"statusCode":${statusCode}}` } });
  const open = await socketScene({ routes: [route('$connect', { integration: status('200') })] });
  const { client } = await open.connect();
  expect(client.readyState).toBe(client.OPEN);

  const shut = await socketScene({
    routes: [route('$connect', { integration: status("#if($input.params('token') == 'abc')200#{else}401#end") })],
  });
  await shut.connect({ path: '/prod?token=abc' });
  await expect(shut.connect()).rejects.toBeInstanceOf(Refused);
});

test('a service is asked with what template and parameters make of the message, and its answer is mapped back', async () => {
  const asked: object[] = [];
  const scene = await socketScene({
    aws: ({ service, headers, body }) => {
      asked.push({ service, type: headers[headers.indexOf('X-Kind') + 1], body: body.toString() });
      return Promise.resolve({ status: 200, headers: [], body: Buffer.from('{"MessageId":"7"}') });
    },
    routes: [
      route('$default', {
        responds: true,
        integration: integration({
          type: 'AWS',
          uri: 'arn:aws:apigateway:eu-west-1:sqs:path/123456789012/orders',
          credentialsArn: 'arn:aws:iam::123456789012:role/sender',
          requestParameters: { 'integration.request.header.X-Kind': 'route.request.body.kind' },
          requestTemplates: { $default: '{"body":$input.json(\'$.order\')}' },
          responses: [{ key: '$default', templates: { $default: '{"id":$input.json(\'$.MessageId\')}' } }],
        }),
      }),
    ],
  });
  const { client, next } = await scene.connect();

  client.send('{"kind":"new","order":{"id":1}}');

  expect(await next()).toBe('{"id":"7"}');
  expect(asked).toEqual([{ service: 'sqs', type: 'new', body: '{"body":{"id":1}}' }]);
});

test('a function without proxy gets what the template makes, and a broken template is told as an internal error', async () => {
  const lambda = fakeLambda(({ payload }) => ({ result: { got: JSON.parse(Buffer.from(payload).toString()) } }));
  const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION_ARN}/invocations`;
  const scene = await socketScene({
    lambda,
    routes: [
      route('good', {
        responds: true,
        integration: integration({ type: 'AWS', uri, requestTemplates: { $default: '{"n":$input.json(\'$.n\')}' } }),
      }),
      route('bad', { integration: integration({ type: 'AWS', uri, requestTemplates: { $default: '#if(' } }) }),
    ],
  });
  const { client, next } = await scene.connect();

  client.send('{"action":"good","n":3}');
  expect(await next()).toBe('{"got":{"n":3}}');
  client.send('{"action":"bad"}');
  expect(await next()).toContain('Internal server error');
});

test('integrations of type HTTP are refused by name', async () => {
  const scene = await socketScene({ routes: [route('$default', { integration: integration({ type: 'HTTP_PROXY' }) })] });
  const { client, next } = await scene.connect();

  client.send('hello');

  expect(await next()).toContain('Internal server error');
  expect(scene.told('webSocket.message')).toMatchObject([{ refused: 'Integrations of type HTTP_PROXY are not emulated.' }]);
});
