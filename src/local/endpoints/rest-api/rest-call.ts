import type { RestApi, RestMethod, RestResource } from '../../../model/rest-api';
import type { Instant } from '../../time/clock';
import type { RequestHead } from '../http';

/** A request at a stage of a REST API, before it is known where it leads. */
export interface BegunRestCall {
  readonly api: RestApi;
  readonly stage: EnteredStage;
  /** At which the request came in, as it is called on AWS. */
  readonly domainName: string;
  readonly head: RequestHead;
  readonly body: Buffer;
  /** As events have it: as the client wrote it without the stage, at a domain of its own with the base path. */
  readonly path: string;
  /** Without the base path as well: what resources are matched with. */
  readonly below: string;
  /** With the stage, as `requestContext.path` has it. */
  readonly fullPath: string;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly traceHeader: string;
  readonly now: Instant;
}

/** The same, when it leads to a method. */
export interface RestCall extends BegunRestCall {
  readonly resource: RestResource;
  readonly method: RestMethod;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Members of `requestContext.identity` that are known of the caller. */
  readonly identity?: Readonly<Record<string, string>>;
  /** What `requestContext.authorizer` says; absent where nobody was asked. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
}

export interface EnteredStage {
  readonly name: string;
  readonly deploymentId: string;
  /** Those of the canary have taken the place of the stage's where it answers. */
  readonly variables: Readonly<Record<string, string>>;
  /** Absent where the stage has no canary. */
  readonly isCanary?: boolean;
}

/** What policies and permissions name the request by (APR-02). */
export function methodArn({ api, stage, head, below }: Pick<BegunRestCall, 'api' | 'stage' | 'head' | 'below'>): string {
  return `${apiArn(api)}/${stage.name}/${head.method}${below}`;
}

/** The same for permissions of functions, where parameters of the path stand as `*`. */
export function sourceArn({ api, stage, head, resource }: RestCall): string {
  return `${apiArn(api)}/${stage.name}/${head.method}${resource.path.replace(/\{[^}]*\}/g, '*')}`;
}

export function apiArn({ region, account, id, domainName }: RestApi): string {
  const partition = domainName.endsWith('.cn') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:execute-api:${region}:${account}:${id}`;
}
