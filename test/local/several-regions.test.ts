import { InvokeAsyncCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { App, Stack } from 'aws-cdk-lib';
import type { LocalExecutor } from '../../src/local/executor';
import { nodeFunction, running, stopAll, temporaryFolder } from './scene';

const REGIONS = ['eu-west-1', 'us-west-2'];
const ACCOUNT = '111122223333';
const arnOf = (region: string, name: string) => `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`;

/** The same functions in two Regions: one tells its ARN, the other asks it to, by its name. */
function twice(): Promise<LocalExecutor> {
  const app = new App({ outdir: temporaryFolder() });
  for (const region of REGIONS) {
    const stack = new Stack(app, `App-${region}`, { env: { account: ACCOUNT, region } });
    nodeFunction(stack, 'Named', 'exports.handler = async (event, { invokedFunctionArn }) => invokedFunctionArn;', {
      functionName: 'named',
    });
    const source = `const { InvokeCommand, LambdaClient } = require('@aws-sdk/client-lambda');
      exports.handler = async () => {
        const { Payload } = await new LambdaClient().send(new InvokeCommand({ FunctionName: 'named' }));
        return JSON.parse(Payload.transformToString());
      };`;
    nodeFunction(stack, 'Asks', source, { functionName: 'asks' });
  }
  return running(app);
}

const clients: LambdaClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await stopAll();
});

function sdk({ endpoint, credentials }: LocalExecutor, region: string): LambdaClient {
  const client = new LambdaClient({ endpoint, region, credentials });
  clients.push(client);
  return client;
}

test('a name means the function of the Region that the client, or the handler, is in', async () => {
  const local = await twice();
  const told = async (region: string, FunctionName: string) => {
    const { Payload } = await sdk(local, region).send(new InvokeCommand({ FunctionName }));
    return JSON.parse(Payload?.transformToString() ?? '');
  };

  for (const region of REGIONS) {
    expect([await told(region, 'named'), await told(region, 'asks')]).toEqual(Array(2).fill(arnOf(region, 'named')));
  }
});

test('InvokeAsync reaches the function of its Region (INV-03)', async () => {
  const local = await twice();

  await sdk(local, 'us-west-2').send(new InvokeAsyncCommand({ FunctionName: 'named', InvokeArgs: '{}' }));
  await local.settle();

  const ran = local.function(arnOf('us-west-2', 'named')).invocations;
  expect(ran).toMatchObject([{ outcome: 'succeeded', payload: arnOf('us-west-2', 'named') }]);
});

test('fails when the ARN is of another Region of the app than the client is for (ERR-07)', async () => {
  const invocation = sdk(await twice(), 'eu-west-1').send(new InvokeCommand({ FunctionName: arnOf('us-west-2', 'named') }));

  await expect(invocation).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: "Functions from 'us-west-2' are not reachable in this region ('eu-west-1')",
  });
});
