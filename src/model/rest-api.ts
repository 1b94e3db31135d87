import type { ResourceAddress } from './address';
import type { RestIntegration } from './rest-integration';

/** A REST API of API Gateway with everything that hangs on it; the ids are those its resources have in references. */
export interface RestApi {
  readonly address: ResourceAddress;
  readonly region: string;
  readonly account: string;
  readonly id: string;
  readonly name: string;
  /** `<id>.execute-api.<region>.amazonaws.com`. */
  readonly domainName: string;
  /** It is to be reached through a domain of its own only. */
  readonly endpointDisabled?: true;
  /** As `image/png`, `image/*` or, for every body, `*` and a slash and `*`. */
  readonly binaryMediaTypes: readonly string[];
  /** Where clients tell their API key: in the `x-api-key` header, or by what the authorizer answers. */
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
  /** Who may call it: a policy document, as JSON reads it. */
  readonly policy?: unknown;
  /** Every path of it, the root as well. */
  readonly resources: readonly RestResource[];
  readonly models: readonly RestModel[];
  readonly gatewayResponses: readonly GatewayResponse[];
  readonly stages: readonly RestStage[];
}

export interface RestResource {
  readonly id: string;
  /** `/`, `/orders/{id}` or `/{proxy+}`. */
  readonly path: string;
  readonly methods: readonly RestMethod[];
}

export interface RestMethod {
  readonly address: ResourceAddress;
  /** `GET` …, or `ANY`. */
  readonly httpMethod: string;
  readonly authorization: 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS';
  /** Absent where none is needed, and where the one that is named is not understood. */
  readonly authorizer?: RestAuthorizer;
  /** One of which a token must have. */
  readonly scopes?: readonly string[];
  readonly apiKeyRequired: boolean;
  readonly operationName?: string;
  /** As `method.request.querystring.q`, with whether it is required. */
  readonly requestParameters: Readonly<Record<string, boolean>>;
  /** Names of models, by media type. */
  readonly requestModels: Readonly<Record<string, string>>;
  readonly validator?: RequestValidator;
  readonly integration?: RestIntegration;
  /** What it may answer, by status. */
  readonly responses: readonly MethodResponse[];
}

export interface RequestValidator {
  readonly id: string;
  readonly body: boolean;
  readonly parameters: boolean;
}

export interface MethodResponse {
  readonly statusCode: string;
  /** As `method.response.header.Vary`. */
  readonly parameters: readonly string[];
  /** Names of models, by media type: what the response is of. */
  readonly models: Readonly<Record<string, string>>;
}

/** A JSON schema (draft 4) that bodies can be validated with. */
export interface RestModel {
  readonly name: string;
  readonly contentType: string;
  /** As JSON reads it. */
  readonly schema: unknown;
}

/** What the API itself answers, as `ACCESS_DENIED` or `DEFAULT_4XX`, where that is not as by default. */
export interface GatewayResponse {
  readonly type: string;
  readonly statusCode?: string;
  /** As `gatewayresponse.header.X` by a literal in quotes or `method.request.header.X`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** By media type. */
  readonly templates: Readonly<Record<string, string>>;
}

export interface RestStage {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly canary?: RestCanary;
  /** Of every method that has no settings of its own. */
  readonly throttle?: RestThrottle;
  /** By path and method, as `/orders/GET`; `*` stands for each. */
  readonly methodThrottles: Readonly<Record<string, RestThrottle>>;
}

/** Part of the requests, which another deployment answers; here all are of the same template, so that only variables differ. */
export interface RestCanary {
  /** Of 100. */
  readonly percentTraffic: number;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** A bucket of tokens; zero requests a second let nothing through. */
export interface RestThrottle {
  readonly burst?: number;
  readonly perSecond?: number;
}

export type RestAuthorizer = RestLambdaAuthorizer | RestPoolsAuthorizer;

export interface RestLambdaAuthorizer {
  readonly type: 'TOKEN' | 'REQUEST';
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  /** As `method.request.header.Authorization`; of a TOKEN authorizer one. */
  readonly identitySources: readonly string[];
  /** A regular expression that the whole token must match, of TOKEN authorizers. */
  readonly validation?: string;
  /** 0: not kept. */
  readonly ttlSeconds: number;
  readonly credentialsArn?: string;
}

export interface RestPoolsAuthorizer {
  readonly type: 'COGNITO_USER_POOLS';
  readonly id: string;
  readonly name: string;
  readonly identitySources: readonly string[];
  /** ARNs of user pools. */
  readonly pools: readonly string[];
}

/** A key that clients tell to be let in. */
export interface RestApiKey {
  readonly address: ResourceAddress;
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
}

/** What the clients with certain keys may use, and how much of it. */
export interface UsagePlan {
  readonly address: ResourceAddress;
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly account: string;
  /** The ids of the keys in it. */
  readonly keyIds: readonly string[];
  readonly stages: readonly PlannedStage[];
  readonly throttle?: RestThrottle;
  readonly quota?: UsageQuota;
}

export interface PlannedStage {
  readonly apiId: string;
  readonly stage: string;
  /** By path and method, as `/orders/GET`. */
  readonly methodThrottles: Readonly<Record<string, RestThrottle>>;
}

/** How many requests a key may make. */
export interface UsageQuota {
  readonly limit: number;
  /** Requests that are taken off the limit in the first period. */
  readonly offset: number;
  readonly period: 'DAY' | 'WEEK' | 'MONTH';
}

/** A domain of the app's own, with the APIs behind its paths. */
export interface RestDomain {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly mappings: readonly BasePathMapping[];
}

export interface BasePathMapping {
  /** Without slashes around it; empty for the root. */
  readonly basePath: string;
  readonly apiId: string;
  /** Absent where the client names it in the path. */
  readonly stage?: string;
}
