import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { LambdaRestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Function as CloudFrontFunction,
  Distribution,
  type DistributionProps,
  experimental,
  FunctionCode,
  FunctionEventType,
  type IOrigin,
  LambdaEdgeEventType,
  OriginProtocolPolicy,
  OriginRequestPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import {
  FunctionUrlOrigin,
  HttpOrigin,
  LoadBalancerV2Origin,
  RestApiOrigin,
  S3BucketOrigin,
} from 'aws-cdk-lib/aws-cloudfront-origins';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer, ListenerAction, ListenerCondition } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, FunctionUrlAuthType, type IVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { EdgeFunction } from '../../src/constructs/edge-function';
import { UrlDistribution } from '../../src/constructs/url-distribution';
import type { LocalExecutor } from '../../src/local/executor';
import { ask } from '../support/http-client';
import { appOf, nodeFunction, running, stopAll, temporaryFolder } from './scene';

afterEach(stopAll);

const ECHO = 'exports.handler = async (event) => event;';
const IN = { account: '123456789012', region: 'eu-west-1' };

const site = (stack: Stack) => S3BucketOrigin.withOriginAccessControl(new Bucket(stack, 'Site', { bucketName: 'site' }));
const at = (local: LocalExecutor) => local.apis.find(({ kind }) => kind === 'distribution')?.url.replace(/\/$/, '') as string;

async function served(
  build: (
    stack: Stack,
  ) => Partial<DistributionProps> & { readonly origin?: IOrigin; readonly behavior?: Partial<BehaviorOptions> },
): Promise<LocalExecutor> {
  const app = appOf((stack) => {
    const { origin = site(stack), behavior, ...props } = build(stack);
    new Distribution(stack, 'Web', { defaultBehavior: { origin, ...behavior }, ...props });
  });
  return running(app, { clock: 'virtual' });
}

/** A version of a function, with the event at which it is called. */
function edge(stack: Stack, eventType: LambdaEdgeEventType, source: string, includeBody?: boolean) {
  const functionVersion = nodeFunction(stack, `On${eventType}`, source).currentVersion;
  return { eventType, functionVersion, ...(includeBody !== undefined && { includeBody }) };
}

test('objects of a bucket are served: the root object, errors as S3 has them, and a page in their place', async () => {
  const local = await served(() => ({
    defaultRootObject: 'index.html',
    errorResponses: [{ httpStatus: 403, responseHttpStatus: 200, responsePagePath: '/app.html' }],
  }));
  local.bucket('Site').put('index.html', 'root', { contentType: 'text/html' });
  local.bucket('Site').put('a b.txt', 'blank', { contentType: 'text/plain' });

  const [root, blank, head, missing, post] = [
    await ask(`${at(local)}/`),
    await ask(`${at(local)}/a%20b.txt`, { headers: { Range: 'bytes=1-2' } }),
    await ask(`${at(local)}/index.html`, { method: 'HEAD' }),
    await ask(`${at(local)}/none`),
    await ask(`${at(local)}/`, { method: 'POST' }),
  ];
  const notModified = await ask(`${at(local)}/`, { headers: { 'If-None-Match': String(root.headers.etag) } });
  local.bucket('Site').put('app.html', 'app');
  const page = await ask(`${at(local)}/none`);

  expect([root.status, root.text, root.headers['content-type'], root.headers.server]).toEqual([
    200,
    'root',
    'text/html',
    'AmazonS3',
  ]);
  expect(root.headers.etag).toBe(`"${createHash('md5').update('root').digest('hex')}"`);
  expect(root.headers).toMatchObject({
    'x-cache': 'Miss from cloudfront',
    via: expect.stringMatching(/^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/),
    'x-amz-cf-id': expect.stringMatching(/^[\w-]{54}==$/),
  });
  expect([blank.status, blank.text, blank.headers['content-range']]).toEqual([206, 'la', 'bytes 1-2/5']);
  expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '4']);
  expect([missing.status, missing.text]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
  expect([post.status, post.headers['x-cache']]).toEqual([403, 'Error from cloudfront']);
  expect(notModified.status).toBe(304);
  expect([page.status, page.text]).toEqual([200, 'app']);
  expect(local.application.unsupported).toEqual([]);
});

test('a bucket that does not let the distribution read is denied, and one that lets it list tells what is not there', async () => {
  const app = appOf((stack) => {
    const bucket = new Bucket(stack, 'Site', { bucketName: 'site' });
    new Distribution(stack, 'Web', {
      defaultBehavior: { origin: S3BucketOrigin.withBucketDefaults(bucket) },
      additionalBehaviors: {
        'list/*': {
          origin: S3BucketOrigin.withOriginAccessControl(bucket, { originAccessLevels: [AccessLevel.READ, AccessLevel.LIST] }),
        },
        'identity/*': { origin: S3BucketOrigin.withOriginAccessIdentity(bucket) },
      },
    });
  });
  const local = await running(app, { clock: 'virtual' });
  local.bucket('Site').put('list/a', 'a');
  local.bucket('Site').put('identity/a', 'a');

  const statuses = ['/a', '/list/a', '/list/b', '/identity/a', '/identity/b'].map(
    async (path) => (await ask(`${at(local)}${path}`)).status,
  );

  expect(await Promise.all(statuses)).toEqual([403, 200, 404, 200, 403]);
});

test('what a policy denies to everybody is denied, whatever else it allows', async () => {
  const local = await running(
    appOf((stack) => {
      const bucket = new Bucket(stack, 'Site', { bucketName: 'site', enforceSSL: true });
      const origin = S3BucketOrigin.withOriginAccessControl(bucket, { originAccessLevels: [AccessLevel.READ, AccessLevel.LIST] });
      new Distribution(stack, 'Web', { defaultBehavior: { origin } });
      const statement = { effect: Effect.DENY, principals: [new AnyPrincipal()], actions: ['s3:ListBucket'], resources: ['*'] };
      bucket.addToResourcePolicy(new PolicyStatement(statement));
    }),
    { clock: 'virtual' },
  );
  local.bucket('Site').put('a', 'a');

  expect([(await ask(`${at(local)}/a`)).status, (await ask(`${at(local)}/none`)).status]).toEqual([200, 403]);
});

test('functions are called in their four places, with the events of CloudFront (EDG-05)', async () => {
  const note = (change: string) => `exports.handler = async (event) => {
    console.log(JSON.stringify(event));
    const { request, response } = event.Records[0].cf;
    ${change}
  };`;
  const local = await served((stack) => ({
    behavior: {
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      edgeLambdas: [
        edge(
          stack,
          LambdaEdgeEventType.VIEWER_REQUEST,
          note("request.headers['x-seen'] = [{ key: 'X-Seen', value: '1' }]; return request;"),
          true,
        ),
        edge(stack, LambdaEdgeEventType.ORIGIN_REQUEST, note("request.uri = '/b.txt'; return request;")),
        edge(
          stack,
          LambdaEdgeEventType.ORIGIN_RESPONSE,
          note("response.headers['x-origin'] = [{ value: '2' }]; return response;"),
        ),
        edge(
          stack,
          LambdaEdgeEventType.VIEWER_RESPONSE,
          note("response.headers['x-viewer'] = [{ key: 'X-Viewer', value: '3' }]; return response;"),
        ),
      ],
    },
  }));
  local.bucket('Site').put('b.txt', 'b', { contentType: 'text/plain' });

  const answer = await ask(`${at(local)}/a.txt?size=large`, {
    headers: { Host: 'www.example.com.localhost:' + new URL(local.endpoint).port, 'X-Own': ['1', '2'] },
  });

  const [distribution] = local.application.distributions ?? [];
  const events = ['viewer-request', 'origin-request', 'origin-response', 'viewer-response'].map((event) => {
    const { invocations } = local.function(`App/On${event}`);
    return (invocations[0]?.event as { Records: [{ cf: Record<string, object> }] }).Records[0].cf;
  });
  const configOf = (eventType: string) => ({
    distributionDomainName: distribution?.domainName,
    distributionId: distribution?.id,
    eventType,
    requestId: answer.headers['x-amz-cf-id'],
  });
  const viewed = {
    clientIp: '127.0.0.1',
    method: 'GET',
    uri: '/a.txt',
    querystring: 'size=large',
    headers: {
      host: [{ key: 'Host', value: 'www.example.com' }],
      'x-own': [
        { key: 'X-Own', value: '1' },
        { key: 'X-Own', value: '2' },
      ],
    },
  };
  expect(events[0]).toEqual({
    config: configOf('viewer-request'),
    request: { ...viewed, body: { inputTruncated: false, action: 'read-only', encoding: 'base64', data: '' } },
  });
  expect(events[1]).toEqual({
    config: configOf('origin-request'),
    request: {
      ...viewed,
      headers: {
        'x-own': viewed.headers['x-own'],
        'x-seen': [{ key: 'X-Seen', value: '1' }],
        host: [{ key: 'Host', value: 'site.s3.us-east-1.amazonaws.com' }],
        'x-forwarded-for': [{ key: 'X-Forwarded-For', value: '127.0.0.1' }],
        via: [{ key: 'Via', value: answer.headers.via }],
      },
      origin: {
        s3: {
          authMethod: 'none',
          customHeaders: {},
          domainName: 'site.s3.us-east-1.amazonaws.com',
          path: '',
          region: 'us-east-1',
        },
      },
    },
  });
  expect(events[2]).toMatchObject({
    config: configOf('origin-response'),
    request: { uri: '/b.txt' },
    response: {
      status: '200',
      statusDescription: 'OK',
      headers: { 'content-type': [{ key: 'Content-Type', value: 'text/plain' }] },
    },
  });
  expect(events[3]).toMatchObject({
    config: configOf('viewer-response'),
    request: { uri: '/a.txt' },
    response: { status: '200', headers: { 'x-origin': [{ key: 'x-origin', value: '2' }] } },
  });
  expect([answer.text, answer.headers['x-origin'], answer.headers['x-viewer']]).toEqual(['b', '2', '3']);
  expect(local.journal.entries.filter(({ kind }) => kind === 'httpRequest')).toMatchObject([
    {
      door: 'distribution',
      api: 'App/Web',
      route: 'default',
      integration: 'site.s3.us-east-1.amazonaws.com',
      integrationStatus: 200,
      status: 200,
    },
  ]);
});

test('a function answers a viewer by itself, and then no other is called', async () => {
  const local = await served((stack) => ({
    behavior: {
      edgeLambdas: [
        edge(
          stack,
          LambdaEdgeEventType.VIEWER_REQUEST,
          `exports.handler = async () => ({
          status: '302', statusDescription: 'Found', headers: { location: [{ key: 'Location', value: '/login' }] }, body: 'go' });`,
        ),
        edge(stack, LambdaEdgeEventType.VIEWER_RESPONSE, ECHO),
      ],
    },
  }));

  const answer = await ask(`${at(local)}/`);

  expect([answer.status, answer.headers.location, answer.text]).toEqual([302, '/login', 'go']);
  expect(answer.headers['x-cache']).toBe('LambdaGeneratedResponse from cloudfront');
  expect(local.function('App/Onviewer-response').invocations).toEqual([]);
});

test('fails when a function changes what it must not: 502 (EDGE-06)', async () => {
  const local = await served((stack) => ({
    behavior: {
      edgeLambdas: [
        edge(
          stack,
          LambdaEdgeEventType.VIEWER_REQUEST,
          `exports.handler = async ({ Records: [{ cf: { request } }] }) => {
            request.headers.host = [{ value: 'other' }];
            return request;
          };`,
        ),
      ],
    },
  }));

  const answer = await ask(`${at(local)}/a`);

  expect([answer.status, answer.headers['x-cache']]).toEqual([502, 'LambdaValidationError from cloudfront']);
  expect(answer.headers['x-lambda-kit-reason']).toContain('read-only header host');
});

test('errors of the origin, and pages in their place, are not shown to the function of viewers’ responses (EDGE-05)', async () => {
  const local = await served((stack) => ({
    errorResponses: [{ httpStatus: 403, responseHttpStatus: 200, responsePagePath: '/app.html' }],
    behavior: {
      edgeLambdas: [
        edge(stack, LambdaEdgeEventType.VIEWER_RESPONSE, ECHO),
        edge(stack, LambdaEdgeEventType.ORIGIN_RESPONSE, 'exports.handler = async (event) => event.Records[0].cf.response;'),
      ],
    },
  }));

  const without = await ask(`${at(local)}/none`);
  local.bucket('Site').put('app.html', 'app');
  const page = await ask(`${at(local)}/none`);

  expect([without.status, page.status, page.text]).toEqual([403, 200, 'app']);
  expect(local.function('App/Onviewer-response').invocations).toEqual([]);
  expect(local.function('App/Onorigin-response').invocations).toHaveLength(4);
});

test('fails when a function throws: 503', async () => {
  const local = await served((stack) => ({
    behavior: {
      edgeLambdas: [edge(stack, LambdaEdgeEventType.ORIGIN_REQUEST, 'exports.handler = async () => { throw new Error("no"); };')],
    },
  }));

  const answer = await ask(`${at(local)}/a`);

  expect([answer.status, answer.headers['x-cache']]).toEqual([503, 'LambdaExecutionError from cloudfront']);
});

test('a function URL behind an origin access control is reached, with what the policies let through', async () => {
  const source = `exports.handler = async (event) => ({ statusCode: 200, headers: { 'x-own': 'url' }, body: JSON.stringify(event) });`;
  const app = appOf((stack) => {
    const url = nodeFunction(stack, 'Fn', source).addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
    new UrlDistribution(stack, 'Web', {
      url,
      behavior: { allowedMethods: AllowedMethods.ALLOW_ALL },
      additionalBehaviors: {
        '/optimized/*': {
          origin: FunctionUrlOrigin.withOriginAccessControl(url, { customHeaders: { 'X-Key': 'secret' } }),
          cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        },
        '/all/*': {
          origin: FunctionUrlOrigin.withOriginAccessControl(url),
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER,
        },
      },
    });
  });
  const local = await running(app, { clock: 'virtual' });
  const [url] = local.application.functions[0]?.urls ?? [];
  const hash = { 'x-amz-content-sha256': createHash('sha256').update('body').digest('hex') };
  const headers = { 'X-Own': 'a', cookie: 'c=d' };

  const direct = await ask(local.function('Fn').url?.href as string);
  const through = await ask(`${at(local)}/x?q=1`, { method: 'POST', body: 'body', headers: { ...headers, ...hash } });
  const unhashed = await ask(`${at(local)}/x`, { method: 'POST', body: 'body' });
  const optimized = await ask(`${at(local)}/optimized/x?q=1`, { headers });
  const misdirected = await ask(`${at(local)}/all/x`);

  expect([direct.status, unhashed.status, misdirected.status]).toEqual([403, 403, 403]);
  expect([through.status, through.headers['x-own']]).toEqual([200, 'url']);
  expect(JSON.parse(through.text)).toMatchObject({
    rawPath: '/x',
    rawQueryString: 'q=1',
    cookies: ['c=d'],
    headers: { 'x-own': 'a', via: expect.stringContaining('cloudfront.net') },
    requestContext: { domainName: url?.domainName, http: { method: 'POST', sourceIp: '127.0.0.1' } },
  });
  const event = JSON.parse(optimized.text);
  expect([event.rawQueryString, event.cookies, event.headers['x-own'], event.headers['x-key']]).toEqual([
    '',
    undefined,
    undefined,
    'secret',
  ]);
  expect(event.headers['user-agent']).toBe('Amazon CloudFront');
});

test('an HTTP API is reached below the path of its origin, a REST API at its stage, and what is elsewhere is not', async () => {
  const local = await served((stack) => {
    const source = 'exports.handler = async (event) => ({ statusCode: 201, body: event.rawPath });';
    const api = new HttpApi(stack, 'Api');
    api.addRoutes({ path: '/v1/{proxy+}', integration: new HttpLambdaIntegration('Fn', nodeFunction(stack, 'Fn', source)) });
    const origin = new HttpOrigin(`${api.apiId}.execute-api.us-east-1.amazonaws.com`, { originPath: '/v1' });
    const rest = new LambdaRestApi(stack, 'Rest', {
      handler: nodeFunction(stack, 'RestFn', 'exports.handler = async (event) => ({ statusCode: 200, body: event.path });'),
    });
    const additionalBehaviors = {
      'out/*': { origin: new HttpOrigin('example.com') },
      'rest/*': { origin: new RestApiOrigin(rest) },
    };
    return { origin, additionalBehaviors };
  });

  const [inside, outside, rest] = [
    await ask(`${at(local)}/orders`),
    await ask(`${at(local)}/out/x`),
    await ask(`${at(local)}/rest/x`),
  ];

  expect([inside.status, inside.text]).toEqual([201, '/v1/orders']);
  expect([rest.status, rest.text]).toEqual([200, '/rest/x']);
  expect([outside.status, outside.headers['x-lambda-kit-reason']]).toEqual([
    502,
    'the origin example.com is none of the app that is served here',
  ]);
});

test('a load balancer is reached, and is told the host that viewers asked for where the policy lets it through', async () => {
  const local = await served((stack) => {
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      ...{ vpcId: 'vpc-1', availabilityZones: ['us-east-1a', 'us-east-1b'], publicSubnetIds: ['subnet-1', 'subnet-2'] },
    });
    const balancer = new ApplicationLoadBalancer(stack, 'Shop', { vpc, internetFacing: true });
    const listener = balancer.addListener('Http', { port: 80, defaultAction: ListenerAction.fixedResponse(404) });
    const conditions = [ListenerCondition.hostHeaders(['www.example.com'])];
    listener.addAction('Www', { priority: 1, conditions, action: ListenerAction.fixedResponse(200, { messageBody: 'www' }) });
    const origin = new LoadBalancerV2Origin(balancer, { protocolPolicy: OriginProtocolPolicy.HTTP_ONLY });
    return { origin, behavior: { originRequestPolicy: OriginRequestPolicy.ALL_VIEWER } };
  });
  const { port } = new URL(local.endpoint);

  const [own, other] = [await ask(at(local)), await ask(at(local), { headers: { Host: `www.example.com.localhost:${port}` } })];

  expect([own.status, other.status, other.text]).toEqual([404, 200, 'www']);
});

test('a body is shown to a function up to its limit, and may be replaced', async () => {
  const source = `exports.handler = async (event) => {
    const { request } = event.Records[0].cf;
    const { inputTruncated, data } = request.body;
    request.body = { action: 'replace', encoding: 'text', data: inputTruncated + ' ' + Buffer.from(data, 'base64').length };
    return request;
  };`;
  const local = await served((stack) => {
    const echo = 'exports.handler = async (event) => event.body ?? "";';
    const url = nodeFunction(stack, 'Fn', echo).addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    return {
      origin: new FunctionUrlOrigin(url),
      behavior: {
        allowedMethods: AllowedMethods.ALLOW_ALL,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        edgeLambdas: [edge(stack, LambdaEdgeEventType.VIEWER_REQUEST, source, true)],
      },
    };
  });
  const send = async (length: number) =>
    (await ask(`${at(local)}/`, { method: 'POST', body: 'a'.repeat(length), headers: { 'content-type': 'text/plain' } })).text;

  expect([await send(40_960), await send(40_961)]).toEqual(['false 40960', 'true 40960']);
});

test.each([
  [
    'of aws-cdk-lib',
    (stack: Stack): IVersion =>
      new experimental.EdgeFunction(stack, 'Edge', {
        ...{ runtime: Runtime.NODEJS_24_X, handler: 'index.handler' },
        code: Code.fromInline(`exports.handler = async () => ({ status: '200', body: 'edge' });`),
      }).currentVersion,
  ],
  [
    'of this library',
    (stack: Stack): IVersion =>
      new EdgeFunction(stack, 'Edge', {
        ...{ runtime: Runtime.NODEJS_24_X, handler: 'index.handler' },
        code: Code.fromInline(`exports.handler = async () => ({ status: '200', body: 'edge' });`),
      }),
  ],
])('the function of an EdgeFunction %s in another Region is found', async (_, make) => {
  const app = new App({ outdir: join(temporaryFolder(), 'out') });
  const stack = new Stack(app, 'App', { env: IN });
  const edgeLambdas = [{ eventType: LambdaEdgeEventType.VIEWER_REQUEST, functionVersion: make(stack) }];
  new Distribution(stack, 'Web', { defaultBehavior: { origin: new HttpOrigin('example.com'), edgeLambdas } });
  const local = await running(app, { clock: 'virtual' });

  const answer = await ask(`${at(local)}/`);

  expect([answer.status, answer.text]).toEqual([200, 'edge']);
  expect(local.application.distributions?.[0]?.defaultBehavior.functions[0]?.functionArn).toMatch(
    /^arn:aws:lambda:us-east-1:123456789012:function:[^:]+:1$/,
  );
});

test('fails when a CloudFront Function would see the request: 501, and it is said', async () => {
  const local = await served((stack) => {
    const fn = new CloudFrontFunction(stack, 'Rewrite', {
      code: FunctionCode.fromInline('function handler(e) { return e.request; }'),
    });
    return { behavior: { functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: fn }] } };
  });

  expect((await ask(`${at(local)}/`)).status).toBe(501);
  expect(local.application.unsupported.map(({ address }) => address.path)).toEqual(['App/Rewrite', 'App/Web']);
});

test('fails when there is no such distribution: 404', async () => {
  const local = await served(() => ({}));

  expect((await ask(`${local.endpoint}/_cloudfront/EOTHER/`)).status).toBe(404);
});
