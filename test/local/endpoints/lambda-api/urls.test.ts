import {
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  ListFunctionUrlConfigsCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { lambdaFunction } from '../../engine/app';
import { ARN, closeControlPlanes, controlPlane, refusal } from './scene';

afterEach(closeControlPlanes);

const FunctionName = 'orders';

async function scene() {
  const orders = lambdaFunction(FunctionName, { versions: ['1'], aliases: [{ name: 'live', version: '1' }] });
  const { lambda, registry } = await controlPlane({ functions: [orders] });
  const create = (input: object = {}) =>
    lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE', ...input }));
  const update = (input: object) => lambda.send(new UpdateFunctionUrlConfigCommand({ FunctionName, ...input }));
  const get = (Qualifier?: string) => lambda.send(new GetFunctionUrlConfigCommand({ FunctionName, Qualifier }));
  const remove = (Qualifier?: string) => lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName, Qualifier }));
  return { lambda, registry, create, update, get, remove };
}

test('a URL is made, read, changed and deleted (URL-01, URL-02)', async () => {
  const { create, update, get, remove } = await scene();
  const Cors = { AllowOrigins: ['https://app.example.com'], AllowMethods: ['GET'], MaxAge: 60 };

  const { $metadata: made, ...created } = await create({ Cors });
  const { $metadata: _, ...read } = await get();
  const { $metadata: __, ...changed } = await update({ AuthType: 'AWS_IAM', InvokeMode: 'RESPONSE_STREAM' });
  const { $metadata: deleted } = await remove();

  expect([made.httpStatusCode, deleted.httpStatusCode]).toEqual([201, 204]);
  expect(created).toEqual({
    FunctionUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1\/_url\/[0-9a-z]{32}\/$/),
    FunctionArn: `${ARN}:orders`,
    AuthType: 'NONE',
    Cors,
    CreationTime: '2026-11-20T12:00:00.000Z',
  });
  expect(read).toEqual({ ...created, LastModifiedTime: '2026-11-20T12:00:00.000Z', InvokeMode: 'BUFFERED' });
  expect(changed).toEqual({ ...read, AuthType: 'AWS_IAM', InvokeMode: 'RESPONSE_STREAM' });
  expect(await refusal(get())).toEqual(['ResourceNotFoundException', 404, 'The resource you requested does not exist.']);
});

test('a change that says nothing of the mode is told nothing of it, and keeps it (URL-02)', async () => {
  const { create, get, update } = await scene();
  await create({ InvokeMode: 'RESPONSE_STREAM' });

  expect(await update({ AuthType: 'AWS_IAM' })).not.toHaveProperty('InvokeMode');
  expect(await get()).toMatchObject({ AuthType: 'AWS_IAM', InvokeMode: 'RESPONSE_STREAM' });
});

test('an empty CORS configuration ends CORS', async () => {
  const { create, update } = await scene();
  await create({ Cors: { AllowOrigins: ['*'] } });

  expect(await update({ Cors: {} })).not.toHaveProperty('Cors');
});

test('an alias has a URL of its own; URLs are listed in pages', async () => {
  const { lambda, create, get } = await scene();
  await create();
  await create({ Qualifier: 'live' });
  const list = (input = {}) => lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName, ...input }));

  const first = await list({ MaxItems: 1 });
  const second = await list({ Marker: first.NextMarker });

  const arns = [first, second].flatMap(({ FunctionUrlConfigs: all = [] }) => all.map((each) => each.FunctionArn));
  expect(arns).toEqual([`${ARN}:orders`, `${ARN}:orders:live`]);
  expect((await get('live')).FunctionArn).toBe(`${ARN}:orders:live`);
});

test('fails when there is a URL already (URL-02)', async () => {
  const { create } = await scene();
  await create();

  expect(await refusal(create())).toEqual([
    'ResourceConflictException',
    409,
    `Failed to create function url config for [functionArn = ${ARN}:orders]. Error message:  FunctionUrlConfig exists for this Lambda function`,
  ]);
});

test.each([
  [{ Qualifier: '1' }, 'ValidationException', 400, expect.stringContaining('((?!^\\d+$)^[0-9a-zA-Z-_]+$)')],
  [{ Qualifier: '$LATEST' }, 'ValidationException', 400, expect.stringContaining("Value '$LATEST' at 'qualifier'")],
  [{ Qualifier: 'nobody' }, 'ResourceNotFoundException', 404, 'Function does not exist'],
  [{ FunctionName: 'nobody' }, 'ResourceNotFoundException', 404, 'Function does not exist'],
  [{ FunctionName: 'orders:1' }, 'ValidationException', 400, expect.stringContaining("Value 'orders:1' at 'functionName'")],
  [{ AuthType: 'SOME' }, 'ValidationException', 400, expect.stringContaining("Value 'SOME' at 'authType'")],
  [{ Cors: { MaxAge: 86_401 } }, 'ValidationException', 400, expect.stringContaining("'cors.maxAge'")],
  [
    { Cors: { AllowMethods: ['OPTIONS'] } },
    'ValidationException',
    400,
    expect.stringContaining("Value '[OPTIONS]' at 'cors.allowMethods'"),
  ],
])('fails when a URL is made with %j (URL-02, URL-40)', async (input, ...refused) => {
  const { create } = await scene();

  expect(await refusal(create(input))).toEqual(refused);
});

test('fails when there is no URL to change or delete (URL-02)', async () => {
  const { update, remove } = await scene();

  expect((await refusal(update({ AuthType: 'NONE' })))[2]).toBe('The resource you requested does not exist.');
  expect((await refusal(remove('live')))[2]).toBe('The resource you requested does not exist.');
});
