import { findTarget } from '../../../src/local/engine/target';
import { lambdaFunction } from './app';

const APP = [
  lambdaFunction('Orders', { versions: ['1', '2'], aliases: [{ name: 'live', version: '2' }] }),
  lambdaFunction('Ship'),
];
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:Orders';

test.each([
  ['Orders', undefined, ARN, '$LATEST'],
  ['function:Orders', undefined, ARN, '$LATEST'],
  ['000000000000:function:Orders', undefined, ARN, '$LATEST'],
  [ARN, undefined, ARN, '$LATEST'],
  [`${ARN}:live`, undefined, `${ARN}:live`, '2'],
  ['Orders:1', undefined, `${ARN}:1`, '1'],
  ['Orders', 'live', `${ARN}:live`, '2'],
  ['Orders', '$LATEST', `${ARN}:$LATEST`, '$LATEST'],
  ['Orders:live', 'live', `${ARN}:live`, '2'],
])('%s with qualifier %s is %s (FN-02, FN-92)', (name, qualifier, invokedFunctionArn, primary) => {
  expect(findTarget(APP, name, qualifier)).toMatchObject({ kind: 'target', invokedFunctionArn, routes: { primary } });
});

test.each([
  [
    'Nothing',
    undefined,
    404,
    'ResourceNotFoundException',
    'Function not found: arn:aws:lambda:us-east-1:000000000000:function:Nothing:$LATEST',
  ],
  ['Orders', 'dead', 404, 'ResourceNotFoundException', `Function not found: ${ARN}:dead`],
  ['Orders:3', undefined, 404, 'ResourceNotFoundException', `Function not found: ${ARN}:3`],
  ['Orders', '$latest', 404, 'ResourceNotFoundException', `Function not found: ${ARN}:$latest`],
  ['Orders', 'not one', 400, 'ValidationException', /^1 validation error detected: Value 'not one' at 'qualifier'/],
  [
    'Orders:live',
    '1',
    400,
    'InvalidParameterValueException',
    'The derived qualifier from the function name does not match the specified qualifier.',
  ],
  [
    ARN.replace('us-east-1', 'eu-west-1'),
    undefined,
    404,
    'ResourceNotFoundException',
    "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
  ],
  [ARN.replace('000000000000', '999999999999'), undefined, 403, 'AccessDeniedException', /999999999999/],
  [
    'arn:aws:s3:::bucket',
    undefined,
    400,
    'ValidationException',
    /at 'functionName' failed to satisfy constraint: Member must satisfy regular/,
  ],
  ['Orders:1:2', undefined, 400, 'ValidationException', /^1 validation error detected/],
  ['', undefined, 400, 'ValidationException', /^1 validation error detected: Value '' at 'functionName'/],
  [
    'no spaces',
    'no spaces either',
    400,
    'ValidationException',
    /^2 validation errors detected: Value 'no spaces' at 'functionName' .*; Value 'no spaces either' at 'qualifier'/,
  ],
  ['x'.repeat(300), undefined, 400, 'ValidationException', /Member must have length less than or equal to 256/],
])('fails when the function is %j and the qualifier %j (FN-02 to FN-05, ERR-03, ERR-07, ERR-08)', (name, qualifier, status, type, message) => {
  expect(findTarget(APP, name, qualifier)).toEqual({
    kind: 'awsError',
    status,
    type,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
});

test('a function is found in an app of several Regions by its ARN', () => {
  const abroad = lambdaFunction('Orders', { region: 'eu-west-1', arn: ARN.replace('us-east-1', 'eu-west-1') });

  expect(findTarget([...APP, abroad], abroad.arn)).toMatchObject({ function: { region: 'eu-west-1' } });
});

describe('in an app of several Regions', () => {
  const there = { region: 'eu-west-1', arn: ARN.replace('us-east-1', 'eu-west-1') };
  const both = [...APP, lambdaFunction('Orders', there)];

  test.each([
    ['Orders', 'us-east-1', ARN],
    ['Orders', 'eu-west-1', there.arn],
    ['000000000000:function:Orders', 'eu-west-1', there.arn],
    [there.arn, 'eu-west-1', there.arn],
    ['Orders', 'ap-south-1', ARN],
    ['Orders', undefined, ARN],
  ])('%s in a request to %s is the function there, if the app has any there', (name, region, arn) => {
    expect(findTarget(both, name, undefined, region)).toMatchObject({ function: { arn } });
  });

  test.each([
    ['Ship', 'eu-west-1', 'Function not found: arn:aws:lambda:eu-west-1:000000000000:function:Ship:$LATEST'],
    [there.arn, 'us-east-1', "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"],
    [ARN, 'eu-west-1', "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')"],
  ])('fails when %s is asked for in %s (FN-05, ERR-07)', (name, region, message) => {
    expect(findTarget(both, name, undefined, region)).toMatchObject({ type: 'ResourceNotFoundException', status: 404, message });
  });

  test('the ARN of a function that is not found has the partition of its Region', () => {
    const china = lambdaFunction('Orders', { region: 'cn-north-1' });

    expect(findTarget([china], 'Ship')).toMatchObject({
      message: 'Function not found: arn:aws-cn:lambda:cn-north-1:000000000000:function:Ship:$LATEST',
    });
  });
});
