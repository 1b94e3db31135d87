import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { RestApi, RestAuthorizer } from '../../../../src/model/rest-api';
import { ACCOUNT, eventOf, fakeLambda, REGION } from '../scene';
import { API_ARN, API_ID, functionUri, method, resource, restScene } from './scene';

const IDENTITY = {
  secretAccessKey: 'secret',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/local`,
  userId: 'AIDALOCAL',
  allows: 'everything',
} as const;
const OTHER = { ...IDENTITY, account: '999999999999', arn: 'arn:aws:iam::999999999999:user/other' } as const;

function statement(Effect: string, more: object = {}) {
  return { Effect, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...more };
}

const policyOf = (...Statement: readonly object[]): Partial<RestApi> => ({ policy: { Version: '2012-10-17', Statement } });

function iamScene(api: Partial<RestApi> = {}, identity: typeof IDENTITY | typeof OTHER = IDENTITY) {
  return restScene({
    api,
    resources: [resource('/{proxy+}', method({ authorization: 'AWS_IAM' }))],
    credentials: (accessKeyId) => (accessKeyId === 'local' ? (identity as typeof IDENTITY) : undefined),
  });
}

async function call(served: Awaited<ReturnType<typeof restScene>>, secretAccessKey = 'secret', accessKeyId = 'local') {
  const credentials = { accessKeyId, secretAccessKey };
  const signer = new SignatureV4({ service: 'execute-api', region: REGION, credentials, sha256: Sha256 });
  const path = `/_api/${API_ID}/prod/orders`;
  const host = `127.0.0.1:${served.port}`;
  const { headers } = await signer.sign({ method: 'GET', protocol: 'http:', hostname: host, path, headers: { host } });
  return fetch(`http://${host}${path}`, { headers });
}

test('a signed request reaches the function with who has signed it', async () => {
  const served = await iamScene();

  expect((await call(served)).status).toBe(200);

  expect(eventOf(served.lambda).requestContext.identity).toMatchObject({
    ...{ accessKey: 'local', accountId: ACCOUNT, caller: 'AIDALOCAL', user: 'AIDALOCAL', userArn: IDENTITY.arn },
  });
  expect(served.requests()).toMatchObject([{ authorizer: { name: 'AWS_IAM', outcome: 'allowed', principal: IDENTITY.arn } }]);
});

test('fails when the request is not signed: 403 Missing Authentication Token', async () => {
  const served = await iamScene();

  const response = await fetch(`${served.href}/orders`);

  expect([response.status, await response.json()]).toEqual([403, { message: 'Missing Authentication Token' }]);
});

test.each([
  ['with another secret', 'wrong', 'local', 'InvalidSignatureException'],
  ['with a key that nobody has', 'secret', 'unknown', 'UnrecognizedClientException'],
])('fails when the request is signed %s: 403', async (_, secret, accessKeyId, errorType) => {
  const response = await call(await iamScene(), secret, accessKeyId);

  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([403, errorType]);
});

test.each([
  ['the own account', IDENTITY, {}, 200],
  ['another account', OTHER, {}, 403],
  [
    'another account that the policy of the API names',
    OTHER,
    policyOf(statement('Allow', { Principal: { AWS: '999999999999' } })),
    200,
  ],
  ['the own account that the policy of the API denies', IDENTITY, policyOf(statement('Deny')), 403],
  [
    'the own account that the policy of the API does not name',
    IDENTITY,
    policyOf(statement('Allow', { Principal: { AWS: 'arn:x' } })),
    200,
  ],
])('a signed request of %s', async (_, identity, api, status) => {
  expect((await call(await iamScene(api, identity))).status).toBe(status);
});

const anonymous = 'User: anonymous is not authorized to perform: execute-api:Invoke on resource: ';
const hidden = `arn:aws:execute-api:${REGION}:********9012:${API_ID}/prod/GET/orders`;

test.each([
  ['allows everybody', [statement('Allow')], 200, undefined],
  ['allows this path', [statement('Allow', { Resource: `${API_ARN}/prod/GET/orders` })], 200, undefined],
  ['allows this address', [statement('Allow', { Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } } })], 200, undefined],
  ['allows another path', [statement('Allow', { Resource: 'execute-api:/prod/GET/other' })], 403, anonymous + hidden],
  [
    'denies this address',
    [statement('Allow'), statement('Deny', { Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.1' } } })],
    403,
    `${anonymous}${hidden} with an explicit deny`,
  ],
  ['is malformed', [{ Effect: 'Maybe' }], 403, anonymous + hidden],
])('where the policy of the API %s, the answer is %s', async (_, statements, status, Message) => {
  const served = await restScene({ api: policyOf(...statements) });

  const response = await fetch(`${served.href}/orders`);

  expect(response.status).toBe(status);
  if (Message !== undefined) expect(await response.json()).toEqual({ Message });
});

const allows = (Effect: string) => ({
  principalId: 'user',
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: '*', Resource: '*' }] },
});

test.each([
  ['Allow', [statement('Allow')], 200],
  ['Allow', [statement('Allow', { Resource: 'execute-api:/other' })], 200],
  ['Allow', [statement('Deny')], 403],
  ['Deny', [statement('Allow')], 403],
])('an authorizer that says %s and a policy of the API together: %#', async (effect, statements, status) => {
  const authorizer: RestAuthorizer = {
    ...{ type: 'REQUEST', id: 'a', name: 'a', uri: functionUri('authorizer'), ttlSeconds: 0, identitySources: [] },
  };
  const lambda = fakeLambda(({ functionName }) => ({ result: functionName.endsWith('fn') ? {} : allows(effect) }));
  const served = await restScene({
    lambda,
    api: policyOf(...statements),
    resources: [resource('/', method({ authorization: 'CUSTOM', authorizer }))],
  });

  expect((await fetch(served.href)).status).toBe(status);
});

test('fails when a method has no authorizer that is understood: nobody is let in', async () => {
  const served = await restScene({ resources: [resource('/', method({ authorization: 'CUSTOM' }))] });

  expect((await fetch(served.href)).status).toBe(500);
  expect(served.lambda.requests).toEqual([]);
});

const POOL: RestAuthorizer = {
  ...{ type: 'COGNITO_USER_POOLS', id: 'c', name: 'Pool', identitySources: ['method.request.header.Authorization'] },
  pools: [`arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${REGION}_abc`],
};

function poolScene(claims: object | undefined, scopes?: readonly string[]) {
  const asked: (readonly [string, readonly string[]])[] = [];
  const pooled = method({ authorization: 'COGNITO_USER_POOLS', authorizer: POOL, ...(scopes && { scopes }) });
  const served = restScene({
    resources: [resource('/', pooled)],
    keys: {
      verify: (token, issuers) => {
        asked.push([token, issuers]);
        return claims ? { claims: claims as Record<string, unknown> } : { refused: 'its signature is not one of the pool' };
      },
    },
  });
  return { served, asked };
}

const CLAIMS = {
  sub: 'u1',
  token_use: 'id',
  exp: 1_767_229_199,
  iat: 1_767_225_599,
  'cognito:groups': ['a', 'b'],
  verified: true,
};

test('the claims of a user pool’s token reach the function as texts', async () => {
  const { served, asked } = poolScene(CLAIMS);
  const { href, lambda } = await served;

  expect((await fetch(href, { headers: { authorization: 'Bearer abc.def.ghi' } })).status).toBe(200);

  expect(asked).toEqual([['abc.def.ghi', [`https://cognito-idp.${REGION}.amazonaws.com/${REGION}_abc`]]]);
  expect(eventOf(lambda).requestContext.authorizer.claims).toEqual({
    ...{ sub: 'u1', token_use: 'id', 'cognito:groups': 'a,b', verified: 'true' },
    ...{ exp: 'Thu Jan 01 00:59:59 UTC 2026', iat: 'Wed Dec 31 23:59:59 UTC 2025' },
  });
});

test.each([
  ['there is no token', CLAIMS, undefined, {}, 'Unauthorized'],
  ['the token is not of the pool', undefined, undefined, { authorization: 'x' }, 'Unauthorized'],
  [
    'the token has expired',
    { ...CLAIMS, exp: 1_767_225_600 },
    undefined,
    { authorization: 'x' },
    'The incoming token has expired',
  ],
  [
    'an access token comes where no scopes are asked for',
    { ...CLAIMS, token_use: 'access' },
    undefined,
    { authorization: 'x' },
    'Unauthorized',
  ],
  ['the token has none of the scopes', { ...CLAIMS, scope: 'c d' }, ['a', 'b'], { authorization: 'x' }, 'Unauthorized'],
])('fails when %s: 401', async (_, claims, scopes, headers, message) => {
  const { href, lambda } = await poolScene(claims, scopes).served;

  const response = await fetch(href, { headers: headers as Record<string, string> });

  expect([response.status, await response.json()]).toEqual([401, { message }]);
  expect(lambda.requests).toEqual([]);
});

test('an access token with one of the scopes lets the caller in', async () => {
  const { href } = await poolScene({ ...CLAIMS, token_use: 'access', scope: 'x b' }, ['a', 'b']).served;

  expect((await fetch(href, { headers: { authorization: 'x' } })).status).toBe(200);
});
