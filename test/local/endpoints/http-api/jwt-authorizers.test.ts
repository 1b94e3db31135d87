import { generateKeyPairSync, sign } from 'node:crypto';
import type { HttpRoute } from '../../../../src/model/http-api';
import { eventOf } from '../scene';
import { httpScene, integration, route } from './scene';

const ISSUER = 'https://issuer.example';
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = { ...pair.publicKey.export({ format: 'jwk' }), kty: 'RSA', kid: 'k1', alg: 'RS256' };
const jwtKeys = { [ISSUER]: { keys: [KEY] } };

function token(claims: object, header: object = {}, algorithm = 'RSA-SHA256'): string {
  const text = [{ alg: 'RS256', kid: 'k1', ...header }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${sign(algorithm, Buffer.from(text), pair.privateKey).toString('base64url')}`;
}

/** The virtual clock begins with 2026. */
const NOW = Date.UTC(2026, 0, 1) / 1000;
const GOOD = { iss: ISSUER, aud: 'web', sub: 'ada', exp: NOW + 3600, nbf: NOW, iat: NOW };

function protectedRoute(key: string, more: Partial<HttpRoute> = {}): HttpRoute {
  const identitySources = ['$request.header.Authorization'];
  const authorizer = { type: 'JWT' as const, id: 'j', name: 'Issuer', identitySources, issuer: ISSUER, audience: ['web', 'app'] };
  return route(key, { authorization: 'JWT', authorizer, ...more });
}

const bearer = (given: string) => ({ headers: { authorization: given } });

test('claims of a token reach the function as text (APH-07)', async () => {
  const routes = [
    protectedRoute('GET /new', { scopes: ['read', 'write'] }),
    protectedRoute('GET /old', { integration: integration({ payloadFormat: '1.0' }) }),
  ];
  const scene = await httpScene({ routes, jwtKeys });
  const given = token({ ...GOOD, scope: 'read openid', 'cognito:groups': ['a', 'b'], verified: true });

  expect((await fetch(`${scene.href}/new`, bearer(`Bearer ${given}`))).status).toBe(200);
  await fetch(`${scene.href}/old`, bearer(given));

  const claims = { iss: ISSUER, aud: 'web', sub: 'ada', exp: String(NOW + 3600), 'cognito:groups': '[a b]', verified: 'true' };
  expect(eventOf(scene.lambda, 0)).toMatchObject({ requestContext: { authorizer: { jwt: { claims, scopes: ['read'] } } } });
  expect(eventOf(scene.lambda, 1)).toMatchObject({ requestContext: { authorizer: { claims, scopes: null } } });
  expect(scene.requests()[0]).toMatchObject({ authorizer: { name: 'Issuer', outcome: 'allowed', principal: 'ada' } });
});

test.each([
  ['has another audience', token({ ...GOOD, aud: 'other' }), 'the token does not have a valid audience'],
  [
    'has an audience and a client',
    token({ ...GOOD, aud: 'other', client_id: 'web' }),
    'the token does not have a valid audience',
  ],
  ['has expired', token({ ...GOOD, exp: NOW }), undefined],
  ['never expires', token({ ...GOOD, exp: undefined }), undefined],
  ['is not valid yet', token({ ...GOOD, nbf: NOW + 1 }), undefined],
  ['was issued in the future', token({ ...GOOD, iat: NOW + 1 }), undefined],
  ['is from another issuer', token({ ...GOOD, iss: 'https://other.example' }), undefined],
  ['names no key', token(GOOD, { kid: undefined }), undefined],
  ['names another key', token(GOOD, { kid: 'k2' }), undefined],
  ['is not signed', token(GOOD, { alg: 'none' }), undefined],
  ['is signed by a shared secret', token(GOOD, { alg: 'HS256' }), undefined],
  ['is signed in another way than it says', token(GOOD, { alg: 'RS512' }), undefined],
  ['was changed', `${token(GOOD).slice(0, -4)}AAAA`, undefined],
  ['is no token', 'Bearer abc', undefined],
  ['is no JSON', 'Bearer a.b.c', undefined],
])('fails when the token %s', async (_, given, description) => {
  const scene = await httpScene({ routes: [protectedRoute('GET /a')], jwtKeys });

  const response = await fetch(`${scene.href}/a`, bearer(given));

  expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer scope="" error="invalid_token" error_description="[^"]+"$/);
  if (description) expect(response.headers.get('www-authenticate')).toContain(`error_description="${description}"`);
  expect(scene.lambda.requests).toEqual([]);
});

test('a client stands for the audience where the token has none, and lists of audiences count', async () => {
  const scene = await httpScene({ routes: [protectedRoute('GET /a')], jwtKeys });
  const given = [token({ ...GOOD, aud: undefined, client_id: 'app' }), token({ ...GOOD, aud: ['x', 'web'] })];

  const answers = await Promise.all(given.map(async (each) => (await fetch(`${scene.href}/a`, bearer(each))).status));

  expect(answers).toEqual([200, 200]);
});

test('fails when there is no token, or it has none of the scopes', async () => {
  const scene = await httpScene({ routes: [protectedRoute('GET /a', { scopes: ['read', 'write'] })], jwtKeys });

  const without = await fetch(`${scene.href}/a`);
  const wrong = await fetch(`${scene.href}/a`, bearer(token({ ...GOOD, scope: 'other' })));
  const right = await fetch(`${scene.href}/a`, bearer(token({ ...GOOD, scp: ['write'] })));

  expect([without.status, without.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  expect([wrong.status, await wrong.json()]).toEqual([403, { message: 'Forbidden' }]);
  expect(wrong.headers.get('www-authenticate')).toContain('scope="read write" error="insufficient_scope"');
  expect(right.status).toBe(200);
});

test('a token that the executor minted is one of its issuer, and expires by its clock', async () => {
  const scene = await httpScene({ routes: [protectedRoute('GET /a')] });
  const minted = scene.keys.mint(GOOD);

  expect((await fetch(`${scene.href}/a`, bearer(minted))).status).toBe(200);
  expect((await fetch(`${scene.href}/a`, bearer(token(GOOD)))).headers.get('x-lambda-kit-reason')).toContain('no keys are given');
  await scene.clock.advance({ hours: 1 });
  expect((await fetch(`${scene.href}/a`, bearer(minted))).status).toBe(401);
});
