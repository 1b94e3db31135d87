import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { awsError } from '../../../src/local/engine/aws-error';
import { eventOf, fakeLambda, raw, requestText, type Scene, scene } from './scene';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:fn';

const clients: LambdaClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

function sdk({ origin }: Scene, settings = {}): LambdaClient {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'thing' };
  const client = new LambdaClient({ endpoint: origin, region: 'eu-west-1', credentials, ...settings });
  clients.push(client);
  return client;
}

function invoke(served: Scene, input: Partial<InvokeCommandInput> = {}, settings = {}) {
  return sdk(served, settings).send(new InvokeCommand({ FunctionName: 'fn', Payload: '{"a":1}', ...input }));
}

const post = (served: Scene, init: RequestInit = {}, name = 'fn') =>
  fetch(`${served.origin}/2015-03-31/functions/${name}/invocations`, { method: 'POST', ...init });

test('an SDK client invokes a function and gets its result, version and request id', async () => {
  const lambda = fakeLambda(({ payload }) => ({
    result: { got: JSON.parse(Buffer.from(payload).toString()) },
    executedVersion: '7',
  }));

  const answer = await invoke(await scene({ lambda }));

  expect(answer.Payload?.transformToString()).toBe('{"got":{"a":1}}');
  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '7', $metadata: { attempts: 1 } });
  expect(answer.FunctionError).toBeUndefined();
  expect(answer.LogResult).toBeUndefined();
  expect(answer.$metadata.requestId).toBe(lambda.requests[0]?.requestId);
  expect(lambda.requests[0]).toMatchObject({ functionName: 'fn', type: 'RequestResponse', logType: 'None' });
});

test.each([
  ['a name', { FunctionName: 'fn' }, 'fn', undefined],
  ['a name with a qualifier', { FunctionName: 'fn:live' }, 'fn:live', undefined],
  ['an ARN', { FunctionName: ARN }, ARN, undefined],
  ['a qualified ARN', { FunctionName: `${ARN}:$LATEST` }, `${ARN}:$LATEST`, undefined],
  ['a partial ARN', { FunctionName: '123456789012:function:fn' }, '123456789012:function:fn', undefined],
  ['a qualifier beside the name', { FunctionName: 'fn', Qualifier: '$LATEST' }, 'fn', '$LATEST'],
  ['both', { FunctionName: `${ARN}:3`, Qualifier: '3' }, `${ARN}:3`, '3'],
])('%s reaches Lambda as it was written', async (_, input, functionName, qualifier) => {
  const served = await scene();

  await invoke(served, input);

  expect(served.lambda.requests[0]?.functionName).toBe(functionName);
  expect(served.lambda.requests[0]?.qualifier).toBe(qualifier);
});

test.each([
  ['an ARN as it is', ARN, ARN],
  ['an ARN that is encoded', ARN.replaceAll(':', '%3A'), ARN],
  ['an encoded qualifier', 'fn:%24LATEST', 'fn:$LATEST'],
  ['a slash at the end', 'fn', 'fn', '/'],
])('a path with %s is understood', async (_, name, functionName, end = '') => {
  const served = await scene();

  const path = `/2015-03-31/functions/${name}/invocations${end}`;
  const text = await raw(served.port, requestText(served.port, `POST ${path}`));

  expect(text).toMatch(/^HTTP\/1\.1 200 /);
  expect(served.lambda.requests[0]?.functionName).toBe(functionName);
});

test('a function error has status 200 and is told in its header', async () => {
  const lambda = fakeLambda(() => ({ result: { errorType: 'Error', errorMessage: 'no' }, functionError: 'Unhandled' }));

  const answer = await invoke(await scene({ lambda }));

  expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', ExecutedVersion: '$LATEST' });
  expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toEqual({ errorType: 'Error', errorMessage: 'no' });
});

test.each([
  ['Event', 202],
  ['DryRun', 204],
] as const)('an invocation of type %s has status %p, no body and no version', async (type, statusCode) => {
  const lambda = fakeLambda(() => ({ statusCode, payload: new Uint8Array(), executedVersion: undefined }));

  const answer = await invoke(await scene({ lambda }), { InvocationType: type });

  expect(answer.StatusCode).toBe(statusCode);
  expect(answer.Payload?.length ?? 0).toBe(0);
  expect(answer.ExecutedVersion).toBeUndefined();
  expect(lambda.requests[0]?.type).toBe(type);
});

test.each([
  ['RequestResponse', 200, 'application/json', 'null', '$LATEST'],
  ['Event', 202, null, '', null],
])('the headers of an invocation of type %s are those seen on AWS (INV-01)', async (type, statusCode, contentType, body, version) => {
  const nothing = { payload: new Uint8Array(), executedVersion: undefined };
  const lambda = fakeLambda(() => ({ statusCode: statusCode as 200 | 202, ...(statusCode === 202 && nothing) }));

  const response = await post(await scene({ lambda }), { headers: { 'X-Amz-Invocation-Type': type } });
  const header = (name: string) => response.headers.get(name);

  expect([response.status, await response.text(), header('content-type')]).toEqual([statusCode, body, contentType]);
  expect([header('content-length'), header('x-amzn-remapped-content-length')]).toEqual([String(body.length), '0']);
  expect(header('x-amz-executed-version')).toBe(version);
  expect(header('x-amzn-requestid')).toBe(lambda.requests[0]?.requestId);
  expect(header('x-amzn-trace-id')).toMatch(/^Root=1-/);
  expect(header('date')).not.toBeNull();
});

test('the end of the log comes back when it is asked for', async () => {
  const logTail = Buffer.from('START\nEND\n').toString('base64');
  const lambda = fakeLambda(({ logType }) => (logType === 'Tail' ? { logTail } : {}));

  const answer = await invoke(await scene({ lambda }), { LogType: 'Tail' });

  expect(answer.LogResult).toBe(logTail);
});

test('client context, tenant and trace header reach Lambda as they were sent, and the trace header comes back', async () => {
  const served = await scene();
  const clientContext = Buffer.from('{"custom":{"a":1}}').toString('base64');
  const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';

  const response = await post(served, {
    headers: { 'X-Amz-Client-Context': clientContext, 'X-Amzn-Trace-Id': trace, 'X-Amz-Tenant-Id': 'blue' },
  });

  expect(served.lambda.requests[0]).toMatchObject({ clientContext, traceHeader: trace, tenantId: 'blue' });
  expect(response.headers.get('x-amzn-trace-id')).toBe(trace);
});

test('an empty body is the event {}', async () => {
  const served = await scene();

  await invoke(served, { Payload: undefined });

  expect(eventOf(served.lambda)).toEqual({});
});

test.each([
  '{}',
  '"text"',
  '[1]',
  'null',
  '3.1',
  ' {"a" : 1} ',
  '"\u00e9\u{1f600}"',
])('the event %s reaches the function byte by byte', async (text) => {
  const served = await scene();

  await invoke(served, { Payload: text });

  expect(Buffer.from(served.lambda.requests[0]?.payload ?? []).toString()).toBe(text);
});

test.each([
  ['no JSON', Buffer.from('{"a":')],
  ['two values', Buffer.from('{} {}')],
  ['a byte order mark', Buffer.from('\ufeff{}')],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
])('fails when the payload is %s', async (_, payload) => {
  const served = await scene();

  const invocation = invoke(served, { Payload: payload });

  await expect(invocation).rejects.toMatchObject({
    name: 'InvalidRequestContentException',
    message: expect.stringMatching(/^Could not parse request body into json: Could not parse payload into json: /),
    Type: 'User',
    $metadata: { httpStatusCode: 400, attempts: 1 },
  });
  expect(served.lambda.requests).toEqual([]);
});

test.each([
  [undefined, 6_291_456, 'Request must be smaller than 6291456 bytes for the InvokeFunction operation'],
  ['Event', 1_048_576, '1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)'],
] as const)('fails when an invocation of type %p has more than %p bytes (INV-22, INV-23)', async (type, limit, message) => {
  const served = await scene({ lambda: fakeLambda(() => ({ payload: new Uint8Array() })) });
  const payload = (length: number) => `"${'x'.repeat(length - 2)}"`;

  await invoke(served, { InvocationType: type, Payload: payload(limit) });
  const tooLarge = invoke(served, { InvocationType: type, Payload: payload(limit + 1) });

  await expect(tooLarge).rejects.toMatchObject({
    name: 'RequestEntityTooLargeException',
    message,
    $metadata: { httpStatusCode: 413, attempts: 1 },
  });
  expect(served.lambda.requests).toHaveLength(1);
});

test('what is too large is said as by what stands before Lambda', async () => {
  const served = await scene();

  const response = await post(served, { body: `"${'x'.repeat(6_291_455)}"` });

  expect([response.status, response.statusText, await response.json()]).toEqual([
    413,
    'Request Entity Too Large',
    { Message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation' },
  ]);
});

test.each([
  [
    { 'X-Amz-Invocation-Type': 'Sync' },
    "1 validation error detected: Value 'Sync' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]",
  ],
  [
    { 'X-Amz-Log-Type': 'tail' },
    "1 validation error detected: Value 'tail' at 'logType' failed to satisfy constraint: Member must satisfy enum value set: [None, Tail]",
  ],
  [
    { 'X-Amz-Invocation-Type': 'a', 'X-Amz-Log-Type': 'b' },
    "2 validation errors detected: Value 'a' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]; Value 'b' at 'logType' failed to satisfy constraint: Member must satisfy enum value set: [None, Tail]",
  ],
])('fails when the headers are %p', async (headers, message) => {
  const served = await scene();

  const response = await post(served, { headers });

  expect([response.status, await response.json()]).toEqual([400, { message }]);
  expect(response.headers.get('x-amzn-errortype')).toBe('ValidationException');
  expect(served.lambda.requests).toEqual([]);
});

test.each([
  [
    'a client context that is too long',
    { 'X-Amz-Client-Context': Buffer.from(`{"a":"${'x'.repeat(2700)}"}`).toString('base64') },
    'InvalidRequestContentException',
  ],
  ['the name of a durable execution', { 'X-Amz-Durable-Execution-Name': 'one' }, 'InvalidParameterValueException'],
])('fails when there is %s', async (_, headers, type) => {
  const served = await scene();

  const response = await post(served, { headers });

  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([400, type]);
  expect(served.lambda.requests).toEqual([]);
});

test.each([
  [3_583, 200],
  [3_584, 400],
])('a client context of %d bytes of base64 gets status %d (INV-01)', async (length, status) => {
  const served = await scene();

  const response = await post(served, { headers: { 'X-Amz-Client-Context': 'e30='.padStart(length, 'A') } });

  expect(response.status).toBe(status);
});

test.each([
  'application/json',
  'application/octet-stream',
  'text/plain',
  'application/x-amz-json-1.1',
  '',
])('a body of type %p is taken for JSON, as those of the SDKs are (INV-06)', async (type) => {
  const served = await scene();

  const response = await post(served, { headers: { 'Content-Type': type }, body: '{"a":1}' });

  expect([response.status, eventOf(served.lambda)]).toEqual([200, { a: 1 }]);
});

test('a client that hangs up behind its request does not end the invocation', async () => {
  let begun = () => {};
  let letGo = () => {};
  const running = new Promise<void>((settle) => (begun = settle));
  const held = new Promise<void>((settle) => (letGo = settle));
  let through = false;
  const lambda = fakeLambda(async () => {
    begun();
    await held;
    through = true;
    return { result: 'x' };
  });
  const served = await scene({ lambda });
  const hangUp = new AbortController();

  const call = post(served, { body: '{}', signal: hangUp.signal });
  await running;
  hangUp.abort();
  await expect(call).rejects.toThrow('aborted');
  letGo();
  await new Promise(setImmediate);

  expect([through, served.bugs]).toEqual([true, []]);
});

test.each(['%zz', '%ff'])('fails when the name is %s, which is not percent-encoded', async (name) => {
  const served = await scene();

  const response = await post(served, {}, name);

  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([400, 'ValidationException']);
});

test('fails when a web page asks without a signature', async () => {
  const served = await scene();

  const response = await post(served, { headers: { Origin: 'https://evil.example', 'Content-Type': 'text/plain' }, body: '{}' });

  expect(response.status).toBe(403);
  expect(served.lambda.requests).toEqual([]);
});

test('an unknown function is told as Lambda does, with its text in Message', async () => {
  const lambda = fakeLambda(() => awsError('ResourceNotFoundException', 404, `Function not found: ${ARN}:$LATEST`));
  const served = await scene({ lambda });

  const response = await post(served);

  expect([response.status, await response.json()]).toEqual([
    404,
    { Type: 'User', Message: `Function not found: ${ARN}:$LATEST` },
  ]);
  expect(response.headers.get('x-amzn-requestid')).toBe(lambda.requests[0]?.requestId);
  await expect(invoke(served)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `Function not found: ${ARN}:$LATEST`,
    Type: 'User',
  });
});

test('a throttled invocation has its reason and says when to come again', async () => {
  const reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';
  const lambda = fakeLambda(() => awsError('TooManyRequestsException', 429, 'Rate Exceeded.', { Reason: reason }));
  const served = await scene({ lambda });

  const response = await post(served);

  expect([response.status, await response.json()]).toEqual([429, { Reason: reason, Type: 'User', message: 'Rate Exceeded.' }]);
  expect(response.headers.get('retry-after')).toBe('1');
  await expect(invoke(served, {}, { maxAttempts: 1 })).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    Reason: reason,
    retryAfterSeconds: '1',
    $metadata: { httpStatusCode: 429, attempts: 1 },
  });
});

test('an SDK client tries again after a throttle, by itself', async () => {
  let calls = 0;
  const throttle = awsError('TooManyRequestsException', 429, 'Rate Exceeded.', { retryAfterSeconds: '0' });
  const lambda = fakeLambda(() => (calls++ === 0 ? throttle : { result: 'done' }));

  const answer = await invoke(await scene({ lambda }));

  expect([answer.Payload?.transformToString(), answer.$metadata.attempts]).toEqual(['"done"', 2]);
});

test('an error of the service is of type Service', async () => {
  const lambda = fakeLambda(() => awsError('ServiceException', 500, 'Oh.'));

  const response = await post(await scene({ lambda }));

  expect([response.status, await response.json()]).toEqual([500, { Type: 'Service', Message: 'Oh.' }]);
});

test('a body in chunks and doubled headers are read as one', async () => {
  const served = await scene();
  const headers = ['Transfer-Encoding: chunked', 'X-Amz-Log-Type: Tail', 'Content-Type: a/b', 'Content-Type: c/d'];

  const text = await raw(
    served.port,
    requestText(served.port, 'POST /2015-03-31/functions/fn/invocations', headers, '2\r\n{}\r\n0\r\n\r\n'),
  );

  expect(text).toMatch(/^HTTP\/1\.1 200 /);
  expect(served.lambda.requests[0]).toMatchObject({ logType: 'Tail' });
});
