import type { RestApiKey, RestAuthorizer, RestThrottle, UsagePlan } from '../../../../src/model/rest-api';
import { ACCOUNT, eventOf, fakeLambda, REGION } from '../scene';
import { API_ID, functionUri, method, resource, restScene, stage } from './scene';

const ADDRESS = { stack: 'App', logicalId: 'X', path: 'App/X' };

function key(id: string, values: Partial<RestApiKey> = {}): RestApiKey {
  return { address: ADDRESS, id, name: `name of ${id}`, value: `value of ${id}`, enabled: true, ...values };
}

function plan(values: Partial<UsagePlan> = {}): UsagePlan {
  return {
    ...{ address: ADDRESS, id: 'plan', name: 'Basic', region: REGION, account: ACCOUNT, keyIds: ['k1', 'k2'] },
    stages: [{ apiId: API_ID, stage: 'prod', methodThrottles: {} }],
    ...values,
  };
}

const KEYED = method({ apiKeyRequired: true });

function keyed(
  usagePlans: readonly UsagePlan[],
  restApiKeys = [key('k1'), key('k2')],
  options: Parameters<typeof restScene>[0] = {},
) {
  return restScene({
    resources: ['/', '/{proxy+}'].map((path) => resource(path, KEYED)),
    application: { usagePlans, restApiKeys },
    ...options,
  });
}

const withKey = (id = 'k1') => ({ headers: { 'x-api-key': `value of ${id}` } });

test('a client with the key of a plan is let in, and the function sees which', async () => {
  const served = await keyed([plan()]);

  expect((await fetch(served.href, withKey())).status).toBe(200);

  expect(eventOf(served.lambda).requestContext.identity).toMatchObject({ apiKey: 'value of k1', apiKeyId: 'k1' });
});

test.each([
  ['there is no key', [plan()], [key('k1')], {}],
  ['nobody has the key', [plan()], [key('k1')], withKey('k9')],
  ['the key is not enabled', [plan()], [key('k1', { enabled: false })], withKey()],
  ['the key is in no plan', [plan({ keyIds: [] })], [key('k1')], withKey()],
  [
    'the plan is of another stage',
    [plan({ stages: [{ apiId: API_ID, stage: 'test', methodThrottles: {} }] })],
    [key('k1')],
    withKey(),
  ],
])('fails when %s: 403', async (_, plans, keys, init) => {
  const served = await keyed(plans, keys);

  const response = await fetch(served.href, init);

  expect([response.status, await response.json()]).toEqual([403, { message: 'Forbidden' }]);
  expect(response.headers.get('x-amzn-errortype')).toBe('ForbiddenException');
  expect(served.lambda.requests).toEqual([]);
});

test('an authorizer can name the key (AUT-04)', async () => {
  const authorizer: RestAuthorizer = {
    ...{ type: 'REQUEST', id: 'a', name: 'a', uri: functionUri('authorizer'), ttlSeconds: 0, identitySources: [] },
  };
  const policyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const statuses = [];
  for (const usageIdentifierKey of ['value of k1', 'other', undefined]) {
    const lambda = fakeLambda(({ functionName }) => ({
      result: functionName.endsWith(':fn') ? {} : { principalId: 'user', policyDocument, usageIdentifierKey },
    }));
    const served = await keyed([plan()], [key('k1')], {
      lambda,
      api: { apiKeySource: 'AUTHORIZER' },
      resources: [resource('/', method({ apiKeyRequired: true, authorization: 'CUSTOM', authorizer }))],
    });
    statuses.push((await fetch(served.href, withKey())).status);
  }

  expect(statuses).toEqual([200, 403, 403]);
});

async function statusesOf(href: string, count: number, id = 'k1'): Promise<number[]> {
  const statuses = [];
  for (let i = 0; i < count; i++) statuses.push((await fetch(href, withKey(id))).status);
  return statuses;
}

test('fails when a key has used up its quota: 429 until the next day', async () => {
  const served = await keyed([plan({ quota: { limit: 3, offset: 1, period: 'DAY' } })]);

  expect(await statusesOf(served.href, 3)).toEqual([200, 200, 429]);
  expect(await statusesOf(served.href, 1, 'k2')).toEqual([200]);
  const response = await fetch(served.href, withKey());
  expect(await response.json()).toEqual({ message: 'Limit Exceeded' });
  expect(response.headers.get('x-amzn-errortype')).toBe('LimitExceededException');
  await served.clock.advance({ days: 1 });
  expect(await statusesOf(served.href, 4)).toEqual([200, 200, 200, 429]);
});

test.each([
  // The first of January 2026 is a Thursday.
  ['WEEK', 2, 1],
  ['MONTH', 30, 1],
] as const)('a quota of a %s is there again after %d and %d days', async (period, before, last) => {
  const served = await keyed([plan({ quota: { limit: 1, offset: 0, period } })]);

  expect(await statusesOf(served.href, 2)).toEqual([200, 429]);
  await served.clock.advance({ days: before });
  expect(await statusesOf(served.href, 1)).toEqual([429]);
  await served.clock.advance({ days: last });
  expect(await statusesOf(served.href, 2)).toEqual([200, 429]);
});

test('fails when a key asks too often in a second: 429, and each key has its own allowance', async () => {
  const served = await keyed([plan({ throttle: { perSecond: 2, burst: 2 } })]);

  expect(await statusesOf(served.href, 3)).toEqual([200, 200, 429]);
  expect(await statusesOf(served.href, 1, 'k2')).toEqual([200]);
  await served.clock.advance(500);
  expect(await statusesOf(served.href, 2)).toEqual([200, 429]);
  const response = await fetch(served.href, withKey());
  expect(await response.json()).toEqual({ message: 'Too Many Requests' });
  expect(response.headers.get('x-amzn-errortype')).toBe('TooManyRequestsException');
});

const ONCE: RestThrottle = { perSecond: 1, burst: 1 };

test('a plan limits single methods', async () => {
  const served = await keyed([plan({ stages: [{ apiId: API_ID, stage: 'prod', methodThrottles: { '/{proxy+}/ANY': ONCE } }] })]);

  expect(await statusesOf(`${served.href}/a`, 2)).toEqual([200, 429]);
  expect(await statusesOf(served.href, 3)).toEqual([200, 200, 200]);
});

test.each([
  ['every method', { methodThrottles: { '*/*': ONCE } }, [200, 429], [200, 429]],
  ['one path', { methodThrottles: { '/{proxy+}/GET': ONCE } }, [200, 200], [200, 429]],
  ['nothing at all', { methodThrottles: { '/{proxy+}/GET': { perSecond: 0, burst: 0 } } }, [200, 200], [429, 429]],
  ['all but one path', { methodThrottles: { '*/*': ONCE, '/{proxy+}/*': { perSecond: 9, burst: 9 } } }, [200, 429], [200, 200]],
])('a stage lets through only so much of %s', async (_, values, atRoot, below) => {
  const served = await restScene({ api: { stages: [stage('prod', values)] } });

  expect(await statusesOf(served.href, 2)).toEqual(atRoot);
  expect(await statusesOf(`${served.href}/a`, 2)).toEqual(below);
});
