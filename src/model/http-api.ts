import type { ResourceAddress } from './address';

/** An HTTP API of API Gateway with everything that hangs on it; the ids are those its resources have in references. */
export interface HttpApi {
  readonly address: ResourceAddress;
  readonly region: string;
  readonly account: string;
  readonly id: string;
  readonly name: string;
  /** `<id>.execute-api.<region>.amazonaws.com`. */
  readonly domainName: string;
  /** It is to be reached through a domain of its own only. */
  readonly endpointDisabled?: true;
  readonly cors?: HttpCors;
  readonly stages: readonly HttpStage[];
  readonly routes: readonly HttpRoute[];
}

/** A domain of the app's own, in front of HTTP APIs. */
export interface HttpDomain {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly mappings: readonly HttpMapping[];
}

export interface HttpMapping {
  /** What paths begin with, without a slash before it; absent for all others. */
  readonly key?: string;
  readonly apiId: string;
  readonly stage: string;
}

/** Members are absent when the template does not have them. */
export interface HttpCors {
  readonly allowCredentials?: boolean;
  readonly allowHeaders?: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowOrigins?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAgeSeconds?: number;
}

export interface HttpStage {
  readonly name: string;
  /** Absent when nothing was ever deployed to it: it then answers nothing. */
  readonly deploymentId?: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Of every route that has no settings of its own. */
  readonly throttle?: HttpThrottle;
  /** By the key of the route. */
  readonly routeThrottles?: Readonly<Record<string, HttpThrottle>>;
}

/** A bucket of tokens; zero requests a second let nothing through. */
export interface HttpThrottle {
  readonly burst?: number;
  readonly perSecond?: number;
}

export interface HttpRoute {
  readonly address: ResourceAddress;
  readonly id: string;
  /** `GET /orders/{id}`, `ANY /{proxy+}` or `$default`. */
  readonly key: string;
  readonly authorization: 'NONE' | 'AWS_IAM' | 'JWT' | 'CUSTOM';
  /** What it needs to be authorized; absent where that is nothing, or is not understood. */
  readonly authorizer?: HttpAuthorizer;
  /** One of which a token must have. */
  readonly scopes?: readonly string[];
  /** Absent when the route has none, or one that is not of this app. */
  readonly integration?: HttpIntegration;
}

export interface HttpIntegration {
  readonly id: string;
  readonly type: 'AWS_PROXY' | 'HTTP_PROXY';
  /** Of a function, or an address; stage variables still stand in it. */
  readonly uri?: string;
  /** Of a first-class service integration, as `SQS-SendMessage`. */
  readonly subtype?: string;
  readonly method?: string;
  readonly payloadFormat: '1.0' | '2.0';
  /** @default 30 seconds */
  readonly timeoutMs?: number;
  /** The role by which a service is called; a function then needs no permission. */
  readonly credentialsArn?: string;
  readonly connectionType?: 'INTERNET' | 'VPC_LINK';
  readonly requestParameters?: Readonly<Record<string, string>>;
  /** By status; each with what is done to headers and status. */
  readonly responseParameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export type HttpAuthorizer = LambdaAuthorizer | JwtAuthorizer;

export interface LambdaAuthorizer {
  readonly type: 'REQUEST';
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  /** As `$request.header.Authorization`. */
  readonly identitySources: readonly string[];
  readonly payloadFormat: '1.0' | '2.0';
  readonly simpleResponses: boolean;
  /** 0: not kept. */
  readonly ttlSeconds: number;
  readonly credentialsArn?: string;
}

export interface JwtAuthorizer {
  readonly type: 'JWT';
  readonly id: string;
  readonly name: string;
  readonly identitySources: readonly string[];
  readonly issuer: string;
  readonly audience: readonly string[];
}
