import type { ResourceAddress } from './address';

/** A distribution of CloudFront. */
export interface Distribution {
  readonly address: ResourceAddress;
  /** As `EDFDVBD6EXAMPLE`. */
  readonly id: string;
  readonly arn: string;
  /** As `d111111abcdef8.cloudfront.net`. */
  readonly domainName: string;
  readonly account: string;
  /** Without a slash before it. */
  readonly defaultRootObject?: string;
  readonly origins: readonly Origin[];
  /** In the order in which their patterns are tried. */
  readonly behaviors: readonly Behavior[];
  readonly defaultBehavior: Behavior;
  readonly errorPages: readonly ErrorPage[];
}

export interface Origin {
  readonly id: string;
  readonly domainName: string;
  /** Empty, or begins with a slash and does not end with one. */
  readonly path: string;
  readonly customHeaders: readonly (readonly [name: string, value: string])[];
  readonly kind: 's3' | 'custom';
  /** Of custom origins. */
  readonly port: number;
  readonly protocol: 'http' | 'https';
  readonly readTimeout: number;
  readonly keepaliveTimeout: number;
  readonly sslProtocols: readonly string[];
  /** Requests are signed by an origin access control. */
  readonly isSigned: boolean;
  /** Of an S3 origin with an origin access identity. */
  readonly hasIdentity: boolean;
  /** Of an S3 origin: the bucket, and what its policy lets the distribution do. */
  readonly bucket?: { readonly name: string; readonly mayRead: boolean; readonly mayList: boolean };
}

export interface Behavior {
  /** Absent for the default one. */
  readonly pathPattern?: string;
  readonly originId: string;
  readonly allowedMethods: readonly string[];
  readonly functions: readonly EdgeAssociation[];
  readonly forwarding: Forwarding;
  /** Why requests cannot be answered as on AWS, as a sentence; absent when they can. */
  readonly why?: string;
}

/** A function of Lambda@Edge, and when it is called. */
export interface EdgeAssociation {
  readonly event: EdgeEvent;
  readonly functionArn: string;
  readonly includesBody: boolean;
}

export type EdgeEvent = 'viewer-request' | 'origin-request' | 'origin-response' | 'viewer-response';

/** What of a request the origin sees; what one of several selections takes is taken. */
export interface Forwarding {
  readonly headers: readonly Selection[];
  readonly cookies: readonly Selection[];
  readonly queries: readonly Selection[];
  readonly acceptEncoding: boolean;
}

/** `none` of all names, or `all`, `only` some of them, or all `except` some; names in lower case but for queries and cookies. */
export interface Selection {
  readonly takes: 'none' | 'all' | 'only' | 'except';
  readonly names: readonly string[];
}

/** What a viewer gets in the place of an error. */
export interface ErrorPage {
  readonly code: number;
  readonly responseCode?: number;
  readonly path?: string;
}
