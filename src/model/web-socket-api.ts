import type { ResourceAddress } from './address';

/** A WebSocket API of API Gateway with everything that hangs on it; the ids are those its resources have in references. */
export interface WebSocketApi {
  readonly address: ResourceAddress;
  readonly region: string;
  readonly account: string;
  readonly id: string;
  readonly name: string;
  /** `<id>.execute-api.<region>.amazonaws.com`. */
  readonly domainName: string;
  /** It is to be reached through a domain of its own only. */
  readonly endpointDisabled?: true;
  /** As `$request.body.action`: what of a message names its route. */
  readonly routeSelection: string;
  readonly stages: readonly WebSocketStage[];
  readonly routes: readonly WebSocketRoute[];
}

export interface WebSocketStage {
  readonly name: string;
  /** Nothing was ever deployed to it: it then answers nothing. */
  readonly undeployed?: true;
  readonly variables: Readonly<Record<string, string>>;
}

export interface WebSocketRoute {
  readonly address: ResourceAddress;
  readonly id: string;
  /** `$connect`, `$disconnect`, `$default`, or what a message says that is for it. */
  readonly key: string;
  /** Of `$connect` alone. */
  readonly authorization: 'NONE' | 'AWS_IAM' | 'CUSTOM';
  /** Absent where none is needed, or where it is not understood. */
  readonly authorizer?: WebSocketAuthorizer;
  /** Absent when the route has none, or one that is not of this app. */
  readonly integration?: WebSocketIntegration;
  /** Whether clients are sent what the integration answers. */
  readonly responds: boolean;
}

export interface WebSocketAuthorizer {
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  /** As `route.request.header.Authorization`. */
  readonly identitySources: readonly string[];
  /** The role by which the function is invoked, which then needs no permission. */
  readonly credentialsArn?: string;
}

/** Members are absent when the template does not have them. */
export interface WebSocketIntegration {
  readonly id: string;
  readonly type: 'AWS_PROXY' | 'AWS' | 'HTTP_PROXY' | 'HTTP' | 'MOCK';
  /** Of a function, a service or an address; stage variables still stand in it. */
  readonly uri?: string;
  readonly method?: string;
  /** @default 29 seconds */
  readonly timeoutMs?: number;
  /** The role by which the function or service is called; a function then needs no permission. */
  readonly credentialsArn?: string;
  readonly contentHandling?: 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';
  readonly passthrough?: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  readonly templateSelection?: string;
  /** By the key that the selection gives. */
  readonly requestTemplates?: Readonly<Record<string, string>>;
  readonly requestParameters?: Readonly<Record<string, string>>;
  readonly responses: readonly WebSocketIntegrationResponse[];
}

export interface WebSocketIntegrationResponse {
  /** `$default`, or a pattern between slashes as `/2\d\d/`. */
  readonly key: string;
  readonly contentHandling?: 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';
  readonly templateSelection?: string;
  readonly templates: Readonly<Record<string, string>>;
}
