import type { ListSecretsRequest, ListSecretsResponse } from '@aws-sdk/client-secrets-manager';
import { SECRETS_PAGE } from '../../../spec/secrets-manager';
import type { Call, Given } from '../../engine/service-port';
import { answering } from '../refusal';
import { violation } from '../validation';
import { matching } from './filters';
import { checkedPage } from './paging';
import type { SecretPorts } from './ports';
import type { HeldSecret } from './store';
import { described } from './views';

const ORDERS: Readonly<Record<string, (secret: HeldSecret) => string | number>> = {
  'created-date': ({ created }) => created,
  'last-accessed-date': ({ accessed = 0 }) => accessed,
  'last-changed-date': ({ changed }) => changed,
  name: ({ name }) => name,
};

export function listOperations({ store }: Pick<SecretPorts, 'store'>) {
  return {
    ListSecrets: answering((input: Given<ListSecretsRequest>, call: Call): ListSecretsResponse => {
      const { IncludePlannedDeletion = false, Filters, SortOrder = 'asc', SortBy = 'created-date' } = input;
      const orderOf = Object.hasOwn(ORDERS, SortBy) ? ORDERS[SortBy] : undefined;
      if (!orderOf) throw notAmong('sortBy', Object.keys(ORDERS), SortBy);
      if (SortOrder !== 'asc' && SortOrder !== 'desc') throw notAmong('sortOrder', ['asc', 'desc'], SortOrder);
      const there = store.all(call).filter(({ deletedAt }) => IncludePlannedDeletion || deletedAt === undefined);
      const sign = SortOrder === 'asc' ? 1 : -1;
      const sorted = [...matching(there, Filters)].sort((a, b) => sign * compare(orderOf(a), orderOf(b)));
      const { items, next } = checkedPage(sorted, input, SECRETS_PAGE);
      const SecretList = items.map((secret) => {
        const { stages, ...others } = described(secret);
        return { ...others, ...(stages && { SecretVersionsToStages: stages }) };
      });
      return { SecretList, ...next };
    }),
  };
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : Number(a > b);
}

function notAmong(at: string, allowed: readonly string[], value: string) {
  return violation(at, `Member must satisfy enum value set: [${allowed.join(', ')}]`, value);
}
