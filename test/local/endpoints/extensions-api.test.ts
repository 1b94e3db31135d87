import { RunFolder } from '../../../src/local/drivers/run-folder';
import { RuntimeApi } from '../../../src/local/endpoints/runtime-api';
import type { RuntimeSession } from '../../../src/local/engine/runtime-port';

let folder: RunFolder;
let api: RuntimeApi;
let session: RuntimeSession;
let origin: string;
beforeEach(async () => {
  folder = RunFolder.create();
  api = await RuntimeApi.listen(folder.path);
  session = api.open(
    'environment',
    { ready: () => {}, initFailed: () => {}, answered: () => {} },
    {
      about: { functionName: 'orders', functionVersion: '7', handler: 'index.handler', accountId: '111122223333' },
      changed: () => {},
      subscribed: () => {},
      now: () => 0,
    },
  );
  origin = `http://${await session.listen()}`;
});
afterEach(async () => {
  await api.close();
  await folder.remove();
});

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: replies are read member by member
  readonly body: any;
}

async function call(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Reply> {
  const reply = await fetch(`${origin}/2020-01-01/extension/${path}`, { method, headers, ...(body !== undefined && { body }) });
  return { status: reply.status, headers: reply.headers, body: await reply.json() };
}

const register = (name: string, body = '{"events":["INVOKE"]}', more: Record<string, string> = {}) =>
  call('POST', 'register', { 'Lambda-Extension-Name': name, ...more }, body);

async function registered(name: string, body?: string): Promise<{ 'Lambda-Extension-Identifier': string }> {
  return { 'Lambda-Extension-Identifier': (await register(name, body)).headers.get('lambda-extension-identifier') ?? '' };
}

test('a registration tells of the function, of the account only when that is asked for (RT-21)', async () => {
  const plain = await register('one');
  const withAccount = await register('two', '{"events":[]}', { 'Lambda-Extension-Accept-Feature': 'other, accountId' });

  expect(plain.body).toEqual({ functionName: 'orders', functionVersion: '7', handler: 'index.handler' });
  expect(withAccount.body).toEqual({ ...plain.body, accountId: '111122223333' });
  expect(plain.headers.get('lambda-extension-identifier')).toMatch(/^[0-9a-f-]{36}$/);
  expect(plain.headers.get('lambda-extension-identifier')).not.toBe(withAccount.headers.get('lambda-extension-identifier'));
});

test.each([
  ['has no name', '', '{}', 'Extension.InvalidExtensionName', 'Empty extension name'],
  ['has no body', 'one', '', 'InvalidRequestFormat', /./],
  ['is not JSON', 'one', '{events', 'InvalidRequestFormat', /./],
  ['is a list', 'one', '[]', 'InvalidRequestFormat', /./],
  ['has events that are none', 'one', '{"events":[1]}', 'InvalidRequestFormat', /./],
  ['names an unknown event', 'one', '{"events":["START"]}', 'Extension.InvalidEventType', /^START: /],
  ['is internal and asks for SHUTDOWN', 'one', '{"events":["INVOKE","SHUTDOWN"]}', 'Extension.InvalidEventType', /^SHUTDOWN: /],
  ['asks for configuration keys', 'one', '{"events":[],"configurationKeys":["a"]}', 'InvalidRequestFormat', /deprecated/],
])('fails when a registration %s (RT-21)', async (_, name, body, errorType, errorMessage) => {
  const reply = await register(name, body);

  expect(reply.status).toBe(403);
  expect(reply.body).toEqual({ errorType, errorMessage: expect.stringMatching(errorMessage) });
});

test('fails when a name is registered twice (RT-21)', async () => {
  await register('one');

  expect(await register('one')).toMatchObject({ status: 403, body: { errorType: 'Extension.InvalidExtensionState' } });
});

test('an external extension may ask for SHUTDOWN, and registers once (RT-21)', async () => {
  session.extensions.launch('outside');

  expect(await register('outside', '{"events":["SHUTDOWN"]}')).toMatchObject({ status: 200 });
  expect(await register('outside')).toMatchObject({ status: 403, body: { errorType: 'Extension.InvalidExtensionState' } });
});

test('fails when the eleventh extension registers (RT-20)', async () => {
  for (let n = 0; n < 10; n++) expect(await register(`e${n}`)).toMatchObject({ status: 200 });

  expect(await register('e10')).toMatchObject({
    status: 403,
    body: { errorType: 'Extension.TooManyExtensions', errorMessage: 'Extension limit (10) reached' },
  });
});

test('fails when an extension registers after Init (RT-21)', async () => {
  session.extensions.closeRegistration();

  expect(await register('late')).toMatchObject({ status: 403, body: { errorType: 'Extension.RegistrationClosed' } });
});

test.each([
  ['event/next', 'GET'],
  ['init/error', 'POST'],
  ['exit/error', 'POST'],
])('fails when %s is asked by nobody who is known (RT-22, RT-23)', async (path, method) => {
  const type = { 'Lambda-Extension-Function-Error-Type': 'Extension.Own' };
  const by = async (id?: string) => {
    const { status, body } = await call(method, path, {
      ...type,
      ...(id !== undefined && { 'Lambda-Extension-Identifier': id }),
    });
    return [status, body.errorType];
  };

  expect(await by()).toEqual([403, 'Extension.MissingExtensionIdentifier']);
  expect(await by('me')).toEqual([403, 'Extension.InvalidExtensionIdentifier']);
  expect(await by('6e9b1c1e-0000-4000-8000-000000000000')).toEqual([403, 'Extension.UnknownExtensionIdentifier']);
});

test.each(['init/error', 'exit/error'])('%s needs its header, and is accepted again (RT-23)', async (path) => {
  const me = await registered('one');

  expect(await call('POST', path, me)).toMatchObject({ status: 403, body: { errorType: 'Extension.MissingHeader' } });
  for (let i = 0; i < 2; i++) {
    const reply = await call('POST', path, { ...me, 'Lambda-Extension-Function-Error-Type': 'Extension.Own' });
    expect(reply).toMatchObject({ status: 202, body: { status: 'OK' } });
  }
  expect(session.extensions.extensions.all).toMatchObject([{ errorType: 'Extension.Own' }]);
  expect(await call('GET', 'event/next', me)).toMatchObject({
    status: 403,
    body: { errorType: 'Extension.InvalidExtensionState' },
  });
});

test('an event reaches those that asked for it, and one that comes late is told of the end at once (RT-22)', async () => {
  session.extensions.launch('outside');
  const outside = await registered('outside', '{"events":["INVOKE","SHUTDOWN"]}');
  const inside = await registered('inside');
  const polls = [call('GET', 'event/next', outside), call('GET', 'event/next', inside)];
  while (!session.extensions.extensions.all.every(({ state }) => state === 'Ready')) await new Promise(setImmediate);

  session.extensions.invoke({ deadlineMs: 1, requestId: 'r', invokedFunctionArn: 'arn', traceHeader: 'Root=1' });
  const [first, second] = await Promise.all(polls);
  session.extensions.shutDown({ deadlineMs: 2, reason: 'spindown' });

  const tracing = { type: 'X-Amzn-Trace-Id', value: 'Root=1' };
  expect(first?.body).toEqual({ eventType: 'INVOKE', deadlineMs: 1, requestId: 'r', invokedFunctionArn: 'arn', tracing });
  expect(first?.headers.get('lambda-extension-event-identifier')).toMatch(/^[0-9a-f-]{36}$/);
  expect(second?.body).toEqual(first?.body);
  expect((await call('GET', 'event/next', outside)).body).toEqual({
    eventType: 'SHUTDOWN',
    deadlineMs: 2,
    shutdownReason: 'spindown',
  });
});

test.each([
  ['GET', 'register'],
  ['POST', 'event/next'],
  ['GET', 'nothing'],
])('fails when it is asked for %s %s, which it does not have', async (method, path) => {
  expect(await call(method, path)).toMatchObject({ status: 404 });
});
