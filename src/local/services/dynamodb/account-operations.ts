import type { DescribeEndpointsResponse, DescribeLimitsOutput } from '@aws-sdk/client-dynamodb';
import { CAPACITY_QUOTAS, ENDPOINT_CACHE_MINUTES } from '../../../spec/dynamodb/limits';
import { partitionOf } from '../../../spec/pseudo-parameters';
import type { Call } from '../../engine/service-port';

/** What is true of an account, whatever tables it has. */
export function accountOperations() {
  return {
    DescribeLimits: (): DescribeLimitsOutput => ({
      AccountMaxReadCapacityUnits: CAPACITY_QUOTAS.account,
      AccountMaxWriteCapacityUnits: CAPACITY_QUOTAS.account,
      TableMaxReadCapacityUnits: CAPACITY_QUOTAS.table,
      TableMaxWriteCapacityUnits: CAPACITY_QUOTAS.table,
    }),

    // Clients that are given an endpoint do not ask; those that are led here by name stay with it.
    DescribeEndpoints: (_: object, { region }: Call): DescribeEndpointsResponse => ({
      Endpoints: [
        { Address: `dynamodb.${region}.${partitionOf(region).urlSuffix}`, CachePeriodInMinutes: ENDPOINT_CACHE_MINUTES },
      ],
    }),
  };
}
