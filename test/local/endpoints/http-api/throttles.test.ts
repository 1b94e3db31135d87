import { httpScene, route } from './scene';

const stage = (more: object) => ({ stages: [{ name: '$default', deploymentId: 'd', variables: {}, ...more }] });

test('a stage lets through a burst, and then so many requests a second, for each route', async () => {
  const scene = await httpScene({
    routes: [route('GET /a'), route('GET /b')],
    api: stage({ throttle: { burst: 2, perSecond: 1 } }),
  });
  const ask = async (path: string) => (await fetch(`${scene.href}${path}`)).status;

  expect([await ask('/a'), await ask('/a'), await ask('/a'), await ask('/b')]).toEqual([200, 200, 429, 200]);
  await scene.clock.advance({ seconds: 1 });
  expect([await ask('/a'), await ask('/a')]).toEqual([200, 429]);
  expect(await (await fetch(`${scene.href}/a`)).json()).toEqual({ message: 'Too Many Requests' });
});

test('a route may have a limit of its own, and nothing passes where it is zero', async () => {
  const throttled = {
    throttle: { burst: 1, perSecond: 1 },
    routeThrottles: { 'GET /a': { burst: 0, perSecond: 0 }, 'GET /b': { burst: 3 } },
  };
  const scene = await httpScene({ routes: [route('GET /a'), route('GET /b')], api: stage(throttled) });
  const ask = async (path: string) => (await fetch(`${scene.href}${path}`)).status;

  expect([await ask('/a'), await ask('/b'), await ask('/b'), await ask('/b'), await ask('/b')]).toEqual([
    429, 200, 200, 200, 429,
  ]);
});
