import {
  AddPermissionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteAliasCommand,
  DeleteFunctionUrlConfigCommand,
  LambdaClient,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { LocalExecutor } from '../../src/local/executor';
import { appOf, nodeFunction, running, stopAll } from './scene';

const clients: LambdaClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await stopAll();
});

const FORBIDDEN = {
  Message:
    'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
};

/** A function `orders` with an alias `live`; both have a public URL where `urls` says so. */
async function orders({ urls }: { readonly urls: boolean }) {
  const local = await running(
    appOf((stack) => {
      const fn = nodeFunction(stack, 'Orders', 'exports.handler = async (_, { functionVersion }) => functionVersion;', {
        functionName: 'orders',
      });
      const live = fn.addAlias('live');
      if (!urls) return;
      fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
      live.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    }),
  );
  const { endpoint, credentials } = local;
  const lambda = new LambdaClient({ endpoint, region: 'us-east-1', credentials });
  clients.push(lambda);
  return { local, lambda };
}

async function get(href: string) {
  const response = await fetch(href);
  const text = await response.text();
  return [response.status, response.ok ? text : JSON.parse(text)];
}

/** Of the function, and of its alias. */
function hrefsOf(local: LocalExecutor): readonly [string, string] {
  const urls = local.urls().flatMap((each) => (each.kind === 'functionUrl' ? [each] : []));
  const href = (isOfAlias: boolean) => urls.find(({ qualifier }) => (qualifier !== undefined) === isOfAlias)?.href as string;
  return [href(false), href(true)];
}

test('the URL of an alias goes with the alias, and is forbidden from then on (URL-03, URL-30)', async () => {
  const { local, lambda } = await orders({ urls: true });
  const [unqualified, live] = hrefsOf(local);
  expect([await get(unqualified), await get(live)]).toEqual([
    [200, '$LATEST'],
    [200, '1'],
  ]);

  await lambda.send(new DeleteAliasCommand({ FunctionName: 'orders', Name: 'live' }));

  expect([await get(unqualified), await get(live)]).toEqual([
    [200, '$LATEST'],
    [403, FORBIDDEN],
  ]);
  expect(local.journal.entries.filter(({ kind }) => kind === 'http').at(-1)).toMatchObject({
    status: 403,
    refused: 'the function URL has been deleted',
  });
});

test('a URL that is deleted before anybody has called it is forbidden too (URL-30)', async () => {
  const { local, lambda } = await orders({ urls: true });
  const [unqualified] = hrefsOf(local);

  await lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName: 'orders' }));

  expect(await get(unqualified)).toEqual([403, FORBIDDEN]);
});

test('a URL that is made at run time needs both statements, on its own qualifier (URL-11, URL-12, URL-14)', async () => {
  const { lambda } = await orders({ urls: false });
  const [FunctionName, Principal] = ['orders', '*'];
  const { FunctionUrl = '' } = await lambda.send(
    new CreateFunctionUrlConfigCommand({ FunctionName, Qualifier: 'live', AuthType: 'NONE' }),
  );
  const permit = async (Action: string, Qualifier: string | undefined) => {
    const condition =
      Action === 'lambda:InvokeFunctionUrl' ? { FunctionUrlAuthType: 'NONE' as const } : { InvokedViaFunctionUrl: true };
    const StatementId = Action.replace(':', '-');
    await lambda.send(new AddPermissionCommand({ FunctionName, Qualifier, StatementId, Action, Principal, ...condition }));
    return get(FunctionUrl);
  };

  expect(await get(FunctionUrl)).toEqual([403, FORBIDDEN]);
  expect(await permit('lambda:InvokeFunctionUrl', undefined)).toEqual([403, FORBIDDEN]);
  expect(await permit('lambda:InvokeFunction', undefined)).toEqual([403, FORBIDDEN]);
  expect(await permit('lambda:InvokeFunctionUrl', 'live')).toEqual([403, FORBIDDEN]);
  expect(await permit('lambda:InvokeFunction', 'live')).toEqual([200, '1']);

  await lambda.send(new UpdateFunctionUrlConfigCommand({ FunctionName, Qualifier: 'live', AuthType: 'AWS_IAM' }));
  expect(await get(FunctionUrl)).toEqual([403, FORBIDDEN]);
});
