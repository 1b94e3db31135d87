import { FunctionUrlAuthType, InvokeMode, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { LocalExecutor } from '../../src/local/executor';
import { appOf, nodeFunction, running, stopAll } from '../local/scene';

// What function URLs of AWS answered when they were recorded in November 2025 (URL-20 to URL-31), asked again of ours.

/** Results of a Python handler, as source, with what the client was sent. */
const RECORDED = [
  ['a dictionary', '{"hello": "world"}', 'application/json', '17', '{"hello":"world"}'],
  ['a response', '{"statusCode": 200, "body": "body123"}', 'application/json', '7', 'body123'],
  ['a response with JSON', `{"statusCode": 200, "body": '{"hello": "world"}'}`, 'application/json', '18', '{"hello": "world"}'],
  ['a list', '["hello", 3, True]', 'application/json', '16', '["hello",3,true]'],
  ['a string', '"hello"', 'application/json', '5', 'hello'],
  ['an integer', '3', 'application/json', '1', '3'],
  ['a float', '3.1', 'application/json', '3', '3.1'],
  ['a boolean', 'True', 'application/json', '4', 'true'],
] as const;

const ECHO = `exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ event }) });`;
const PASS_ON = 'exports.handler = async (event) => JSON.parse(event.body);';

let local: LocalExecutor;
beforeAll(async () => {
  local = await running(
    appOf((stack) => {
      const authType = FunctionUrlAuthType.NONE;
      const python = { runtime: Runtime.PYTHON_3_12 };
      RECORDED.forEach(([, result], n) => {
        nodeFunction(stack, `Result${n}`, `def handler(event, context):\n    return ${result}\n`, python).addFunctionUrl({
          authType,
        });
      });
      nodeFunction(stack, 'Raises', 'def handler(event, context):\n    raise Exception("no")\n', python).addFunctionUrl({
        authType,
      });
      nodeFunction(stack, 'Python', 'def handler(event, context):\n    return {"statusCode": 201}\n', python).addFunctionUrl({
        authType,
        invokeMode: InvokeMode.RESPONSE_STREAM,
      });
      nodeFunction(stack, 'PassOn', PASS_ON).addFunctionUrl({ authType });
      nodeFunction(stack, 'Echo', ECHO).addFunctionUrl({ authType });
      nodeFunction(stack, 'EchoStream', ECHO).addFunctionUrl({ authType, invokeMode: InvokeMode.RESPONSE_STREAM });
      nodeFunction(stack, 'Closed', ECHO, { reservedConcurrentExecutions: 0 }).addFunctionUrl({ authType });
      nodeFunction(stack, 'ClosedStream', ECHO, { reservedConcurrentExecutions: 0 }).addFunctionUrl({
        authType,
        invokeMode: InvokeMode.RESPONSE_STREAM,
      });
    }),
  );
});
afterAll(stopAll);

const href = (name: string) => local.function(name).url?.href as string;

test.each(
  RECORDED.map((recorded, n) => [n, ...recorded] as const),
)('result %d, %s, is sent as recorded (URL-25, URL-26)', async (n, _what, _source, type, length, body) => {
  const response = await fetch(href(`Result${n}`));

  expect(response.status).toBe(200);
  expect([response.headers.get('content-type'), response.headers.get('content-length')]).toEqual([type, length]);
  expect(await response.text()).toBe(body);
});

test('status, headers and body of a result are those of the response, also with the status as text (URL-25)', async () => {
  const post = (event: object) => fetch(href('PassOn'), { method: 'POST', body: JSON.stringify(event), headers: JSON_TYPE });

  const created = await post({
    statusCode: 201,
    headers: { 'Content-Type': 'application/json', 'My-Custom-Header': 'Custom Value' },
    body: '{"message": "hello-world"}',
    isBase64Encoded: false,
  });
  const teapot = await post({ statusCode: '418', body: "i'm a teapot", isBase64Encoded: false });

  expect([created.status, created.headers.get('my-custom-header'), await created.json()]).toEqual([
    201,
    'Custom Value',
    { message: 'hello-world' },
  ]);
  expect([teapot.status, await teapot.text()]).toEqual([418, "i'm a teapot"]);
});

const JSON_TYPE = { 'Content-Type': 'application/json' };
const PATH = 'custom_path/extend?test_param=test_value';

test('behind BUFFERED the response of the result is sent, behind RESPONSE_STREAM the result (URL-29)', async () => {
  const text = { method: 'POST', body: 'text', headers: { 'Content-Type': 'text/plain' } };

  const buffered = await fetch(href('Echo') + PATH, text);
  const streamed = await fetch(href('EchoStream') + PATH, text);
  const empty = await fetch(href('Echo') + PATH, { method: 'POST' });

  const { event } = (await buffered.json()) as { event: object };
  expect(event).toMatchObject({
    rawPath: '/custom_path/extend',
    queryStringParameters: { test_param: 'test_value' },
    body: 'text',
    isBase64Encoded: false,
  });
  const result = (await streamed.json()) as { statusCode: number; body: string };
  expect([result.statusCode, JSON.parse(result.body).event.body]).toEqual([200, 'text']);
  const { event: without } = (await empty.json()) as { event: object };
  expect(without).toMatchObject({ isBase64Encoded: false });
  expect(without).not.toHaveProperty('body');
});

test('a Python handler, whose runtime does not stream, is answered with its result as it stands (URL-29)', async () => {
  const response = await fetch(href('Python'));

  expect([response.status, await response.text()]).toEqual([200, '{"statusCode": 201}']);
});

test('a form in parts reaches the function in base64 (URL-23)', async () => {
  const body = '\r\n--b\r\nContent-Disposition: form-data; name="formfield"\r\n\r\nnot a file, just a field\r\n--b--\r\n';

  const response = await fetch(href('Echo'), {
    method: 'POST',
    headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    body,
  });
  const { event } = (await response.json()) as { event: { body: string; isBase64Encoded: boolean } };

  expect([event.isBase64Encoded, Buffer.from(event.body, 'base64').toString()]).toEqual([true, body]);
});

test('an error of the function is 502 and two words (URL-31)', async () => {
  const response = await fetch(href('Raises'), { method: 'POST', body: '{}' });

  expect([response.status, await response.text()]).toEqual([502, 'Internal Server Error']);
});

test('an address that was never given is 403 with a message of null (URL-30)', async () => {
  const response = await fetch(`${local.endpoint}/_url/0123456789abcdefghijklmnopqrstuv/`);

  expect([response.status, await response.text()]).toEqual([403, '{"Message":null}']);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
});

test.each(['Closed', 'ClosedStream'])('a function without concurrency is 429, as %s (URL-32)', async (name) => {
  const response = await fetch(href(name));

  expect(response.status).toBe(429);
  expect(response.headers.get('x-amzn-errortype')).toBe('TooManyRequestsException');
});

test('the id of the response is that of the invocation (INV-50)', async () => {
  const response = await fetch(href('EchoStream'));
  const result = (await response.json()) as { body: string };

  expect(response.headers.get('x-amzn-requestid')).toBe(JSON.parse(result.body).event.requestContext.requestId);
});
