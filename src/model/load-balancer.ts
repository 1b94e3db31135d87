import type { ResourceAddress } from './address';

/** An Application Load Balancer. */
export interface LoadBalancer {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
  /** `<name>-<number>.<region>.elb.amazonaws.com`. */
  readonly dnsName: string;
  readonly region: string;
  readonly account: string;
  /** Those that the template gives, by their keys. */
  readonly attributes: Readonly<Record<string, string>>;
  /** In the order of their ports. */
  readonly listeners: readonly Listener[];
}

export interface Listener {
  readonly address: ResourceAddress;
  readonly arn: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** Those that the template gives, by their keys. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Lowest priority number first. */
  readonly rules: readonly ListenerRule[];
  /** What is done with a request that no rule is for. */
  readonly defaultAction: ListenerAction;
}

export interface ListenerRule {
  readonly address: ResourceAddress;
  readonly priority: number;
  /** All of them must be met. */
  readonly conditions: readonly RuleCondition[];
  readonly action: ListenerAction;
  readonly rewrites: readonly Rewrite[];
}

/** One of the values, or of the regular expressions, must match. */
export interface RuleCondition {
  readonly field: 'host-header' | 'path-pattern' | 'http-header' | 'http-request-method' | 'query-string' | 'source-ip';
  /** With `*` and `?` for hosts, paths, headers and queries; CIDR blocks for addresses. */
  readonly values: readonly string[];
  /** Of hosts, paths and headers. */
  readonly regexValues: readonly string[];
  /** Of the header that is looked at. */
  readonly header?: string;
  /** Of queries, instead of `values`; without a key any may have the value. */
  readonly pairs?: readonly { readonly key?: string; readonly value: string }[];
}

/** What a transform puts in the place of what its regular expression matches. */
export interface Rewrite {
  readonly of: 'host' | 'url';
  readonly regex: string;
  readonly replace: string;
}

export type ListenerAction =
  | {
      readonly kind: 'forward';
      readonly groups: readonly { readonly arn: string; readonly weight: number }[];
      /** How long a client stays with the group that it was sent to first. */
      readonly stickySeconds?: number;
    }
  /** Absent parts are those of the request. */
  | {
      readonly kind: 'redirect';
      readonly status: 301 | 302;
      readonly protocol?: string;
      readonly host?: string;
      readonly port?: string;
      readonly path?: string;
      readonly query?: string;
    }
  | { readonly kind: 'fixedResponse'; readonly status: number; readonly contentType?: string; readonly body: string }
  /** `why` is a sentence for the user. */
  | { readonly kind: 'notEmulated'; readonly why: string };

/** Where a listener forwards to. */
export interface TargetGroup {
  readonly address: ResourceAddress;
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly type: string;
  /** The ARN of the function, alias or version, where one is registered. */
  readonly functionArn?: string;
  /** Whether events and responses have lists of values. */
  readonly hasMultiValueHeaders: boolean;
  /** Absent where it is switched off, as it is unless the template says otherwise. */
  readonly healthCheck?: HealthCheck;
}

export interface HealthCheck {
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  /** Successes in a row that make it healthy. */
  readonly healthyCount: number;
  /** Failures in a row that make it unhealthy. */
  readonly unhealthyCount: number;
  /** Statuses of success, as `200,202` or `200-299`. */
  readonly codes: string;
}
