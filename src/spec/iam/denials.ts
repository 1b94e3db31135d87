import type { AwsServiceId } from '../aws-services';

/** How a service says that IAM does not let somebody do something. */
export interface DenialForm {
  readonly type: string;
  readonly status: number;
  /** How the service writes the action and the resource in its text. @default as they are */
  readonly action?: (action: string) => string;
  readonly resource?: (arn: string) => string;
}

const JSON_FORM: DenialForm = { type: 'AccessDeniedException', status: 400 };
const REST_FORM: DenialForm = { type: 'AccessDeniedException', status: 403 };

/**
 * The sentence is that of https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html; what each service makes of
 * it is from messages in public bug reports.
 */
export const DENIALS: Readonly<Record<AwsServiceId, DenialForm>> = {
  dynamodb: JSON_FORM,
  dynamodbstreams: JSON_FORM,
  kinesis: JSON_FORM,
  logs: JSON_FORM,
  events: JSON_FORM,
  scheduler: REST_FORM,
  secretsmanager: JSON_FORM,
  ssm: JSON_FORM,
  lambda: REST_FORM,
  sqs: { type: 'AccessDenied', status: 403, action: (action) => action.toLowerCase() },
  sns: { type: 'AuthorizationError', status: 403, action: (action) => action.replace(/^sns:/, 'SNS:') },
  s3: { type: 'AccessDenied', status: 403, resource: (arn) => `"${arn}"` },
  apigatewaymanagementapi: { ...REST_FORM, resource: (arn) => arn.replace(/:\d{8}(\d{4}):/, ':********$1:') },
  sts: { type: 'AccessDenied', status: 403 },
};
