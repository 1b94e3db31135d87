/** What is behind a method of a REST API, as the template says it; names in references are resolved. */
export interface RestIntegration {
  readonly type: 'AWS' | 'AWS_PROXY' | 'HTTP' | 'HTTP_PROXY' | 'MOCK';
  /** With which the backend is called. @default that of the client */
  readonly method?: string;
  /** Stage variables and path parameters still stand in it. */
  readonly uri?: string;
  /** The role by which the backend is called, or `arn:aws:iam::*:user/*` for the caller's own. */
  readonly credentialsArn?: string;
  /** What happens to a body of a content type without a template. @default WHEN_NO_MATCH */
  readonly passthrough?: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  /** As `integration.request.header.Accept` to `method.request.header.Accept`. */
  readonly requestParameters?: Readonly<Record<string, string>>;
  /** By content type. */
  readonly requestTemplates?: Readonly<Record<string, string>>;
  readonly contentHandling?: ContentHandling;
  /** @default 29 seconds */
  readonly timeoutMs?: number;
  /** @default INTERNET */
  readonly connectionType?: 'INTERNET' | 'VPC_LINK';
  /** @default BUFFERED */
  readonly transferMode?: 'BUFFERED' | 'STREAM';
  readonly responses?: readonly RestIntegrationResponse[];
}

export type ContentHandling = 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';

/** What a client gets for some of the backend's answers. */
export interface RestIntegrationResponse {
  readonly statusCode: string;
  /** Of the backend's status, or of a function's error message. @default it is the response for all others */
  readonly selectionPattern?: string;
  /** As `method.response.header.Location` to `integration.response.header.Location`. */
  readonly responseParameters?: Readonly<Record<string, string>>;
  /** By content type. */
  readonly responseTemplates?: Readonly<Record<string, string>>;
  readonly contentHandling?: ContentHandling;
}
