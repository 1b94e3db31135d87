import { awsError } from '../../../../src/local/engine/aws-error';
import type { RestIntegration } from '../../../../src/model/rest-integration';
import { answered, called, FUNCTION, FUNCTION_URI, headersOf, ROLE, request } from './scene';

const OK = [{ statusCode: '200' }];
const LAMBDA: RestIntegration = { type: 'AWS', uri: FUNCTION_URI, method: 'POST', responses: OK };
const TABLE: RestIntegration = {
  type: 'AWS',
  uri: 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem',
  method: 'POST',
  credentialsArn: ROLE,
  responses: OK,
};

describe('MOCK', () => {
  const mock = (template: string, more: Partial<RestIntegration> = {}): RestIntegration => ({
    type: 'MOCK',
    requestTemplates: { 'application/json': template },
    responses: [
      { statusCode: '200', responseTemplates: { 'application/json': '{"ok": "$context.stage"}' } },
      { statusCode: '404', selectionPattern: '4\\d{2}', responseParameters: { 'method.response.header.X-Why': "'gone'" } },
    ],
    ...more,
  });

  test.each([
    '{"statusCode": 200}',
    '{ statusCode: 200 }',
    '{\n"statusCode" : 200,\n"a": 1}',
    '#set($s = 200){"statusCode": $s}',
  ])('the template %p selects the response', async (template) => {
    const { status, body, headers } = await called(mock(template));
    expect({ status, body, headers }).toEqual({
      status: 200,
      body: '{"ok": "prod"}',
      headers: { 'Content-Type': 'application/json' },
    });
  });

  test('a pattern selects by the status', async () => {
    const { status, headers, body } = await called(mock('#if($input.params(\'id\') == 7){"statusCode": 404}#end'));
    expect({ status, headers, body }).toEqual({
      status: 404,
      headers: { 'Content-Type': 'application/json', 'X-Why': 'gone' },
      body: '',
    });
  });

  test.each([
    '{}',
    '{"statusCode": "200"}',
    'statusCode: 200',
    '{"statusCode": 20}',
    '',
  ])('fails when the template is %p', async (template) => {
    const { status, body, why } = await called(mock(template));
    expect({ status, body }).toEqual({ status: 500, body: 'Internal server error' });
    expect(why).toMatch(/gives no statusCode/);
  });

  test('fails when a template is broken, and says where', async () => {
    const { status, body, why, answer } = await called(mock('{"statusCode": #if(true) 200}'));
    expect({ status, body }).toEqual({ status: 500, body: 'Internal server error' });
    expect(why).toBe('the request could not be mapped: line 1, column 16: #end is missing for this #if');
    expect(answer).toMatchObject({ kind: 'refused', response: 'DEFAULT_5XX' });
  });

  test('fails when no response is for the status', async () => {
    const { status, why, answer } = await called(mock('{"statusCode": 200}', { responses: [] }));
    expect(status).toBe(500);
    expect(answer).toMatchObject({ response: 'API_CONFIGURATION_ERROR' });
    expect(why).toMatch(/no integration response has a selection pattern for "200"/);
  });

  test('templates override status and headers of the response', async () => {
    const { status, headers, body } = await called(
      mock('{"statusCode": 200}#set($context.responseOverride.header.A = "request")', {
        responses: [
          {
            statusCode: '200',
            responseParameters: {
              'method.response.header.B': "'mapped'",
              'method.response.header.C': 'context.identity.sourceIp',
            },
            responseTemplates: {
              'application/json':
                '#set($context.responseOverride.status = 418)#set($context.responseOverride.header.B = "template")$input.body',
            },
          },
        ],
      }),
    );
    expect({ status, body }).toEqual({ status: 418, body: '{}' });
    expect(headers).toEqual({ 'Content-Type': 'application/json', A: 'request', B: 'template', C: '127.0.0.1' });
  });

  test('the response template is that of the type the client accepts', async () => {
    const templates = { 'text/plain': 'plain', 'application/json': 'json' };
    const mocked = mock('{"statusCode": 200}', { responses: [{ statusCode: '200', responseTemplates: templates }] });
    const accepting = async (accept: string) => {
      const { body, headers } = await called(mocked, request({ headers: ['Accept', accept] }));
      return [body, headers['Content-Type']];
    };
    expect(await accepting('text/plain, */*')).toEqual(['plain', 'text/plain']);
    expect(await accepting('image/png')).toEqual(['json', 'application/json']);
  });

  test('fails when a header cannot be sent', async () => {
    const broken = '#set($context.responseOverride.header.A = "a\nb")';
    const { status, why } = await called(
      mock('{"statusCode": 200}', { responses: [{ statusCode: '200', responseTemplates: { 'application/json': broken } }] }),
    );
    expect([status, why]).toEqual([500, expect.stringMatching(/Invalid character/)]);
  });
});

describe('content types', () => {
  const templates = { 'application/json': '{"from": "json"}', 'text/plain': '{"from": "plain"}' };
  const sent = async (type: string | undefined, more: Partial<RestIntegration> = {}) => {
    const { asked, status } = await called(
      { ...LAMBDA, requestTemplates: templates, ...more },
      request({ headers: type === undefined ? [] : ['content-type', type], body: '{"from": "client"}' }),
    );
    return asked.functions[0]?.payload.toString() ?? status;
  };

  test.each([
    [undefined, '{"from": "json"}'],
    ['application/json; charset=utf-8', '{"from": "json"}'],
    ['TEXT/PLAIN', '{"from": "plain"}'],
    ['application/xml', '{"from": "client"}'],
  ])('%p is mapped by its template, and others go through', async (type, payload) => {
    expect(await sent(type)).toBe(payload);
  });

  test('others are refused with WHEN_NO_TEMPLATES where there are templates', async () => {
    expect(await sent('application/xml', { passthrough: 'WHEN_NO_TEMPLATES' })).toBe(415);
    expect(await sent('application/xml', { passthrough: 'WHEN_NO_TEMPLATES', requestTemplates: {} })).toBe('{"from": "client"}');
  });

  test('others are refused with NEVER', async () => {
    expect(await sent('application/xml', { passthrough: 'NEVER' })).toBe(415);
    expect(await sent('application/json', { passthrough: 'NEVER', requestTemplates: {} })).toBe(415);
    expect(await sent('text/plain', { passthrough: 'NEVER' })).toBe('{"from": "plain"}');
  });
});

describe('Lambda without proxy', () => {
  test('the event is what the template makes, and the result is the body', async () => {
    const { status, body, headers, asked, answer } = await called(
      { ...LAMBDA, requestTemplates: { 'application/json': '{"id": "$input.params(\'id\')", "order": $input.json(\'$\')}' } },
      request({ body: '{"n": 12345678901234567890}' }),
      { invoke: answered({ done: 1 }) },
    );
    expect({ status, body, headers }).toEqual({
      status: 200,
      body: '{"done":1}',
      headers: { 'Content-Type': 'application/json' },
    });
    expect(asked.functions).toEqual([
      {
        functionArn: FUNCTION,
        type: 'RequestResponse',
        payload: Buffer.from('{"id": "7", "order": {"n":12345678901234567890}}'),
      },
    ]);
    expect(answer).toMatchObject({ integrationStatus: 200 });
  });

  const responses = [
    { statusCode: '200', responseTemplates: { 'application/json': '{"result": $input.json(\'$.x\')}' } },
    {
      statusCode: '400',
      selectionPattern: '\\[BadRequest\\].*',
      responseTemplates: { 'application/json': '{"message": "$input.path(\'$.errorMessage\')"}' },
      responseParameters: { 'method.response.header.X-Type': 'integration.response.body.errorType' },
    },
    { statusCode: '500', selectionPattern: '(\n|.)+' },
  ];

  test('the error message of a function selects the response', async () => {
    const failing = (errorMessage: string) =>
      called({ ...LAMBDA, responses }, request(), {
        invoke: answered({ errorMessage, errorType: 'Error' }, { functionError: 'Unhandled' }),
      });
    expect(await failing('[BadRequest] no id')).toMatchObject({
      status: 400,
      body: '{"message": "[BadRequest] no id"}',
      headers: { 'X-Type': 'Error' },
    });
    expect((await failing('two\nlines')).status).toBe(500);
  });

  test('the pattern is for all of the message', async () => {
    const { status } = await called({ ...LAMBDA, responses: responses.slice(0, 2) }, request(), {
      invoke: answered({ errorMessage: 'a [BadRequest] inside' }, { functionError: 'Unhandled' }),
    });
    expect(status).toBe(200);
  });

  test('a header of the client or the template invokes asynchronously (APR-04)', async () => {
    const asynchronous = { ...LAMBDA, requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" } };
    const { status, body, asked } = await called(asynchronous, request({ body: '{}' }), {
      invoke: answered(undefined, { statusCode: 202 }),
    });
    expect({ status, body, type: asked.functions[0]?.type }).toEqual({ status: 200, body: '', type: 'Event' });
    const chosen = {
      ...LAMBDA,
      requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': 'method.request.header.InvocationType' },
    };
    const other = await called(chosen, request({ headers: ['InvocationType', 'Event'] }));
    expect(other.asked.functions[0]?.type).toBe('Event');
  });

  test('what Lambda refuses is a response of its status', async () => {
    const invoke = awsError('TooManyRequestsException', 429, 'Rate Exceeded.');
    const { status, body } = await called(
      { ...LAMBDA, responses: [...OK, { statusCode: '503', selectionPattern: '429' }] },
      request(),
      {
        invoke,
      },
    );
    expect([status, JSON.parse(body)]).toMatchObject([503, { message: 'Rate Exceeded.' }]);
  });

  test.each([
    ['', '{}'],
    ['"a"', '"a"'],
    ['{"a": "it\\\'s"}', undefined],
    [`"${'a'.repeat(6_300_000)}"`, undefined],
  ])('the event %.20p is JSON, or Lambda refuses it with a status of its own (INV-06, INV-20)', async (body, payload) => {
    const responses = [...OK, { statusCode: '422', selectionPattern: '4\\d\\d' }];
    const { asked, status } = await called({ ...LAMBDA, responses }, request({ body }));
    expect(asked.functions.map((call) => call.payload.toString())).toEqual(payload === undefined ? [] : [payload]);
    expect(status).toBe(payload === undefined ? 422 : 200);
  });

  test('fails when the API may not invoke the function (APR-02)', async () => {
    const { status, body, why } = await called(LAMBDA, request(), {
      invoke: awsError('AccessDeniedException', 403, 'no permission'),
    });
    expect([status, body, why]).toEqual([500, 'Internal server error', 'no permission']);
  });

  test('a stage variable names the function', async () => {
    const uri = FUNCTION_URI.replace('orders', '${stageVariables.fn}');
    const { asked } = await called({ ...LAMBDA, uri }, request({ stageVariables: { fn: 'orders' } }));
    expect(asked.functions[0]?.functionArn).toBe(FUNCTION);
  });
});

describe('request parameters', () => {
  const mapped = async (requestParameters: Record<string, string>, given = request(), more: Partial<RestIntegration> = {}) =>
    called({ ...TABLE, requestParameters, ...more }, given);

  test('lead from the client, the context, stage variables and texts to the service', async () => {
    const { asked } = await mapped(
      {
        'integration.request.header.X-Path': 'method.request.path.id',
        'integration.request.header.X-Last': 'method.request.header.x-many',
        'integration.request.header.X-All': 'method.request.multivalueheader.X-Many',
        'integration.request.header.X-Ip': 'context.identity.sourceIp',
        'integration.request.header.X-Table': 'stageVariables.table',
        'integration.request.header.X-Text': "'a, b'",
        'integration.request.header.X-Body': 'method.request.body.a.b[0]',
        'integration.request.header.X-None': 'method.request.header.none',
        'integration.request.querystring.one': 'method.request.querystring.q',
        'integration.request.querystring.all': 'method.request.multivaluequerystring.q',
      },
      request({ body: '{"a": {"b": [{"c": 1}]}}' }),
    );
    expect(headersOf(asked.aws[0]?.headers ?? [])).toEqual({
      'X-Path': '7',
      'X-Last': '2',
      'X-All': '1,2',
      'X-Ip': '127.0.0.1',
      'X-Table': 'Orders',
      'X-Text': 'a, b',
      'X-Body': '{"c":1}',
      Accept: 'application/json',
      'User-Agent': 'AmazonAPIGateway_api1',
      'Content-Type': 'application/json',
      'X-Amzn-Trace-Id': 'Root=1-2-3',
      'X-Amz-Target': 'DynamoDB_20120810.PutItem',
    });
    expect(asked.aws[0]?.query).toEqual({ one: ['b'], all: ['a', 'b'] });
  });

  test('fill the path of a service, whose slashes they keep', async () => {
    const uri = 'arn:aws:apigateway:eu-west-1:s3:path/{bucket}/{key}';
    const { asked } = await mapped(
      { 'integration.request.path.bucket': "'photos'", 'integration.request.path.key': 'method.request.path.proxy' },
      request({ method: 'GET', pathParameters: { proxy: 'a b/ü?.png' } }),
      { uri, method: 'GET' },
    );
    expect(asked.aws[0]).toMatchObject({
      service: 's3',
      region: 'eu-west-1',
      method: 'GET',
      path: '/photos/a%20b/%C3%BC%3F.png',
    });
  });

  test('templates override them', async () => {
    const { asked } = await mapped({ 'integration.request.header.X-A': "'parameter'" }, request({ body: '{}' }), {
      requestTemplates: {
        'application/json':
          '#set($context.requestOverride.header.X-A = "template")#set($context.requestOverride.querystring.n = ["1", "2"]){}',
      },
    });
    expect(headersOf(asked.aws[0]?.headers ?? [])['X-A']).toBe('template');
    expect(asked.aws[0]?.query).toEqual({ n: ['1', '2'] });
  });

  test.each([
    ['integration.request.header.Authorization', "'x'", /cannot be mapped/],
    ['integration.request.header.Content-Length', "'1'", /cannot be mapped/],
    ['integration.request.cookie.a', "'1'", /not understood/],
    ['integration.request.header.a', 'method.request.cookie.a', /not understood/],
    ['integration.request.header.a', 'nothing', /not understood/],
    ['integration.request.header.a', 'method.request.body.a', /not JSON/],
  ])('fails when %s is %s', async (target, source, why) => {
    const { status, body, why: said } = await mapped({ [target]: source }, request({ body: '{' }));
    expect([status, body]).toEqual([500, 'Internal server error']);
    expect(said).toMatch(why);
  });
});

describe('AWS services', () => {
  test('an action is a call with its target, body and role', async () => {
    const { asked } = await called({
      ...TABLE,
      requestTemplates: { 'application/json': '{"TableName": "$stageVariables.table"}' },
    });
    expect(asked.aws[0]).toMatchObject({
      ...{ service: 'dynamodb', region: 'eu-west-1', method: 'POST', path: '/', credentialsArn: ROLE },
      body: Buffer.from('{"TableName": "Orders"}'),
    });
  });

  test.each([
    ['sqs:action/SendMessage', { path: '/', query: { Action: ['SendMessage'], Version: ['2012-11-05'] } }],
    ['sns:action/Publish&TopicArn=a', { path: '/', query: { Action: ['Publish'], Version: ['2010-03-31'], TopicArn: ['a'] } }],
    ['sqs:path/123456789012/orders', { path: '/123456789012/orders', query: {} }],
    ['sqs:path/123456789012/orders?Action=SendMessage', { path: '/123456789012/orders', query: { Action: ['SendMessage'] } }],
    ['photos.s3:path/a/b', { service: 's3', subdomain: 'photos', path: '/a/b' }],
    ['kinesis:action/PutRecord', { headers: expect.arrayContaining(['X-Amz-Target', 'Kinesis_20131202.PutRecord']) }],
    ['events:action/PutEvents', { headers: expect.not.arrayContaining(['X-Amz-Target']) }],
  ])('%s', async (uri, expected) => {
    const { asked } = await called({ ...TABLE, uri: `arn:aws:apigateway:eu-west-1:${uri}` });
    expect(asked.aws[0]).toMatchObject(expected);
  });

  test('the status of the service selects the response, its headers and body go into it', async () => {
    const { status, headers, body } = await called(
      {
        ...TABLE,
        responses: [
          ...OK,
          {
            statusCode: '409',
            selectionPattern: '400',
            responseTemplates: { 'application/json': '{"type": "$input.path(\'$.__type\')"}' },
            responseParameters: {
              'method.response.header.X-Id': 'integration.response.header.x-amzn-RequestId',
              'method.response.header.X-Message': 'integration.response.body.message',
              'method.response.header.X-No': 'integration.response.header.no',
            },
          },
        ],
      },
      request(),
      {
        aws: {
          status: 400,
          headers: ['Content-Type', 'application/json', 'x-amzn-RequestId', 'r7'],
          body: Buffer.from('{"__type": "ConditionalCheckFailedException", "message": "no"}'),
        },
      },
    );
    expect({ status, body }).toEqual({ status: 409, body: '{"type": "ConditionalCheckFailedException"}' });
    expect(headers).toEqual({ 'Content-Type': 'application/json', 'X-Id': 'r7', 'X-Message': 'no' });
  });

  test.each([
    [{ uri: 'arn:aws:apigateway:eu-west-1:states:action/StartExecution' }, /does not emulate the service states/],
    [{ uri: 'arn:aws:apigateway:eu-west-1:s3:action/GetObject' }, /does not emulate actions of s3/],
    [{ uri: 'arn:aws:sqs:eu-west-1:1:orders' }, /is none of an AWS service/],
    [{ credentialsArn: undefined }, /has no credentials/],
    [{ credentialsArn: 'arn:aws:iam::*:user/*' }, /credentials of the client/],
  ])('fails when the integration has %p', async (more, why) => {
    const { credentialsArn, ...rest } = { ...TABLE, ...more };
    const { status, body, why: said } = await called({ ...rest, ...(credentialsArn && { credentialsArn }) });
    expect([status, body]).toEqual([500, 'Internal server error']);
    expect(said).toMatch(why);
  });

  test('fails when an operation is not emulated, and says which', async () => {
    const { status, why } = await called(TABLE, request(), {
      aws: { status: 400, notEmulated: 'lambda-kit does not emulate PutItem of dynamodb.' },
    });
    expect([status, why]).toEqual([500, 'lambda-kit does not emulate PutItem of dynamodb.']);
  });
});

describe('binary bodies', () => {
  const PIXELS = Buffer.from([0xff, 0xd8, 0x00]);
  const BUCKET = { ...TABLE, uri: 'arn:aws:apigateway:eu-west-1:s3:path/photos/a', method: 'PUT' };
  const image = (more: object = {}) =>
    request({ headers: ['Content-Type', 'image/png'], body: PIXELS, binaryMediaTypes: ['image/*'], ...more });

  test('go to the service as they are, or as base64 where that is wished', async () => {
    expect((await called(BUCKET, image())).asked.aws[0]?.body).toEqual(PIXELS);
    const text = await called({ ...BUCKET, contentHandling: 'CONVERT_TO_TEXT' }, image());
    expect(text.asked.aws[0]?.body.toString()).toBe('/9gA');
    const decoded = await called(
      { ...BUCKET, contentHandling: 'CONVERT_TO_BINARY' },
      image({ headers: [], body: '/9gA', binaryMediaTypes: [] }),
    );
    expect(decoded.asked.aws[0]?.body).toEqual(PIXELS);
  });

  test.each([
    ['image/png', undefined, PIXELS],
    ['text/plain', undefined, Buffer.from('/9gA')],
    ['image/png', 'CONVERT_TO_TEXT', Buffer.from('/9gA')],
    ['text/plain', 'CONVERT_TO_BINARY', PIXELS],
  ] as const)('come to a client that accepts %s with %p as %p', async (accept, contentHandling, body) => {
    const { answer } = await called(
      { ...BUCKET, method: 'GET', responses: [{ statusCode: '200', ...(contentHandling && { contentHandling }) }] },
      image({ headers: ['Accept', accept] }),
      { aws: { headers: ['Content-Type', 'image/png'], body: PIXELS } },
    );
    expect(answer).toMatchObject({ body });
  });

  test('fail in a template, and when base64 is none', async () => {
    const templated = await called({ ...BUCKET, requestTemplates: { 'image/png': '$input.body' } }, image());
    expect([templated.status, templated.why]).toEqual([500, 'a mapping template cannot take a binary body']);
    const broken = await called({ ...BUCKET, contentHandling: 'CONVERT_TO_BINARY' }, request({ body: '{}' }));
    expect(broken.status).toBe(500);
  });
});

describe('HTTP', () => {
  const HTTP: RestIntegration = {
    type: 'HTTP',
    uri: 'http://backend/{id}',
    method: 'GET',
    responses: [...OK, { statusCode: '400', selectionPattern: '4\\d{2}' }],
  };

  test('the status selects the response', async () => {
    const { status, asked } = await called(
      { ...HTTP, requestParameters: { 'integration.request.path.id': 'method.request.path.id' } },
      request(),
      { http: { status: 404 } },
    );
    expect([status, asked.http[0]?.uri]).toEqual([400, 'http://backend/7']);
  });

  test('a proxy passes everything on', async () => {
    const { status, headers, asked } = await called({ ...HTTP, type: 'HTTP_PROXY', method: 'ANY' }, request(), {
      http: { status: 404, headers: ['X-A', 'b'] },
    });
    expect([status, headers]).toEqual([404, { 'X-A': 'b' }]);
    expect(asked.http[0]).toMatchObject({ method: 'POST', query: { q: ['a', 'b'] } });
  });

  test('fails when it does not answer, and where it is not emulated', async () => {
    const { status, answer } = await called(HTTP, request(), { http: new Error('no route') });
    expect([status, answer]).toEqual([504, expect.objectContaining({ response: 'INTEGRATION_FAILURE' })]);
    expect((await called(HTTP)).why).toBe('lambda-kit does not emulate integrations of type HTTP');
  });
});
