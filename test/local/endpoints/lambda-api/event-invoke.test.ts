import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  ListFunctionEventInvokeConfigsCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { lambdaFunction } from '../../engine/app';
import { ARN, closeControlPlanes, controlPlane, refusal } from './scene';

afterEach(closeControlPlanes);

const FunctionName = 'orders';
const queue = 'arn:aws:sqs:us-east-1:000000000000:failed';
const onFailure = (Destination: string) => ({ DestinationConfig: { OnFailure: { Destination } } });

async function scene() {
  const orders = lambdaFunction(FunctionName, { versions: ['1'], aliases: [{ name: 'live', version: '1' }] });
  const { lambda, registry } = await controlPlane({ functions: [orders, lambdaFunction('audit')] });
  const put = (input: object) => lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, ...input }));
  const update = (input: object) => lambda.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, ...input }));
  const get = (Qualifier?: string) => lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier }));
  return { lambda, registry, put, update, get };
}

test('putting replaces everything, updating what is said; without a qualifier it is $LATEST’s (INV-60)', async () => {
  const { put, update, get, registry } = await scene();

  const { $metadata: _, ...first } = await put({ MaximumRetryAttempts: 1, ...onFailure(queue) });
  const { $metadata: __, ...merged } = await update({ MaximumEventAgeInSeconds: 60 });
  await put({ MaximumRetryAttempts: 0 });

  expect(first).toEqual({
    FunctionArn: `${ARN}:orders:$LATEST`,
    LastModified: new Date('2026-11-20T12:00:00Z'),
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: queue } },
  });
  expect(merged).toMatchObject({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60, ...onFailure(queue) });
  expect(await get()).toMatchObject({ MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: {} } });
  expect(registry.functions[0]?.asyncConfigurations).toEqual([
    expect.objectContaining({ qualifier: '$LATEST', maximumRetryAttempts: 0 }),
  ]);
});

test('an empty destination takes the one that was there away', async () => {
  const { put, update } = await scene();
  await put({ MaximumRetryAttempts: 1, ...onFailure(queue) });

  expect((await update(onFailure(''))).DestinationConfig).toEqual({ OnSuccess: {}, OnFailure: {} });
});

test('configurations are listed in pages and deleted one by one', async () => {
  const { lambda, put, get } = await scene();
  await put({ MaximumRetryAttempts: 1 });
  await put({ MaximumRetryAttempts: 2, Qualifier: 'live' });
  await put({ MaximumRetryAttempts: 0 });
  const list = (input = {}) => lambda.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName, ...input }));

  const first = await list({ MaxItems: 1 });
  const second = await list({ Marker: first.NextMarker });
  const { $metadata } = await lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: 'live' }));

  const arns = [first, second].flatMap(({ FunctionEventInvokeConfigs: all = [] }) => all.map((each) => each.FunctionArn));
  expect(arns).toEqual([`${ARN}:orders:$LATEST`, `${ARN}:orders:live`]);
  expect($metadata.httpStatusCode).toBe(204);
  expect(await refusal(get('live'))).toEqual([
    'ResourceNotFoundException',
    404,
    `The function ${ARN}:orders:live doesn't have an EventInvokeConfig`,
  ]);
});

test.each([
  [{}, 'InvalidParameterValueException', 'You must specify at least one of error handling or destination setting.'],
  [onFailure(`${ARN}:orders`), 'InvalidParameterValueException', "You can't specify the function as a destination for itself."],
  [onFailure(`${ARN}:nobody`), 'InvalidParameterValueException', `The destination ARN ${ARN}:nobody is invalid.`],
  [
    { DestinationConfig: { OnSuccess: { Destination: 'arn:aws:s3:::bucket' } } },
    'InvalidParameterValueException',
    'The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:s3:::bucket), onFailure=null) is invalid.',
  ],
  [
    { MaximumRetryAttempts: 3 },
    'ValidationException',
    "1 validation error detected: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
  ],
  [
    { MaximumEventAgeInSeconds: 59, MaximumRetryAttempts: -1 },
    'ValidationException',
    expect.stringMatching(/^2 validation errors detected: .*; /),
  ],
  [onFailure('nothing'), 'ValidationException', expect.stringContaining("'destinationConfig.onFailure.destination'")],
])('fails when %j is asked for (INV-61)', async (input, type, text) => {
  const { put } = await scene();

  expect(await refusal(put(input))).toEqual([type, 400, text]);
});

test('a function and, for what failed, a bucket may be destinations (INV-68)', async () => {
  const { put } = await scene();

  await put(onFailure(`${ARN}:audit`));
  await put(onFailure('arn:aws:s3:::bucket'));
});

test('fails when the function or its qualifier is not there (FN-05, INV-61)', async () => {
  const { put, get, lambda } = await scene();
  const config = { MaximumRetryAttempts: 1 };

  expect((await refusal(put({ FunctionName: 'nobody', ...config })))[2]).toBe("The function doesn't exist.");
  expect((await refusal(put({ Qualifier: '9', ...config })))[2]).toBe("The function doesn't exist.");
  expect((await refusal(get()))[2]).toBe(`The function ${ARN}:orders:$LATEST doesn't have an EventInvokeConfig`);
  const missing = lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: 'nobody' }));
  expect((await refusal(missing))[2]).toBe(`The function ${ARN}:nobody:$LATEST doesn't have an EventInvokeConfig`);
});
