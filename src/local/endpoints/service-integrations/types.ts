import type { Answer, AwsBackend, MethodRequest } from '../mapping/types';

/** A first-class integration of an HTTP API, as `SQS-SendMessage`. */
export interface ServiceIntegration {
  readonly subtype: string;
  /** As `QueueUrl` to `https://…` and `MessageBody` to `$request.body.message`. */
  readonly requestParameters: Readonly<Record<string, string>>;
  readonly credentialsArn: string;
  /** Of the API; the parameter `Region` of the integration goes before it. */
  readonly region: string;
}

/** `callService`: what a client gets of the service. */
export type CallService = (integration: ServiceIntegration, request: MethodRequest, aws: AwsBackend) => Promise<Answer>;

/** A request on its way to a proxy integration of an HTTP API, after `mapRequest`. */
export interface MappedRequest {
  /** Replaces the path, when the parameters say so. */
  readonly path?: string;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly headers: readonly string[];
}

/** `mapRequest`: `append:`, `overwrite:` and `remove:` of headers, query parameters and the path. */
export type MapRequest = (parameters: Readonly<Record<string, string>>, request: MethodRequest) => MappedRequest;

/** `mapResponse`: what the parameters for the response's status do to its headers and status. */
export type MapResponse = (
  parameters: Readonly<Record<string, Readonly<Record<string, string>>>>,
  response: { readonly status: number; readonly headers: readonly string[]; readonly body: Buffer },
  request: MethodRequest,
) => { readonly status: number; readonly headers: readonly string[] };
