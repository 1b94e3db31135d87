import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  LimitExceededException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { VirtualClock } from '../../../../src/local/time/virtual-clock';
import { eventOf } from '../scene';
import { type SocketSceneOptions, socketScene, until } from './scene';

async function connectedScene(options: SocketSceneOptions = {}) {
  const scene = await socketScene(options);
  const conversation = await scene.connect({ headers: { 'user-agent': 'tests' } });
  const ConnectionId = eventOf(scene.lambda).requestContext.connectionId as string;
  return { scene, ...conversation, ConnectionId, management: scene.management() };
}

test('a post reaches the client as text (APW-05)', async () => {
  const { management, ConnectionId, next, scene } = await connectedScene();

  const { $metadata } = await management.send(new PostToConnectionCommand({ ConnectionId, Data: 'grüß dich' }));

  expect($metadata.httpStatusCode).toBe(200);
  expect(await next()).toBe('grüß dich');
  expect(scene.told('webSocket.managed')).toMatchObject([
    { operation: 'PostToConnection', api: 'App/Chat', stage: 'prod', connectionId: ConnectionId, status: 200, body: 'grüß dich' },
  ]);
});

test('a connection tells since when it is there, of whom, and when it was last used', async () => {
  const clock = new VirtualClock();
  const { management, ConnectionId } = await connectedScene({ clock });
  await clock.advance({ minutes: 1 });

  const connection = await management.send(new GetConnectionCommand({ ConnectionId }));

  expect(connection).toMatchObject({
    Identity: { SourceIp: '127.0.0.1', UserAgent: 'tests' },
    ConnectedAt: new Date(clock.now() - 60_000),
    LastActiveAt: expect.any(Date),
  });
});

test('a connection that is deleted is closed, and $disconnect is told', async () => {
  const { management, ConnectionId, closed, scene } = await connectedScene();

  const { $metadata } = await management.send(new DeleteConnectionCommand({ ConnectionId }));

  expect($metadata.httpStatusCode).toBe(204);
  await closed;
  await until(() => scene.told('webSocket.disconnect').length === 1);
});

test('fails when the connection is gone', async () => {
  const { management, ConnectionId, client, closed, scene } = await connectedScene();
  client.close();
  await closed;
  await until(() => scene.webSockets.gateway.connections.size === 0);

  const gone = { name: 'GoneException', $metadata: { httpStatusCode: 410 } };
  await expect(management.send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }))).rejects.toMatchObject(gone);
  await expect(management.send(new GetConnectionCommand({ ConnectionId }))).rejects.toBeInstanceOf(GoneException);
  await expect(management.send(new DeleteConnectionCommand({ ConnectionId }))).rejects.toBeInstanceOf(GoneException);
});

test('fails when the connection is being made, is of another stage, or has an id that is none', async () => {
  const stages = ['prod', 'test'].map((name) => ({ name, variables: {} }));
  const { scene, management } = await connectedScene({ api: { stages } });
  await scene.connect({ path: '/test' });
  const ofTest = eventOf(scene.lambda, 1).requestContext.connectionId as string;

  await expect(management.send(new GetConnectionCommand({ ConnectionId: ofTest }))).rejects.toThrow(GoneException);
  await expect(management.send(new GetConnectionCommand({ ConnectionId: 'x y' }))).rejects.toMatchObject({
    name: 'BadRequestException',
    message: 'Invalid connectionId: x y',
  });
});

test.each([131_073, 2_000_000])('fails when a post has %p bytes', async (size) => {
  const { management, ConnectionId } = await connectedScene();

  await expect(
    management.send(new PostToConnectionCommand({ ConnectionId, Data: Buffer.alloc(size, 'x') })),
  ).rejects.toBeInstanceOf(PayloadTooLargeException);
});

test('a post of 128 KB arrives in frames of 32 KB', async () => {
  const { management, ConnectionId, next } = await connectedScene();

  await management.send(new PostToConnectionCommand({ ConnectionId, Data: Buffer.alloc(131_072, 'x') }));

  expect(await next()).toHaveLength(131_072);
});

test('fails when the client does not read what it is sent, and nothing is kept without bound', async () => {
  const { management, ConnectionId, client } = await connectedScene();
  client.pause();
  const post = () => management.send(new PostToConnectionCommand({ ConnectionId, Data: Buffer.alloc(131_072, 'x') }));

  let posts = 0;
  const flood = async () => {
    for (; posts < 500; posts++) await post();
  };

  await expect(flood()).rejects.toBeInstanceOf(LimitExceededException);
  client.resume();
});

test('fails when calls must be signed, and are not signed by credentials of the executor', async () => {
  const { management, ConnectionId } = await connectedScene({ verify: true });

  await expect(management.send(new GetConnectionCommand({ ConnectionId }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
});

test('the end of the executor closes every connection', async () => {
  const { scene, closed } = await connectedScene();

  scene.webSockets.stop();
  await scene.close();

  expect(await closed).toEqual([1001, 'Going away']);
  expect(scene.webSockets.gateway.connections.size).toBe(0);
});
