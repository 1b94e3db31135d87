import { connect } from 'node:net';
import { seededChance } from '../../../src/local/chance';
import { awsApiDoor } from '../../../src/local/endpoints/aws-api';
import { functionUrlDoor } from '../../../src/local/endpoints/function-url';
import { type RunningServer, startServer } from '../../../src/local/endpoints/server';
import type { Credentials } from '../../../src/local/endpoints/sigv4';
import type { AwsError } from '../../../src/local/engine/aws-error';
import type { InvokeAnswer, InvokeRequest, Lambda } from '../../../src/local/engine/ports';
import { Journal } from '../../../src/local/journal/journal';
import type { LambdaFunction } from '../../../src/model/function';
import type { FunctionUrl } from '../../../src/model/function-url';
import type { Permission } from '../../../src/model/permission';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';
export const URL_ID = 'abcdefghijklmnopqrstuvwxyz234567';
/** 2026-11-20T12:00:00Z. */
export const NOON = 1_795_176_000_000;

const ADDRESS = { stack: 'App', logicalId: 'Fn', path: 'App/Fn' };

/** What an invocation does: an AWS error, the members of an answer (`payload` as bytes) or, with `result`, a value. */
export type Behaviour = AwsError | Partial<InvokeAnswer> | { result: unknown };

export function fakeLambda(behave: (request: InvokeRequest) => Behaviour | Promise<Behaviour>): FakeLambda {
  const requests: InvokeRequest[] = [];
  return {
    requests,
    async invoke(request) {
      requests.push(request);
      const behaviour = await behave(request);
      if ('kind' in behaviour && behaviour.kind === 'awsError') return behaviour;
      const { result, ...members } = behaviour as { result?: unknown } & Partial<InvokeAnswer>;
      return {
        kind: 'answer',
        statusCode: 200,
        requestId: request.requestId ?? 'none was promised',
        traceHeader: request.traceHeader ?? 'Root=1-00000000-000000000000000000000000',
        payload: Buffer.from(JSON.stringify(result) ?? 'null'),
        executedVersion: '$LATEST',
        ...members,
      };
    },
  };
}

export interface FakeLambda extends Lambda {
  readonly requests: InvokeRequest[];
}

/** The event that the `n`th invocation was given. */
// biome-ignore lint/suspicious/noExplicitAny: events are read member by member in tests
export function eventOf(lambda: FakeLambda, n = 0): any {
  return JSON.parse(Buffer.from(lambda.requests[n]?.payload ?? []).toString());
}

export function permission(values: Partial<Permission>): Permission {
  return { address: ADDRESS, action: 'lambda:*', principal: '*', ...values };
}

/** Both statements that CDK and the console add for a public URL. */
export const PUBLIC: readonly Permission[] = [
  permission({ action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: 'NONE' }),
  permission({ action: 'lambda:InvokeFunction', invokedViaFunctionUrl: true }),
];

export interface SceneOptions {
  readonly lambda?: FakeLambda;
  readonly url?: Partial<FunctionUrl>;
  readonly permissions?: readonly Permission[];
  readonly credentials?: Credentials;
  readonly now?: () => number;
  readonly signingNow?: () => number;
}

export interface Scene extends RunningServer {
  readonly lambda: FakeLambda;
  readonly journal: Journal;
  readonly bugs: unknown[];
  /** Of the function's URL, without a slash at the end. */
  readonly href: string;
  /** What the journal says of the calls of URLs. */
  readonly http: () => object[];
}

const open: RunningServer[] = [];

/** Both doors over one function with one URL; everything is closed after the test. */
export async function scene(options: SceneOptions = {}): Promise<Scene> {
  const lambda = options.lambda ?? fakeLambda(() => ({ result: { statusCode: 200 } }));
  const now = options.now ?? (() => NOON);
  const journal = new Journal(now);
  const chance = seededChance('scene');
  const bugs: unknown[] = [];
  const fn = theFunction(options);
  const server = await startServer({
    doors: [
      functionUrlDoor({
        application: { stacks: [], functions: [fn], unsupported: [], findings: [] },
        lambda,
        journal,
        chance,
        clock: { now },
        credentials: options.credentials ?? (() => undefined),
        signingClock: { now: options.signingNow ?? now },
      }),
      awsApiDoor({ lambda, journal, chance }),
    ],
    onBug: (error) => bugs.push(error),
  });
  open.push(server);
  const http = () => journal.entries.filter((entry) => entry.kind === 'http');
  return { ...server, lambda, journal, bugs, href: `${server.origin}/_url/${URL_ID}`, http };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

function theFunction({ url, permissions = PUBLIC }: SceneOptions): LambdaFunction {
  return {
    address: ADDRESS,
    name: 'fn',
    arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:fn`,
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
      logging: { format: 'Text', group: '/aws/lambda/fn' },
    },
    versions: [],
    aliases: [],
    urls: [
      {
        address: ADDRESS,
        id: URL_ID,
        domainName: `${URL_ID}.lambda-url.${REGION}.on.aws`,
        authType: 'NONE',
        invokeMode: 'BUFFERED',
        ...url,
      },
    ],
    permissions,
    asyncConfigurations: [],
  };
}

/** Sends these bytes over a connection of their own and gives what came back until its end. */
export function raw(port: number, text: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}

/** A request that ends its connection, as text; the lines of `headers` come after `Host`. */
export function requestText(port: number, line: string, headers: readonly string[] = [], body = ''): string {
  return [`${line} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Connection: close', ...headers, '', body].join('\r\n');
}
