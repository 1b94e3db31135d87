import type { Table } from '../../../model/table';
import type { Chance } from '../../chance-port';
import type { AwsService, Call } from '../../engine/service-port';
import type { TablePlace, Tables } from '../../engine/table-port';
import type { Clock } from '../../time/clock';
import { dynamodbService } from './api';
import type { HeldTable } from './held-table';
import { TableStore } from './store';
import { dynamodbStreamsService } from './streams/api';
import { tableStreams } from './table-streams';
import { compareTexts } from './value-order';

export interface TablesOptions {
  /** Those of the app. */
  readonly tables: readonly Table[];
  readonly clock: Clock;
  readonly chance: Chance;
}

/** DynamoDB of one run. */
export function wireTables({ tables, clock, chance }: TablesOptions) {
  const store = new TableStore(clock, chance);
  for (const { address: _, arn: __, name, account, region, streamArn, ...settings } of tables) {
    store.create({ account, region }, name, settings, streamArn);
  }
  const service = dynamodbService(store, clock);
  const services = [service, dynamodbStreamsService(store, clock)];
  return { store, services, streams: tableStreams(store), tables: tablesOf(store, service, chance) };
}

function tablesOf(store: TableStore, service: AwsService, chance: Chance): Tables {
  const find = ({ account, region, name }: TablePlace): HeldTable | undefined => store.table({ account, region }, name);
  return {
    call: ({ account, region, name }, operation, input) => {
      const call: Call = { requestId: chance.uuid(), operation, account, region };
      const run = service.operations[operation] as (input: object, call: Call) => ReturnType<Tables['call']>;
      return run({ TableName: name, ...input }, call);
    },
    items: (place) => {
      const entries = [
        ...(find(place)
          ?.entries()
          .from(() => 0) ?? []),
      ];
      const byKey = entries.sort(
        (one, other) => compareTexts(one.partition, other.partition) || compareTexts(`${one.range[0]}`, `${other.range[0]}`),
      );
      return byKey.map(({ item }) => item);
    },
    changes: (place) => {
      const table = find(place);
      return (table && store.streamOf(table)?.read(undefined, Number.MAX_SAFE_INTEGER)) ?? [];
    },
  };
}
