import { preludeResponse, unstreamedResponse, urlResponse } from '../../../src/local/endpoints/function-url-response';

const JSON_TYPE = ['Content-Type', 'application/json'];

const mapped = (result: unknown) => urlResponse(Buffer.from(typeof result === 'string' ? result : JSON.stringify(result)));

describe('a result with a status code is a response', () => {
  test.each([
    [{ statusCode: 200 }, 200, JSON_TYPE, ''],
    [{ statusCode: '418', body: 'tea' }, 418, JSON_TYPE, 'tea'],
    [{ statusCode: 599, headers: null, cookies: null, body: null, isBase64Encoded: null }, 599, JSON_TYPE, ''],
    [
      { statusCode: 200, headers: { 'content-TYPE': 'text/html', 'X-N': 1, 'X-B': false, 'X-Null': null } },
      200,
      ['content-TYPE', 'text/html', 'X-N', '1', 'X-B', 'false'],
      '',
    ],
    [
      { statusCode: 302, headers: { Location: '/a' }, cookies: ['a=1', 'b=2'] },
      302,
      ['Location', '/a', ...JSON_TYPE, 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'],
      '',
    ],
    [{ statusCode: 200, multiValueHeaders: { a: ['1', '2'] } }, 200, JSON_TYPE, ''],
    [{ statusCode: 200, body: 'é\u{1f600}' }, 200, JSON_TYPE, 'é\u{1f600}'],
  ])('%j', (result, status, headers, body) => {
    expect(mapped(result)).toEqual({ status, headers, body });
  });

  test.each([
    ['AP8=', [0, 255]],
    ['AP8', [0, 255]],
    ['', []],
  ])('with the body %p in base64', (body, bytes) => {
    expect(mapped({ statusCode: 200, body, isBase64Encoded: true })).toMatchObject({ body: Buffer.from(bytes) });
  });

  test('whose headers that belong to the connection or to Lambda are renamed', () => {
    const names = [
      'WWW-Authenticate',
      'Server',
      'Date',
      'Connection',
      'Content-Length',
      'Authorization',
      'Transfer-Encoding',
      'X-Amzn-RequestId',
    ];

    const response = mapped({ statusCode: 200, headers: Object.fromEntries(names.map((name) => [name, 'v'])) });

    expect(response).toMatchObject({ headers: [...names.flatMap((name) => [`x-amzn-Remapped-${name}`, 'v']), ...JSON_TYPE] });
  });
});

test.each([
  ['{"hello": "world"}', '{"hello":"world"}'],
  ['["hello", 3, true]', '["hello",3,true]'],
  ['3', '3'],
  ['3.1', '3.1'],
  ['true', 'true'],
  ['null', 'null'],
  ['{}', '{}'],
  ['"hello"', 'hello'],
  ['"a \\u00e9 \\"b\\""', 'a é "b"'],
  [
    '{ "a b" : " \\" \\\\" ,\n"c":[ 1.0 , 12345678901234567890 ], "\\u00e9": "\\n" }',
    '{"a b":" \\" \\\\","c":[1.0,12345678901234567890],"é":"\\n"}',
  ],
  ['{"2": 1, "1": 2}', '{"2":1,"1":2}'],
  ['[{"statusCode": 500}]', '[{"statusCode":500}]'],
])('any other result, as %s, is the body', (result, body) => {
  expect(mapped(result)).toEqual({ status: 200, headers: JSON_TYPE, body });
});

test.each([
  [{ statusCode: 'ok' }, 'statusCode is "ok", not a number from 200 to 599'],
  [{ statusCode: null }, 'statusCode is null, not a number from 200 to 599'],
  [{ statusCode: 200.5 }, 'statusCode is 200.5, not a number from 200 to 599'],
  [{ statusCode: 99 }, 'statusCode is 99, not a number from 200 to 599'],
  [{ statusCode: 100 }, 'statusCode is 100, not a number from 200 to 599'],
  [{ statusCode: 600 }, 'statusCode is 600, not a number from 200 to 599'],
  [{ statusCode: ' 200' }, 'statusCode is " 200", not a number from 200 to 599'],
  [{ statusCode: [200] }, 'statusCode is [200], not a number from 200 to 599'],
  [{ statusCode: 200, body: { a: 1 } }, 'body is of type object, not a string'],
  [{ statusCode: 200, body: 3 }, 'body is of type number, not a string'],
  [{ statusCode: 200, body: '*', isBase64Encoded: true }, 'body is not base64'],
  [{ statusCode: 200, body: 'A', isBase64Encoded: true }, 'body is not base64'],
  [{ statusCode: 200, isBase64Encoded: 'true' }, 'isBase64Encoded is neither true nor false'],
  [{ statusCode: 200, headers: ['a'] }, 'headers is not an object'],
  [{ statusCode: 200, headers: 'a' }, 'headers is not an object'],
  [{ statusCode: 200, headers: { a: ['b'] } }, 'header a is ["b"], not a string, number or boolean'],
  [{ statusCode: 200, headers: { 'a b': 'c' } }, 'Header name must be a valid HTTP token ["a b"]'],
  [{ statusCode: 200, headers: { a: 'b\r\nc: d' } }, 'Invalid character in header content ["a"]'],
  [{ statusCode: 200, cookies: 'a=1' }, 'cookies is not a list of strings'],
  [{ statusCode: 200, cookies: [1] }, 'cookies is not a list of strings'],
  [{ statusCode: 200, cookies: ['a\n'] }, 'Invalid character in header content ["Set-Cookie"]'],
  ['<html>', 'the result is not JSON'],
  ['', 'the result is not JSON'],
])('fails when the result is %j', (result, malformed) => {
  expect(mapped(result)).toEqual({ malformed });
});

describe('a streamed response with a prelude (URL-28)', () => {
  test('begins with status, headers and cookies', () => {
    const prelude = JSON.stringify({ statusCode: 201, headers: { 'X-A': 'b' }, cookies: ['c=1'] });

    expect(preludeResponse(prelude)).toMatchObject({
      status: 201,
      headers: ['X-A', 'b', 'Content-Type', 'application/octet-stream', 'Set-Cookie', 'c=1'],
    });
    expect(preludeResponse('{}')).toMatchObject({ status: 200, headers: ['Content-Type', 'application/octet-stream'] });
  });

  test.each([
    ['is not JSON', '{"statusCode"', 'the prelude of the stream is not JSON'],
    ['is a list', '[]', 'the prelude of the stream is not an object'],
    ['has an impossible status', '{"statusCode":20}', 'statusCode is 20, not a number from 200 to 599'],
    ['has a header that cannot be sent', '{"headers":{"a b":"c"}}', 'Header name must be a valid HTTP token ["a b"]'],
    ['has cookies that are none', '{"cookies":"a=b"}', 'cookies is not a list of strings'],
  ])('fails when the prelude %s', (_, text, malformed) => {
    expect(preludeResponse(text)).toEqual({ malformed });
  });
});

test('behind RESPONSE_STREAM the result of a handler that does not stream is sent as it stands (URL-29)', () => {
  const body = Buffer.from('{"statusCode":201,"body":"x"}');

  expect(unstreamedResponse(body)).toEqual({ status: 200, headers: JSON_TYPE, body });
});
