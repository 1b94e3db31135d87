import type { HttpApi, HttpRoute, HttpStage } from '../../../model/http-api';
import type { Instant } from '../../time/clock';
import type { RequestHead } from '../http';

/** A request for a route of an HTTP API. */
export interface HttpCall {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly route: HttpRoute;
  readonly head: RequestHead;
  /** As it is delivered, with the name of the stage where that was part of it. */
  readonly path: string;
  /** The same without the stage, or the key of the domain's mapping. */
  readonly below: string;
  /** Of the app's own, where the request came in at one. */
  readonly domainName?: string;
  /** The path that mapped parameters say, where they do. */
  readonly mappedPath?: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly requestId: string;
  readonly traceHeader: string;
  readonly now: Instant;
  /** What `requestContext.authorizer` says; absent where nobody was asked. */
  readonly authorizer?: Authorizer;
}

/** What an authorizer gives to the integration, in both payload formats. */
export interface Authorizer {
  readonly v1: Readonly<Record<string, unknown>>;
  readonly v2: Readonly<Record<string, unknown>>;
  /** Members of `requestContext.identity` of format 1.0. */
  readonly identity?: Readonly<Record<string, unknown>>;
}
