import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { nodeLauncher } from '../../../src/local/drivers/node';
import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import { json } from '../../contract/driver';
import { DriverScene, filesIn } from '../../support/driver-scene';

test.each([
  ['index.js', "const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda'); exports.handler = handler;"],
  ['index.mjs', "import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda'; export { handler };"],
])('a call of the AWS SDK in %s goes to the executor, with made-up credentials', async (file, head) => {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url} ${/Credential=\w+/.exec(request.headers.authorization ?? '')}`);
    response.end('"from the executor"');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sdkFolders = [join(__dirname, '../../../node_modules')];
  const scene = await DriverScene.open(
    (needs) =>
      new ProcessDriver({ ...needs, endpointUrl, path: process.env.PATH ?? '', launchers: [nodeLauncher({ sdkFolders })] }),
    'nodejs22.x',
  );
  try {
    const body = `
      async function handler() {
        const { Payload } = await new LambdaClient().send(new InvokeCommand({ FunctionName: 'other' }));
        return JSON.parse(Payload.transformToString());
      }`;
    const environment = await scene.start({
      code: { kind: 'directory', path: filesIn(join(scene.folder.path, 'app'), { [file]: head + body }) },
    });

    expect(json(await environment.invoke({}))).toBe('from the executor');
    expect(calls).toEqual(['POST /2015-03-31/functions/other/invocations Credential=111122223333']);
  } finally {
    server.close();
    server.closeAllConnections();
    await scene.end();
  }
});
