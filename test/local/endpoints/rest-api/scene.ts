import { seededChance } from '../../../../src/local/chance';
import { JwtKeys } from '../../../../src/local/endpoints/jwt/jwt-keys';
import { serveRestApis } from '../../../../src/local/endpoints/rest-api/serve-rest-apis';
import type { ServingOptions } from '../../../../src/local/endpoints/rest-api/served-rest-api';
import { type RunningServer, startServer } from '../../../../src/local/endpoints/server';
import { unknownApiDoor } from '../../../../src/local/endpoints/unknown-api';
import { Journal } from '../../../../src/local/journal/journal';
import { SystemClock } from '../../../../src/local/time/system-clock';
import { VirtualClock } from '../../../../src/local/time/virtual-clock';
import type { Application } from '../../../../src/model/application';
import type { LambdaFunction } from '../../../../src/model/function';
import type { RestApi, RestMethod, RestResource, RestStage } from '../../../../src/model/rest-api';
import type { RestIntegration } from '../../../../src/model/rest-integration';
import { aFunction } from '../http-api/scene';
import { ACCOUNT, type FakeLambda, fakeLambda, REGION } from '../scene';

export const API_ID = 'r1s2t3a4p5';
export const API_ARN = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}`;
const ADDRESS = { stack: 'App', logicalId: 'Api', path: 'App/Api' };

/** As integrations and authorizers name a function. */
export function functionUri(name = 'fn', way = 'invocations'): string {
  const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
  return `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${arn}/${way}`;
}

export function integration(values: Partial<RestIntegration> = {}): RestIntegration {
  return { type: 'AWS_PROXY', method: 'POST', uri: functionUri(), ...values };
}

export function method(values: Partial<RestMethod> = {}): RestMethod {
  return {
    address: ADDRESS,
    ...{ httpMethod: 'ANY', authorization: 'NONE', apiKeyRequired: false },
    ...{ requestParameters: {}, requestModels: {}, responses: [] },
    integration: integration(),
    ...values,
  };
}

export function resource(path: string, ...methods: readonly RestMethod[]): RestResource {
  return { id: `id of ${path}`, path, methods: methods.length > 0 ? methods : [method()] };
}

export function stage(name = 'prod', values: Partial<RestStage> = {}): RestStage {
  return { address: ADDRESS, name, deploymentId: 'dep123', variables: {}, methodThrottles: {}, ...values };
}

export interface RestSceneOptions extends Partial<Pick<ServingOptions, 'credentials' | 'keys' | 'mapping'>> {
  readonly lambda?: FakeLambda;
  readonly api?: Partial<RestApi>;
  readonly resources?: readonly RestResource[];
  readonly functions?: readonly LambdaFunction[];
  readonly application?: Partial<Application>;
}

export interface RestScene extends RunningServer {
  readonly lambda: FakeLambda;
  readonly clock: VirtualClock;
  /** Of the stage `prod`, without a slash at the end. */
  readonly href: string;
  readonly bugs: unknown[];
  readonly requests: () => readonly object[];
}

const open: RunningServer[] = [];

/** The door of one REST API over functions that are played; everything is closed after the test. */
export async function restScene(options: RestSceneOptions = {}): Promise<RestScene> {
  const lambda = options.lambda ?? fakeLambda(() => ({ result: { statusCode: 200 } }));
  const clock = new VirtualClock();
  const journal = new Journal(() => clock.now());
  const bugs: unknown[] = [];
  const api: RestApi = {
    address: ADDRESS,
    ...{ region: REGION, account: ACCOUNT, id: API_ID, name: 'api', apiKeySource: 'HEADER' },
    domainName: `${API_ID}.execute-api.${REGION}.amazonaws.com`,
    ...{ binaryMediaTypes: [], models: [], gatewayResponses: [] },
    stages: [stage()],
    resources: options.resources ?? [resource('/'), resource('/{proxy+}')],
    ...options.api,
  };
  const functions = options.functions ?? [aFunction('fn'), aFunction('authorizer')];
  const { credentials = () => undefined, keys = new JwtKeys(new Map()), mapping } = options;
  const application = { stacks: [], functions, unsupported: [], findings: [], restApis: [api], ...options.application };
  const door = serveRestApis(application, {
    ...{ lambda, functions: () => functions, clock, chance: seededChance('rest'), journal, credentials, keys },
    signingClock: new SystemClock(),
    ...(mapping && { mapping }),
  });
  const server = await startServer({ doors: [door, unknownApiDoor], onBug: (error) => bugs.push(error) });
  open.push(server);
  const requests = () => journal.entries.filter(({ kind }) => kind === 'httpRequest');
  return { ...server, lambda, clock, bugs, href: `${server.origin}/_api/${API_ID}/prod`, requests };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
