import { KinesisClient } from '@aws-sdk/client-kinesis';
import { seededChance } from '../../src/local/chance';
import { turnsAsTheyCome } from '../../src/local/engine/turns';
import { Journal } from '../../src/local/journal/journal';
import { wireStreams } from '../../src/local/services/kinesis/wire';
import { VirtualClock } from '../../src/local/time/virtual-clock';
import { closeServed, servedServices } from './served-services';

const clients: KinesisClient[] = [];

/** Kinesis under a virtual clock, with the SDK's own client. */
export async function servedKinesis(limitThroughput = false) {
  const clock = new VirtualClock();
  const journal = new Journal(() => clock.now());
  const chance = seededChance('kinesis');
  const turnOf = () => turnsAsTheyCome(journal, chance).begin();
  const streams = wireStreams({ application: {}, clock, chance, turnOf, limitThroughput });
  const { client, bugs } = await servedServices([streams.service]);
  const kinesis = new KinesisClient(client);
  clients.push(kinesis);
  return { kinesis, clock, journal, bugs, streams };
}

/** To be called in `afterEach`. */
export async function closeKinesis(): Promise<void> {
  for (const client of clients.splice(0)) client.destroy();
  await closeServed();
}

export const bytes = (text: string) => new Uint8Array(Buffer.from(text));
export const text = (data: Uint8Array | undefined) => Buffer.from(data ?? []).toString();
