import { eventOf, fakeLambda } from '../scene';
import { services } from '../service-integrations/scene';
import { httpScene, integration, route } from './scene';

const mapped = (requestParameters: Record<string, string>, more = {}) => integration({ requestParameters, ...more });

test('headers, the query and the path of an event are as parameters say', async () => {
  const requestParameters = {
    'append:header.x-list': '$request.querystring.a',
    'overwrite:header.x-who': '$context.identity.sourceIp',
    'remove:header.x-secret': "''",
    'overwrite:querystring.b': '$request.path.id',
    'remove:querystring.a': "''",
    'overwrite:path': '/other/${request.path.id}',
  };
  const scene = await httpScene({ routes: [route('GET /a/{id}', { integration: mapped(requestParameters) })] });

  await fetch(`${scene.href}/a/7?a=1&a=2`, { headers: { 'x-list': '0', 'x-secret': 's', 'x-who': 'me' } });

  expect(eventOf(scene.lambda)).toMatchObject({
    rawPath: '/other/7',
    rawQueryString: 'b=7',
    headers: { 'x-list': '0,1,2', 'x-who': '127.0.0.1' },
    queryStringParameters: { b: '7' },
    pathParameters: { id: '7' },
  });
  expect(eventOf(scene.lambda).headers).not.toHaveProperty('x-secret');
});

test('status and headers of a response are as the parameters for its status say', async () => {
  const responseParameters = { '201': { 'overwrite:statuscode': '202', 'append:header.x-from': '$response.header.x-own' } };
  const lambda = fakeLambda(() => ({ result: { statusCode: 201, headers: { 'x-own': 'yes' }, body: 'made' } }));
  const scene = await httpScene({ lambda, routes: [route('$default', { integration: integration({ responseParameters }) })] });

  const response = await fetch(scene.href);

  expect([response.status, response.headers.get('x-from'), await response.text()]).toEqual([202, 'yes', 'made']);
  expect(scene.requests()).toMatchObject([{ status: 202, integrationStatus: 200 }]);
});

test.each([
  'replace:header.a',
  'append:header.via',
  'append:path',
  'overwrite:statuscode',
])('fails when there is a parameter %s for requests', async (name) => {
  const scene = await httpScene({ routes: [route('$default', { integration: mapped({ [name]: '200' }) })] });

  const response = await fetch(scene.href);

  expect(response.status).toBe(500);
  expect(response.headers.get('x-lambda-kit-reason')).toContain('parameters cannot be mapped');
  expect(scene.lambda.requests).toEqual([]);
});

const ROLE = 'arn:aws:iam::123456789012:role/api';
const send = (requestParameters: Record<string, string>, more = {}) =>
  route('POST /send', {
    integration: mapped(requestParameters, { subtype: 'SQS-SendMessage', uri: undefined, credentialsArn: ROLE, ...more }),
  });

test('a service answers the client itself', async () => {
  const { aws } = services();
  const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders';
  const scene = await httpScene({ aws, routes: [send({ QueueUrl, MessageBody: '$request.body' })] });

  const sent = await fetch(`${scene.href}/send`, { method: 'POST', body: 'a pen' });

  expect([sent.status, await sent.text()]).toEqual([200, expect.stringContaining('<MessageId>')]);
  expect(scene.requests()).toMatchObject([{ integration: 'SQS-SendMessage', status: 200 }]);
});

test.each([
  ['the queue is not there', send({ QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/none', MessageBody: 'a' }), 400],
  ['it has no role', send({ QueueUrl: 'x', MessageBody: 'a' }, { credentialsArn: undefined }), 500],
  ['it has a parameter that there is not', send({ Nonsense: 'x' }), 500],
  ['it is of a kind that there is not', send({}, { subtype: 'AppConfig-GetConfiguration' }), 500],
])('fails when an integration with a service is called and %s', async (_, given, status) => {
  const scene = await httpScene({ aws: services().aws, routes: [given] });

  const response = await fetch(`${scene.href}/send`, { method: 'POST', body: 'a pen' });

  expect(response.status).toBe(status);
  expect(scene.bugs).toEqual([]);
});
