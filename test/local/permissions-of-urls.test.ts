import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FunctionUrlAuthType, type FunctionUrl as Url } from 'aws-cdk-lib/aws-lambda';
import type { IdentityPolicies } from 'cdk-lambda-kit/local';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

/** Calls the URL signed with the role of its function, and answers the status and the type of the error. */
const CALLER = `
const { SignatureV4 } = require('@smithy/signature-v4');
const { Sha256 } = require('@aws-crypto/sha256-js');
exports.handler = async () => {
  const url = new URL(process.env.URL);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = process.env;
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const signer = new SignatureV4({ service: 'lambda', region: process.env.AWS_REGION, credentials, sha256: Sha256 });
  const request = { method: 'GET', protocol: url.protocol, hostname: url.hostname, path: url.pathname, headers: { host: url.host } };
  const { headers } = await signer.sign(request);
  const response = await fetch(url, { headers });
  return [response.status, response.headers.get('x-amzn-errortype')];
};`;

interface Made {
  readonly url: Url;
  readonly callee: ReturnType<typeof nodeFunction>;
  readonly caller: ReturnType<typeof nodeFunction>;
}

/** What the caller got, and what its role lacks. */
async function called(identityPolicies: IdentityPolicies, grant: (made: Made) => void) {
  const app = appOf((stack) => {
    const callee = nodeFunction(stack, 'Callee', 'exports.handler = async () => "here";', { functionName: 'callee' });
    const url = callee.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
    const caller = nodeFunction(stack, 'Caller', CALLER, { environment: { URL: url.url } });
    grant({ url, callee, caller });
  });
  const local = await running(app, { identityPolicies });
  const { payload } = await local.function('Caller').invoke();
  return { payload, missing: local.permissions.missing.map(({ action, remedy }) => [action, remedy]) };
}

const LACKING = [
  [
    'lambda:InvokeFunctionUrl',
    'Grant it with callee.addFunctionUrl(…).grantInvokeUrl(fn), or add the action to its role with fn.addToRolePolicy(…).',
  ],
  ['lambda:InvokeFunction', expect.any(String)],
];

test('a role that may not call a URL of type AWS_IAM calls it all the same, and that is told (URL-13)', async () => {
  expect(await called('report', () => undefined)).toEqual({ payload: [200, null], missing: LACKING });
});

test('fails with 403 when the role may not, or may do one of both only, and policies are enforced (URL-11, URL-30)', async () => {
  const nothing = await called('enforce', () => undefined);
  const half = await called('enforce', ({ caller, callee }) => {
    caller.addToRolePolicy(new PolicyStatement({ actions: ['lambda:InvokeFunctionUrl'], resources: [callee.functionArn] }));
  });

  expect(nothing).toEqual({ payload: [403, 'AccessDeniedException'], missing: LACKING });
  expect(half).toEqual({ payload: [403, 'AccessDeniedException'], missing: [LACKING[1]] });
});

test.each<[string, (made: Made) => void]>([
  ['by the grant of the CDK', ({ url, caller }) => void url.grantInvokeUrl(caller)],
  [
    'for calls through URLs alone',
    ({ caller, callee }) => {
      const resources = [callee.functionArn];
      const statement = (action: string, conditions: object) =>
        caller.addToRolePolicy(new PolicyStatement({ actions: [action], resources, conditions: conditions as never }));
      statement('lambda:InvokeFunctionUrl', { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } });
      statement('lambda:InvokeFunction', { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } });
    },
  ],
])('a role that may do both, %s, is let in (URL-11, IAM-08)', async (_, grant) => {
  expect(await called('enforce', grant)).toEqual({ payload: [200, null], missing: [] });
});

test('fails with 403 when the role is denied what is otherwise granted (URL-13)', async () => {
  const { payload } = await called('enforce', ({ url, caller }) => {
    url.grantInvokeUrl(caller);
    caller.addToRolePolicy(new PolicyStatement({ effect: Effect.DENY, actions: ['lambda:InvokeFunctionUrl'], resources: ['*'] }));
  });

  expect(payload).toEqual([403, 'AccessDeniedException']);
});
