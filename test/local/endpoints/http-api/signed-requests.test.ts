import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { ACCOUNT, eventOf, REGION } from '../scene';
import { httpScene, integration, route } from './scene';

const SECRET = { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'secret' };
const IDENTITY = {
  ...{ secretAccessKey: SECRET.secretAccessKey, account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/ada`, userId: 'AIDAADA' },
  allows: 'everything' as const,
};

const open = () =>
  httpScene({
    routes: [
      route('POST /a', { authorization: 'AWS_IAM' }),
      route('POST /old', { authorization: 'AWS_IAM', integration: integration({ payloadFormat: '1.0' }) }),
    ],
    credentials: (accessKeyId) => (accessKeyId === SECRET.accessKeyId ? IDENTITY : undefined),
  });

async function signed(href: string, service = 'execute-api', credentials = SECRET): Promise<Response> {
  const { hostname, port, pathname, host } = new URL(href);
  const signer = new SignatureV4({ service, region: REGION, credentials, sha256: Sha256 });
  const asked = {
    method: 'POST',
    protocol: 'http:',
    hostname,
    port: Number(port),
    path: pathname,
    headers: { host },
    body: 'text',
  };
  const { headers } = await signer.sign(asked);
  return fetch(href, { method: 'POST', headers, body: 'text' });
}

test('a signed request reaches the function with who signed it (APH-07)', async () => {
  const scene = await open();

  expect((await signed(`${scene.href}/a`)).status).toBe(200);
  await signed(`${scene.href}/old`);

  expect(eventOf(scene.lambda, 0).requestContext.authorizer).toEqual({
    iam: {
      accessKey: 'AKIDLOCAL',
      accountId: ACCOUNT,
      callerId: 'AIDAADA',
      cognitoIdentity: null,
      principalOrgId: null,
      userArn: IDENTITY.arn,
      userId: 'AIDAADA',
    },
  });
  expect(eventOf(scene.lambda, 1).requestContext.identity).toMatchObject({
    ...{ accessKey: 'AKIDLOCAL', accountId: ACCOUNT, caller: 'AIDAADA', user: 'AIDAADA', userArn: IDENTITY.arn },
  });
});

test('fails when a request is not signed, or not for the API, or by somebody else', async () => {
  const scene = await open();

  const answers = [
    await fetch(`${scene.href}/a`, { method: 'POST' }),
    await signed(`${scene.href}/a`, 'lambda'),
    await signed(`${scene.href}/a`, 'execute-api', { accessKeyId: 'AKIDOTHER', secretAccessKey: 'secret' }),
    await signed(`${scene.href}/a`, 'execute-api', { ...SECRET, secretAccessKey: 'wrong' }),
  ];

  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  expect(await answers[0]?.json()).toEqual({ message: 'Forbidden' });
  expect(scene.lambda.requests).toEqual([]);
});
