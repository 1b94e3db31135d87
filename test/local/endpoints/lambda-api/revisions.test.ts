import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  PublishVersionCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-lambda';
import { lambdaFunction } from '../../engine/app';
import { ARN, closeControlPlanes, controlPlane, refusal, zip } from './scene';

afterEach(closeControlPlanes);

const FunctionName = 'orders';
const permission = { FunctionName, StatementId: 's3', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' };
const OLD =
  'The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id';

async function scene() {
  const orders = lambdaFunction(FunctionName, { versions: ['1'], aliases: [{ name: 'live', version: '1' }] });
  const { lambda, registry } = await controlPlane({ functions: [orders] });
  const add = (input = {}) => lambda.send(new AddPermissionCommand({ ...permission, ...input }));
  const remove = (input = {}) => lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 's3', ...input }));
  const policy = async (Qualifier?: string) => (await lambda.send(new GetPolicyCommand({ FunctionName, Qualifier }))).RevisionId;
  const revision = async (Qualifier?: string) =>
    (await lambda.send(new GetFunctionCommand({ FunctionName, Qualifier }))).Configuration?.RevisionId;
  const ofAlias = async () => (await lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }))).RevisionId;
  return { lambda, registry, add, remove, policy, revision, ofAlias };
}

test('a function and its policy have one revision, which every change of the policy renews (IAM-05)', async () => {
  const { add, remove, policy, revision } = await scene();
  const before = await revision();

  await add({ RevisionId: before });
  const added = await revision();
  const ofPolicy = await policy();
  await remove({ RevisionId: ofPolicy });
  const removed = await revision();

  expect(ofPolicy).toBe(added);
  expect(new Set([before, added, removed]).size).toBe(3);
});

test('the policy of a version or an alias has the revision of that, and leaves the function’s as it is (IAM-05, ALS-09)', async () => {
  const { add, policy, revision, ofAlias } = await scene();
  const [own, version, alias] = [await revision(), await revision('1'), await ofAlias()];

  await add({ Qualifier: '1', RevisionId: version });
  await add({ Qualifier: 'live', RevisionId: alias });

  expect(await policy('1')).toBe(await revision('1'));
  expect(await policy('live')).toBe(await ofAlias());
  expect(await revision()).toBe(own);
  expect(await revision('1')).not.toBe(version);
  expect(await ofAlias()).not.toBe(alias);
});

test('fails when the caller names an old revision, also when the statement is there already (IAM-05)', async () => {
  const { add, remove, revision } = await scene();
  const old = await revision();
  await add();

  expect(await refusal(add({ RevisionId: old }))).toEqual(['PreconditionFailedException', 412, OLD]);
  expect(await refusal(remove({ RevisionId: old }))).toEqual(['PreconditionFailedException', 412, OLD]);
});

test('publishing renews the revision of the function; an alias of a version renews neither’s (VER-05)', async () => {
  const { lambda } = await controlPlane({ functions: [lambdaFunction(FunctionName)] });
  const revision = async (Qualifier?: string) =>
    (await lambda.send(new GetFunctionCommand({ FunctionName, Qualifier }))).Configuration?.RevisionId;
  const before = await revision();

  const published = await lambda.send(new PublishVersionCommand({ FunctionName, RevisionId: before }));
  const after = await revision();
  const again = await lambda.send(new PublishVersionCommand({ FunctionName, RevisionId: after }));
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'new', FunctionVersion: '1' }));

  expect(after).not.toBe(before);
  expect(again.RevisionId).toBe(published.RevisionId);
  expect([await revision(), await revision('1')]).toEqual([after, published.RevisionId]);
});

test('tags renew the revision of the function (FN-18)', async () => {
  const { lambda, revision } = await scene();
  const before = await revision();

  await lambda.send(new TagResourceCommand({ Resource: `${ARN}:orders`, Tags: { stage: 'test' } }));
  const tagged = await revision();
  await lambda.send(new UntagResourceCommand({ Resource: `${ARN}:orders`, TagKeys: ['stage'] }));

  expect(new Set([before, tagged, await revision()]).size).toBe(3);
});

test('a version that was made with its function has another revision once it is ready (FN-80, VER-06)', async () => {
  const { lambda } = await controlPlane({ functions: [] });
  const created = await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: 'arn:aws:iam::000000000000:role/orders',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zip({ 'index.js': '' }) },
      Publish: true,
    }),
  );
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName, Qualifier: '1' }));

  expect([created.Version, created.State, Configuration?.State]).toEqual(['1', 'Pending', 'Active']);
  expect(Configuration?.RevisionId).not.toBe(created.RevisionId);
});
