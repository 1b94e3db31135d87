import { awsError } from '../../../../src/local/engine/aws-error';
import { ask } from '../../../support/http-client';
import { eventOf, fakeLambda, permission } from '../scene';
import { ALLOWED, GROUP_ARN, scene, targetGroup } from './scene';

const MIB = 1_048_576;
const answering = (result: unknown) => fakeLambda(() => ({ result }));

/** The page that a load balancer answers with, as it has been seen. */
const page = (name: string) =>
  `<html>\r\n<head><title>${name}</title></head>\r\n<body>\r\n<center><h1>${name}</h1></center>\r\n</body>\r\n</html>\r\n`;

test('of headers and parameters that come several times the event has the last (ALB-04)', async () => {
  const served = await scene();

  await ask(`${served.href}/orders?tag=a&tag=b%20c&flag`, { headers: { 'X-Own': ['1', '2'], cookie: ['a=1', 'b=2'] } });

  expect(eventOf(served.lambda)).toMatchObject({
    path: '/orders',
    queryStringParameters: { tag: 'b%20c', flag: '' },
    headers: { 'x-own': '2', cookie: 'b=2' },
  });
  expect(eventOf(served.lambda)).not.toHaveProperty('multiValueHeaders');
});

test('with multi-value headers the event has lists, and no other form (ALB-04)', async () => {
  const served = await scene({ group: { hasMultiValueHeaders: true } });

  await ask(`${served.href}/orders?tag=a&tag=b`, { headers: { 'X-Own': ['1', '2'], cookie: ['a=1', 'b=2'] } });

  const event = eventOf(served.lambda);
  expect(event).toMatchObject({
    requestContext: { elb: { targetGroupArn: GROUP_ARN } },
    multiValueQueryStringParameters: { tag: ['a', 'b'] },
    multiValueHeaders: { 'x-own': ['1', '2'], cookie: ['a=1', 'b=2'], 'x-forwarded-proto': ['http'] },
  });
  expect(Object.keys(event)).not.toEqual(expect.arrayContaining(['headers']));
  expect(Object.keys(event)).not.toEqual(expect.arrayContaining(['queryStringParameters']));
});

test.each([
  ['text', 'text/csv; charset=utf-8', {}, false],
  ['text', 'application/json', {}, false],
  ['text', 'application/xml', {}, false],
  ['text', 'application/javascript', {}, false],
  ['base64', 'application/x-www-form-urlencoded', {}, true],
  ['base64', 'application/vnd.api+json', {}, true],
  ['base64', 'application/json', { 'content-encoding': 'gzip' }, true],
])('a body is %s when its type is %s with %p (ALB-05)', async (_, type, more, isBase64Encoded) => {
  const served = await scene();

  await ask(served.href, { method: 'POST', body: 'größe', headers: { 'content-type': type, ...more } });

  const body = isBase64Encoded ? Buffer.from('größe').toString('base64') : 'größe';
  expect(eventOf(served.lambda)).toMatchObject({ httpMethod: 'POST', body, isBase64Encoded });
});

test('a body without a type is base64, and no body is an empty text (ALB-05)', async () => {
  const served = await scene();

  await ask(served.href, { method: 'POST', body: 'a' });
  await ask(served.href, { method: 'POST' });

  expect([0, 1].map((n) => [eventOf(served.lambda, n).body, eventOf(served.lambda, n).isBase64Encoded])).toEqual([
    ['YQ==', true],
    ['', false],
  ]);
});

test('a trace that the client began is kept behind an id of the load balancer’s own', async () => {
  const served = await scene();

  const given = 'Self=1-5759e988-000000000000000000000000;Root=1-5759e988-bd862e3fe1be46a994272793;CalledFrom=app';
  await ask(served.href, { headers: { 'X-Amzn-Trace-Id': given } });
  await ask(served.href, { headers: { 'X-Amzn-Trace-Id': 'CalledFrom=app' } });

  expect(eventOf(served.lambda).headers['x-amzn-trace-id']).toMatch(
    /^Self=1-6b[0-9a-f]{6}-[0-9a-f]{24};Root=1-5759e988-bd862e3fe1be46a994272793;CalledFrom=app$/,
  );
  expect(served.lambda.requests[0]?.traceHeader).toContain('Root=1-5759e988-bd862e3fe1be46a994272793');
  expect(eventOf(served.lambda, 1).headers['x-amzn-trace-id']).toMatch(/^Root=1-6b[0-9a-f]{6}-[0-9a-f]{24};CalledFrom=app$/);
});

test.each([
  ['append', '198.51.100.1, 127.0.0.1'],
  ['preserve', '198.51.100.1'],
  ['remove', undefined],
])('the addresses of clients are treated as %s says', async (mode, expected) => {
  const served = await scene({ balancer: { attributes: { 'routing.http.xff_header_processing.mode': mode } } });

  await ask(served.href, { headers: { 'X-Forwarded-For': '198.51.100.1' } });

  expect(eventOf(served.lambda).headers['x-forwarded-for']).toBe(expected);
});

test('header names with other characters are dropped where the load balancer is told to', async () => {
  const served = await scene({ balancer: { attributes: { 'routing.http.drop_invalid_header_fields.enabled': 'true' } } });

  await ask(served.href, { headers: { x_own: '1', 'x-own': '2' } });

  expect(eventOf(served.lambda).headers).toMatchObject({ 'x-own': '2' });
  expect(eventOf(served.lambda).headers).not.toHaveProperty('x_own');
});

test('the result becomes the response (ALB-06)', async () => {
  const body = Buffer.from([0, 255, 10]);
  const served = await scene({
    lambda: answering({
      statusCode: 404,
      statusDescription: '404 Nowhere',
      isBase64Encoded: true,
      headers: { 'Content-Type': 'image/png', 'X-Own': 'a', Connection: 'close', 'Content-Length': '99' },
      body: body.toString('base64'),
    }),
  });

  const answer = await ask(served.href);

  expect([answer.status, answer.reason, answer.body]).toEqual([404, 'Nowhere', body]);
  expect(answer.headers).toMatchObject({
    'content-type': 'image/png',
    'x-own': 'a',
    'content-length': '3',
    server: 'awselb/2.0',
  });
});

test('with multi-value headers each value of the result is a header (ALB-06)', async () => {
  const result = { statusCode: 200, multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] }, headers: { 'x-own': 'not used' } };
  const served = await scene({ lambda: answering(result), group: { hasMultiValueHeaders: true } });

  const { headers } = await ask(served.href);

  expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
  expect(headers).not.toHaveProperty('x-own');
});

test('a status is enough of a result', async () => {
  const served = await scene({ lambda: answering({ statusCode: 204 }) });

  expect((await ask(served.href)).status).toBe(204);
});

test.each([
  ['text', 'ok'],
  ['null', null],
  ['a list', []],
  ['nothing', {}],
  ['a status as text', { statusCode: '200' }],
  ['a status that is none', { statusCode: 20 }],
  ['an interim status', { statusCode: 101 }],
  ['headers that are null', { statusCode: 200, headers: null }],
  ['headers that are a list', { statusCode: 200, headers: [] }],
  ['a header that is a number', { statusCode: 200, headers: { a: 1 } }],
  ['a header that breaks the line', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
  ['a name that is none', { statusCode: 200, headers: { 'a b': 'c' } }],
  ['a body that is an object', { statusCode: 200, body: {} }],
  ['isBase64Encoded as text', { statusCode: 200, isBase64Encoded: 'false' }],
  ['base64 that is none', { statusCode: 200, isBase64Encoded: true, body: '***' }],
  ['a description that is a number', { statusCode: 200, statusDescription: 200 }],
])('fails when the result is, or has, %s: 502 (ALB-06)', async (_, result) => {
  const served = await scene({ lambda: answering(result) });

  const answer = await ask(served.href);

  expect([answer.status, answer.text]).toEqual([502, page('502 Bad Gateway')]);
  expect(answer.headers).toMatchObject({ 'content-type': 'text/html', 'content-length': '122', server: 'awselb/2.0' });
  expect(served.bugs).toEqual([]);
});

test('fails when a function of multi-value headers answers with single ones: 502 (ALB-06)', async () => {
  const result = { statusCode: 200, multiValueHeaders: { a: 'b' } };
  const served = await scene({ lambda: answering(result), group: { hasMultiValueHeaders: true } });

  expect((await ask(served.href)).status).toBe(502);
});

test('fails when the function fails, is throttled or is gone: 502 (ALB-03)', async () => {
  const failing = await scene({ lambda: fakeLambda(() => ({ functionError: 'Unhandled', result: { errorMessage: 'no' } })) });
  const throttled = await scene({ lambda: fakeLambda(() => awsError('TooManyRequestsException', 429, 'Rate Exceeded.')) });
  const gone = await scene({ group: { functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:gone' } });

  const answers = await Promise.all([failing, throttled, gone].map(({ href }) => ask(href)));

  expect(answers.map(({ status }) => status)).toEqual([502, 502, 502]);
  expect(throttled.journal.entries).toMatchObject([{ status: 502, refused: 'TooManyRequestsException: Rate Exceeded.' }]);
});

test.each([
  ['nobody', []],
  ['another target group', [{ ...ALLOWED, sourceArn: `${GROUP_ARN.slice(0, -1)}0` }]],
  ['another account', [{ ...ALLOWED, sourceAccount: '999999999999' }]],
  ['an alias', [{ ...ALLOWED, qualifier: 'live' }]],
  ['another service', [permission({ principal: 'apigateway.amazonaws.com' })]],
])('fails when the policy of the function lets %s invoke it: 502 (ALB-02)', async (_, permissions) => {
  const served = await scene({ permissions });

  const answer = await ask(served.href);

  expect(answer.status).toBe(502);
  expect(answer.headers['x-lambda-kit-reason']).toContain('does not let elasticloadbalancing.amazonaws.com invoke it');
  expect(served.lambda.requests).toEqual([]);
});

test('a permission for the target group lets the load balancer invoke the function (ALB-02)', async () => {
  const served = await scene({
    permissions: [{ ...ALLOWED, sourceArn: GROUP_ARN.replace(/[^/]+$/, '*'), sourceAccount: '123456789012' }],
  });

  expect((await ask(served.href)).status).toBe(200);
});

test('a body of 1 MiB is taken, and one more byte is 413 (ALB-03)', async () => {
  const served = await scene();

  const statuses = [MIB, MIB + 1].map(async (length) => {
    const { status, headers } = await ask(served.href, { method: 'POST', body: Buffer.alloc(length, 97) });
    return [status, headers['content-type']];
  });

  expect(await Promise.all(statuses)).toEqual([
    [200, 'application/octet-stream'],
    [413, 'text/html'],
  ]);
  expect(served.lambda.requests).toHaveLength(1);
});

test('a result of 1 MiB is taken, and one more byte is 502 (ALB-03)', async () => {
  const resultOf = (length: number) => {
    const empty = JSON.stringify({ statusCode: 200, headers: {}, body: '' }).length;
    return answering({ statusCode: 200, headers: {}, body: 'a'.repeat(length - empty) });
  };
  const [taken, refused] = [await scene({ lambda: resultOf(MIB) }), await scene({ lambda: resultOf(MIB + 1) })];

  expect([(await ask(taken.href)).status, (await ask(refused.href)).status]).toEqual([200, 502]);
});

test('fails when there is no target, or one that is not run here: 503', async () => {
  const { functionArn: _, ...without } = targetGroup();
  const none = await scene({ groups: [without] });
  const unknown = await scene({ groups: [] });
  const instances = await scene({ group: { type: 'instance' } });

  const answers = await Promise.all([none, unknown, instances].map(({ href }) => ask(href)));

  expect(answers.map(({ status, text }) => [status, text.length])).toEqual([
    [503, 162],
    [503, 162],
    [503, 162],
  ]);
  expect(answers[2]?.headers['x-lambda-kit-reason']).toBe('targets of type instance are not run here');
});

test('fails when a WebSocket is wanted: 400 (ALB-03)', async () => {
  const served = await scene();

  expect((await ask(served.href, { headers: { Connection: 'Upgrade', Upgrade: 'websocket' } })).status).toBe(400);
});
