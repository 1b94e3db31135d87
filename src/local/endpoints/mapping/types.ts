import type { RestIntegration } from '../../../model/rest-integration';
import type { AwsError } from '../../engine/aws-error';
import type { InvokeAnswer } from '../../engine/ports';

/** A request as a method of an API has let it in: what templates and parameters read. */
export interface MethodRequest {
  readonly method: string;
  /** Without the stage: `$request.path` of HTTP APIs. */
  readonly path?: string;
  /** Decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Decoded; every value, in the order of the request. */
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** Names and values by turns, as on the wire. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** What `$context` holds; a member that is not there reads as the empty string. */
  readonly context: ContextValues;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Of the API, as `image/png` and `application/*`. */
  readonly binaryMediaTypes: readonly string[];
}

export type ContextValue = string | number | boolean | null | undefined | readonly ContextValue[] | ContextValues;
export interface ContextValues {
  readonly [name: string]: ContextValue;
}

/** What a backend is sent. */
export interface IntegrationRequest {
  readonly method: string;
  readonly uri: string;
  /** Names and values by turns. */
  readonly headers: readonly string[];
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
}

/** What it answered. */
export interface IntegrationReply {
  readonly status: number;
  /** Names and values by turns. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** What selection patterns are matched with. @default the status */
  readonly selection?: string;
  /** Why this was not the service's answer. */
  readonly notEmulated?: string;
}

/** Those who answer for integrations; each is called when an integration of its kind is. */
export interface Backends {
  /** Whether the API may invoke the function is theirs to look at. */
  readonly invoke: (call: FunctionCall) => Promise<InvokeAnswer | AwsError>;
  /** The AWS services that are emulated: `awsBackend`. */
  readonly aws: AwsBackend;
  /** Any other address; what cannot be reached is rejected. @default HTTP integrations are refused by name */
  readonly http?: (request: IntegrationRequest) => Promise<IntegrationReply>;
}

export interface FunctionCall {
  /** Qualified where the integration says so. */
  readonly functionArn: string;
  readonly type: 'RequestResponse' | 'Event';
  readonly payload: Buffer;
  readonly credentialsArn?: string;
}

/** One request to an AWS service, signed by a role. */
export interface AwsCall {
  /** As in the host name on AWS: `dynamodb`, `sqs`, `s3`. */
  readonly service: string;
  /** In front of the service's host, as a bucket's name for S3. */
  readonly subdomain?: string;
  readonly region: string;
  readonly method: string;
  /** Encoded; begins with a slash. */
  readonly path: string;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly headers: readonly string[];
  readonly body: Buffer;
  readonly credentialsArn: string;
}

export type AwsBackend = (call: AwsCall) => Promise<IntegrationReply>;

/** What comes of an integration: a response for the client, or the gateway's own. */
export type Answer = Answered | Refused;

export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  /** Names and values by turns; a name may come twice. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** Of the backend, for the journal and `$context.integration.status`. */
  readonly integrationStatus?: number;
}

/** The gateway answers itself; `why` is for the person who runs the app. */
export interface Refused {
  readonly kind: 'refused';
  readonly response: GatewayResponseType;
  readonly status: number;
  readonly message: string;
  readonly why: string;
}

export type GatewayResponseType =
  | 'API_CONFIGURATION_ERROR'
  | 'BAD_REQUEST_BODY'
  | 'DEFAULT_5XX'
  | 'INTEGRATION_FAILURE'
  | 'UNSUPPORTED_MEDIA_TYPE';

/** `callIntegration`: everything but proxies of functions; the time that it may take is the caller's to keep. */
export type CallIntegration = (
  integration: RestIntegration,
  request: MethodRequest,
  backends: Backends,
  traceHeader: string,
) => Promise<Answer>;
