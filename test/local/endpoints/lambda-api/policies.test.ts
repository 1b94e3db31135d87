import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { lambdaFunction } from '../../engine/app';
import { ARN, closeControlPlanes, controlPlane, refusal } from './scene';

afterEach(closeControlPlanes);

const FunctionName = 'orders';
const basics = { FunctionName, StatementId: 's1', Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' };

async function scene() {
  const orders = lambdaFunction(FunctionName, { versions: ['1'], aliases: [{ name: 'live', version: '1' }] });
  const { lambda, registry } = await controlPlane({ functions: [orders] });
  const add = async (input = {}) => {
    const { Statement = '' } = await lambda.send(new AddPermissionCommand({ ...basics, ...input }));
    return JSON.parse(Statement);
  };
  const policy = (Qualifier?: string) => lambda.send(new GetPolicyCommand({ FunctionName, Qualifier }));
  const remove = (input = {}) => lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 's1', ...input }));
  return { lambda, registry, add, policy, remove };
}

test.each([
  [{ Principal: 's3.amazonaws.com' }, { Service: 's3.amazonaws.com' }, undefined],
  [{ Principal: '*' }, '*', undefined],
  [{ Principal: '123456789012' }, { AWS: 'arn:aws:iam::123456789012:root' }, undefined],
  [
    { SourceArn: 'arn:aws:s3:::bucket', SourceAccount: '123456789012' },
    { Service: 'events.amazonaws.com' },
    { StringEquals: { 'AWS:SourceAccount': '123456789012' }, ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::bucket' } },
  ],
  [{ Principal: '*', PrincipalOrgID: 'o-1234567890' }, '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } }],
  [
    { Principal: 'alexa-appkit.amazon.com', EventSourceToken: 'amzn1.ask' },
    { Service: 'alexa-appkit.amazon.com' },
    { StringEquals: { 'lambda:EventSourceToken': 'amzn1.ask' } },
  ],
  [
    { Principal: '*', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' },
    '*',
    { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
  ],
  [{ Principal: '*', InvokedViaFunctionUrl: true }, '*', { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }],
])('a permission with %j becomes a statement (IAM-03)', async (input, Principal, Condition) => {
  const { add } = await scene();

  expect(await add(input)).toEqual({
    Sid: 's1',
    Effect: 'Allow',
    Principal,
    Action: (input as { Action?: string }).Action ?? 'lambda:InvokeFunction',
    Resource: `${ARN}:orders`,
    ...(Condition && { Condition }),
  });
});

test('each alias, version and function has a policy of its own, with a revision (IAM-02, ALS-09)', async () => {
  const { add, policy, remove } = await scene();
  await add();
  await add({ Qualifier: 'live' });
  const own = await policy();
  const live = await policy('live');

  expect(JSON.parse(own.Policy ?? '')).toEqual({
    Version: '2012-10-17',
    Id: 'default',
    Statement: [expect.objectContaining({ Sid: 's1', Resource: `${ARN}:orders` })],
  });
  expect(JSON.parse(live.Policy ?? '').Statement[0].Resource).toBe(`${ARN}:orders:live`);
  expect(own.RevisionId).not.toBe(live.RevisionId);

  expect((await remove({ Qualifier: 'live' })).$metadata.httpStatusCode).toBe(204);
  expect((await refusal(policy('live')))[2]).toBe('The resource you requested does not exist.');
  expect((await policy()).RevisionId).toBe(own.RevisionId);
});

test('statements of the app have ids by which they can be removed', async () => {
  const address = { stack: 'Shop', logicalId: 'AllowS3', path: 'Shop/AllowS3' };
  const permission = { address, action: 'lambda:InvokeFunction', principal: 's3.amazonaws.com' };
  const { lambda, registry } = await controlPlane({ functions: [lambdaFunction(FunctionName, { permissions: [permission] })] });

  await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'Shop-AllowS3' }));

  expect(registry.functions[0]?.permissions).toEqual([]);
});

test.each([
  [
    { StatementId: 's1' },
    'ResourceConflictException',
    409,
    'The statement id (s1) provided already exists. Please provide a new statement id, or remove the existing statement.',
  ],
  [
    { StatementId: 's2', Qualifier: '$LATEST' },
    'InvalidParameterValueException',
    400,
    'We currently do not support adding policies for $LATEST.',
  ],
  [
    { StatementId: 's2', Principal: 'nobody' },
    'InvalidParameterValueException',
    400,
    'The provided principal was invalid. Please check the principal and try again.',
  ],
  [{ StatementId: 's2', Qualifier: 'nobody' }, 'ResourceNotFoundException', 404, `Cannot find alias arn: ${ARN}:orders:nobody`],
  [{ StatementId: 's2', Qualifier: '42' }, 'ResourceNotFoundException', 404, `Function not found: ${ARN}:orders:42`],
  [{ StatementId: 's2', FunctionName: 'nobody' }, 'ResourceNotFoundException', 404, `Function not found: ${ARN}:nobody`],
  [
    { StatementId: 's2', RevisionId: 'old' },
    'PreconditionFailedException',
    412,
    'The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id',
  ],
  [{ StatementId: 'a b' }, 'ValidationException', 400, expect.stringContaining("Value 'a b' at 'statementId'")],
  [{ StatementId: 's2', Action: 'invoke' }, 'ValidationException', 400, expect.stringContaining("Value 'invoke' at 'action'")],
  [{ StatementId: 's2', SourceAccount: '1' }, 'ValidationException', 400, expect.stringContaining("'sourceAccount'")],
])('fails when a permission is added with %j (IAM-04, IAM-05)', async (input, ...refused) => {
  const { add } = await scene();
  await add();

  expect(await refusal(add(input))).toEqual(refused);
});

test('fails when a policy becomes larger than 20 KB (IAM-02)', async () => {
  const { add } = await scene();
  const SourceArn = `arn:aws:s3:::${'b'.repeat(1900)}`;
  for (let i = 0; i < 9; i++) await add({ StatementId: `s${i}`, SourceArn });

  expect((await refusal(add({ StatementId: 'last', SourceArn }))).slice(0, 2)).toEqual(['PolicyLengthExceededException', 400]);
});

test.each([
  [{}, 404, 'No policy is associated with the given resource.'],
  [{ FunctionName: 'nobody' }, 404, `No policy found for: ${ARN}:nobody`],
  [{ Qualifier: '42' }, 404, `Function not found: ${ARN}:orders:42`],
])('fails when a permission is removed with %j and there is no policy (IAM-05)', async (input, status, text) => {
  const { remove } = await scene();

  expect(await refusal(remove(input))).toEqual(['ResourceNotFoundException', status, text]);
});

test('fails when a statement is removed that is not there, or by an old revision (IAM-05)', async () => {
  const { add, remove } = await scene();
  await add();

  expect((await refusal(remove({ StatementId: 's9' })))[2]).toBe('Statement s9 is not found in resource policy.');
  expect((await refusal(remove({ RevisionId: 'old' }))).slice(0, 2)).toEqual(['PreconditionFailedException', 412]);
});

test('fails when the policy of nobody is asked for (IAM-05)', async () => {
  const { lambda, policy } = await scene();

  expect((await refusal(policy()))[2]).toBe('The resource you requested does not exist.');
  const missing = lambda.send(new GetPolicyCommand({ FunctionName: 'nobody' }));
  expect((await refusal(missing))[2]).toBe('The resource you requested does not exist.');
});
