import { seededChance } from '../../../../src/local/chance';
import { httpApiDoor } from '../../../../src/local/endpoints/http-api/http-api-door';
import { JwtKeys } from '../../../../src/local/endpoints/jwt/jwt-keys';
import type { AwsBackend } from '../../../../src/local/endpoints/mapping/types';
import { type RunningServer, startServer } from '../../../../src/local/endpoints/server';
import type { Credentials } from '../../../../src/local/endpoints/sigv4';
import { unknownApiDoor } from '../../../../src/local/endpoints/unknown-api';
import type { JsonWebKeySet } from '../../../../src/local/engine/tokens/json-web-keys';
import { Journal } from '../../../../src/local/journal/journal';
import { VirtualClock } from '../../../../src/local/time/virtual-clock';
import type { LambdaFunction } from '../../../../src/model/function';
import type { HttpApi, HttpDomain, HttpIntegration, HttpRoute } from '../../../../src/model/http-api';
import { ACCOUNT, type FakeLambda, fakeLambda, permission, REGION } from '../scene';

export const API_ID = 'a1b2c3d4e5';
export const API_ARN = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}`;
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:fn`;
const ADDRESS = { stack: 'App', logicalId: 'Api', path: 'App/Api' };

/** Every function may be invoked by API Gateway. */
export const ALLOWED = permission({ action: 'lambda:InvokeFunction', principal: 'apigateway.amazonaws.com' });

export function integration(values: Partial<HttpIntegration> = {}): HttpIntegration {
  return { id: 'i', type: 'AWS_PROXY', uri: FUNCTION_ARN, payloadFormat: '2.0', ...values };
}

export function route(key: string, values: Partial<HttpRoute> = {}): HttpRoute {
  return { address: ADDRESS, id: key, key, authorization: 'NONE', integration: integration(), ...values };
}

export interface HttpSceneOptions {
  readonly lambda?: FakeLambda;
  readonly api?: Partial<HttpApi>;
  readonly routes?: readonly HttpRoute[];
  readonly functions?: readonly LambdaFunction[];
  readonly aws?: AwsBackend;
  readonly domains?: readonly HttpDomain[];
  readonly jwtKeys?: Readonly<Record<string, JsonWebKeySet>>;
  readonly credentials?: Credentials;
}

export interface HttpScene extends RunningServer {
  readonly lambda: FakeLambda;
  readonly clock: VirtualClock;
  readonly keys: JwtKeys;
  /** Of the API, without a slash at the end. */
  readonly href: string;
  readonly bugs: unknown[];
  readonly requests: () => readonly object[];
}

const open: RunningServer[] = [];

/** The door of one HTTP API over functions that are played; everything is closed after the test. */
export async function httpScene(options: HttpSceneOptions = {}): Promise<HttpScene> {
  const lambda = options.lambda ?? fakeLambda(() => ({ result: { statusCode: 200 } }));
  const clock = new VirtualClock();
  const journal = new Journal(() => clock.now());
  const bugs: unknown[] = [];
  const api: HttpApi = {
    address: ADDRESS,
    ...{ region: REGION, account: ACCOUNT, id: API_ID, name: 'api' },
    domainName: `${API_ID}.execute-api.${REGION}.amazonaws.com`,
    stages: [{ name: '$default', deploymentId: 'dep123', variables: {} }],
    routes: options.routes ?? [route('$default')],
    ...options.api,
  };
  const functions = options.functions ?? [aFunction('fn')];
  const keys = new JwtKeys(new Map(Object.entries(options.jwtKeys ?? {})));
  const door = httpApiDoor([api], options.domains ?? [], {
    ...{ lambda, functions: () => functions, clock, chance: seededChance('http'), journal, keys },
    localAddress: (uri) => uri,
    aws: options.aws ?? (() => Promise.reject(new Error('there are no services'))),
    credentials: options.credentials ?? (() => undefined),
    signingClock: { now: () => Date.now() },
  });
  const server = await startServer({ doors: [door, unknownApiDoor], onBug: (error) => bugs.push(error) });
  open.push(server);
  const requests = () => journal.entries.filter(({ kind }) => kind === 'httpRequest');
  return { ...server, lambda, clock, keys, bugs, href: `${server.origin}/_api/${API_ID}`, requests };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

export function aFunction(name: string, values: Partial<LambdaFunction> = {}): LambdaFunction {
  return {
    address: { stack: 'App', logicalId: name, path: `App/${name}` },
    name,
    arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
    account: ACCOUNT,
    region: REGION,
    configuration: {
      packageType: 'Zip',
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      code: { kind: 'absent', why: 'it is not run' },
      layers: [],
      architecture: 'x86_64',
      memoryMb: 128,
      timeoutSeconds: 3,
      ephemeralStorageMb: 512,
      environment: {},
      roleArn: `arn:aws:iam::${ACCOUNT}:role/fn`,
      description: '',
      tracing: 'PassThrough',
      logging: { format: 'Text', group: `/aws/lambda/${name}` },
    },
    versions: [],
    aliases: [],
    urls: [],
    permissions: [ALLOWED],
    asyncConfigurations: [],
    ...values,
  };
}
