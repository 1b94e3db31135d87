import { seededChance } from '../../src/local/chance';
import { assetText } from '../../src/local/drivers/assets';
import type { Authentication } from '../../src/local/endpoints/authentication';
import { awsApiDoor } from '../../src/local/endpoints/aws-api';
import { type RunningServer, startServer } from '../../src/local/endpoints/server';
import type { Identity } from '../../src/local/endpoints/sigv4';
import { awsError } from '../../src/local/engine/aws-error';
import type { Lambda } from '../../src/local/engine/ports';
import type { AwsService, Call } from '../../src/local/engine/service-port';
import { Journal } from '../../src/local/journal/journal';

const open: RunningServer[] = [];

const NO_LAMBDA: Lambda = { invoke: async () => awsError('ServiceException', 500, 'There is no Lambda here.') };

export const HOME = { account: '123456789012', region: 'eu-west-1' };

/** Who has the key `AKIDTEST`, which `client` signs with. */
export const TESTER: Identity = {
  secretAccessKey: 'secret',
  account: '210987654321',
  arn: 'arn:aws:iam::210987654321:user/tester',
  userId: 'AIDATESTER',
  allows: 'everything',
};

/** A server with these services and nothing else; its origin is what SDK clients take as `endpoint`. */
export async function servedServices(table: readonly AwsService[], mode: Authentication = 'any', now = () => Date.now()) {
  const credentials = (accessKeyId: string) => (accessKeyId === 'AKIDTEST' ? TESTER : undefined);
  const journal = new Journal(() => 0);
  const bugs: unknown[] = [];
  const server = await startServer({
    doors: [
      awsApiDoor({
        // A Lambda in the table takes invocations like everything else.
        ...(!table.some(({ id }) => id === 'lambda') && { lambda: NO_LAMBDA }),
        journal,
        chance: seededChance('services'),
        authentication: { mode, credentials, clock: { now } },
        services: { table, schema: (id) => assetText(`aws/${id}.json`), credentials, home: HOME },
      }),
    ],
    onBug: (error) => bugs.push(error),
  });
  open.push(server);
  const client = {
    endpoint: server.origin,
    region: HOME.region,
    credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  return { ...server, client, journal, bugs };
}

/** A service of one operation that answers `output` and keeps what it was asked. */
export function recording(id: AwsService['id'], operation: string, output: unknown, more: Partial<AwsService> = {}) {
  const asked: { input: unknown; call: Call }[] = [];
  const service: AwsService = {
    id,
    operations: {
      [operation]: (input: unknown, call: Call) => {
        asked.push({ input, call });
        return output;
      },
    },
    ...more,
  };
  return { service, asked };
}

/** To be called in `afterEach`. */
export async function closeServed(): Promise<void> {
  await Promise.all(open.splice(0).map((server) => server.close()));
}
