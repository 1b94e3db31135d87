import { seededChance } from '../../../../src/local/chance';
import { assetText } from '../../../../src/local/drivers/assets';
import { awsApiDoor } from '../../../../src/local/endpoints/aws-api';
import { awsBackend } from '../../../../src/local/endpoints/service-integrations/aws-backend';
import type { AwsService } from '../../../../src/local/engine/service-port';
import { turnsAsTheyCome } from '../../../../src/local/engine/turns';
import { Journal } from '../../../../src/local/journal/journal';
import { MadeUpCredentials } from '../../../../src/local/made-up-credentials';
import { dynamodbService } from '../../../../src/local/services/dynamodb/api';
import { TableStore } from '../../../../src/local/services/dynamodb/store';
import { sqsService } from '../../../../src/local/services/sqs/api';
import { QueueStore } from '../../../../src/local/services/sqs/store';
import { VirtualClock } from '../../../../src/local/time/virtual-clock';
import { HOME } from '../../../support/served-services';

export const ROLE = 'arn:aws:iam::123456789012:role/service-role/api';
export const ORDERS = `https://sqs.eu-west-1.amazonaws.com/${HOME.account}/orders`;

/** AWS services with a table and a queue, called as an API calls them; every request must be signed. */
export function services(more: readonly AwsService[] = []) {
  const clock = new VirtualClock();
  const chance = seededChance('integrations');
  const journal = new Journal(() => clock.now());
  const credentials = new MadeUpCredentials({ functions: [], stacks: [{ ...HOME }] } as never, chance);
  const turns = turnsAsTheyCome(journal, chance);
  const queues = new QueueStore({ clock, tell: () => undefined });
  queues.seed([
    {
      address: { path: 'App/Orders', logicalId: 'Orders', stack: 'App' } as never,
      ...{ ...HOME, name: 'orders', arn: `arn:aws:sqs:eu-west-1:${HOME.account}:orders`, url: ORDERS },
      ...{ attributes: {}, tags: {} },
    },
  ]);
  const tables = new TableStore(clock, chance);
  tables.create(HOME, 'Orders', {
    ...{ attributes: { id: 'S' }, key: { hash: ['id'], range: [] }, indexes: [], deletionProtection: false, tags: {} },
  });
  const holder = (accessKeyId: string) => credentials.holderOf(accessKeyId);
  const door = awsApiDoor({
    journal,
    chance,
    authentication: { mode: 'verify', credentials: holder, clock },
    services: {
      table: [
        sqsService({ store: queues, clock, origin: 'http://127.0.0.1:4566', canWait: false, turnOf: () => turns.begin() }),
        dynamodbService(tables, clock),
        ...more,
      ],
      schema: (service) => assetText(`aws/${service}.json`),
      credentials: holder,
      home: HOME,
    },
  });
  const aws = awsBackend({ door, credentials: (role) => credentials.ofRole(role), signingClock: clock });
  return { aws, journal };
}
