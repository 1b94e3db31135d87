import type { AwsServiceId } from '../../../spec/aws-services';
import { DYNAMODB_PERMISSIONS, DYNAMODB_STREAMS_PERMISSIONS } from '../../../spec/iam/dynamodb';
import type { ServicePermissions } from '../../../spec/iam/service-permissions';
import { SQS_PERMISSIONS } from '../../../spec/iam/sqs';
import { DYNAMODB_PLACES, DYNAMODB_STREAMS_PLACES } from './places/dynamodb';
import type { Place, Places } from './places/place';
import { SQS_PLACES } from './places/sqs';

/** An action that a call needs, and how its resources are found. */
export interface Need {
  readonly action: string;
  readonly place: Place;
}

/** What a call of this operation needs; undefined for one that is not judged. */
export function needsOf(service: AwsServiceId, operation: string): readonly Need[] | undefined {
  return BY_SERVICE[service]?.get(operation);
}

const BY_SERVICE: Readonly<Partial<Record<AwsServiceId, ReadonlyMap<string, readonly Need[]>>>> = {
  dynamodb: needs(DYNAMODB_PERMISSIONS, DYNAMODB_PLACES),
  dynamodbstreams: needs(DYNAMODB_STREAMS_PERMISSIONS, DYNAMODB_STREAMS_PLACES),
  sqs: needs(SQS_PERMISSIONS, SQS_PLACES),
};

function needs<Name extends string>(
  { prefix, named, others }: ServicePermissions<Name | 'everything'>,
  places: Places<Name>,
): ReadonlyMap<string, readonly Need[]> {
  const need = (action: string, place: Name | 'everything'): Need => ({
    action: action.includes(':') ? action : `${prefix}:${action}`,
    place: places[place],
  });
  const byName = Object.entries(named) as [Name, readonly string[]][];
  return new Map<string, readonly Need[]>([
    ...byName.flatMap(([place, operations]) => operations.map((each) => [each, [need(each, place)]] as const)),
    ...Object.entries(others).map(([operation, all]) => [operation, all.map(([action, place]) => need(action, place))] as const),
  ]);
}
