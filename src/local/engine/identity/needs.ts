import type { AwsServiceId } from '../../../spec/aws-services';
import { DYNAMODB_PERMISSIONS, DYNAMODB_STREAMS_PERMISSIONS } from '../../../spec/iam/dynamodb';
import { EVENTS_PERMISSIONS } from '../../../spec/iam/events';
import { KINESIS_PERMISSIONS } from '../../../spec/iam/kinesis';
import { LAMBDA_PERMISSIONS } from '../../../spec/iam/lambda';
import { LOGS_PERMISSIONS } from '../../../spec/iam/logs';
import { MANAGEMENT_PERMISSIONS } from '../../../spec/iam/management-api';
import { S3_PERMISSIONS } from '../../../spec/iam/s3';
import { SCHEDULER_PERMISSIONS } from '../../../spec/iam/scheduler';
import { SECRETS_PERMISSIONS } from '../../../spec/iam/secrets-manager';
import type { ServicePermissions } from '../../../spec/iam/service-permissions';
import { SNS_PERMISSIONS } from '../../../spec/iam/sns';
import { SQS_PERMISSIONS } from '../../../spec/iam/sqs';
import { SSM_PERMISSIONS } from '../../../spec/iam/ssm';
import { DYNAMODB_PLACES, DYNAMODB_STREAMS_PLACES } from './places/dynamodb';
import { EVENTS_PLACES } from './places/events';
import { KINESIS_PLACES } from './places/kinesis';
import { LAMBDA_PLACES } from './places/lambda';
import { LOGS_PLACES } from './places/logs';
import { MANAGEMENT_PLACES } from './places/management-api';
import type { Place, Places } from './places/place';
import { S3_PLACES } from './places/s3';
import { SCHEDULER_PLACES } from './places/scheduler';
import { SECRETS_PLACES } from './places/secrets-manager';
import { SNS_PLACES } from './places/sns';
import { SQS_PLACES } from './places/sqs';
import { SSM_PLACES } from './places/ssm';

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
  apigatewaymanagementapi: needs(MANAGEMENT_PERMISSIONS, MANAGEMENT_PLACES),
  dynamodb: needs(DYNAMODB_PERMISSIONS, DYNAMODB_PLACES),
  dynamodbstreams: needs(DYNAMODB_STREAMS_PERMISSIONS, DYNAMODB_STREAMS_PLACES),
  events: needs(EVENTS_PERMISSIONS, EVENTS_PLACES),
  kinesis: needs(KINESIS_PERMISSIONS, KINESIS_PLACES),
  lambda: needs(LAMBDA_PERMISSIONS, LAMBDA_PLACES),
  logs: needs(LOGS_PERMISSIONS, LOGS_PLACES),
  s3: needs(S3_PERMISSIONS, S3_PLACES),
  scheduler: needs(SCHEDULER_PERMISSIONS, SCHEDULER_PLACES),
  secretsmanager: needs(SECRETS_PERMISSIONS, SECRETS_PLACES),
  sns: needs(SNS_PERMISSIONS, SNS_PLACES),
  sqs: needs(SQS_PERMISSIONS, SQS_PLACES),
  ssm: needs(SSM_PERMISSIONS, SSM_PLACES),
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
