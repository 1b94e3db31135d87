import type { ResourceAddress } from './address';

/** A service of VPC Lattice. */
export interface LatticeService {
  readonly address: ResourceAddress;
  /** As `svc-0123456789abcdef0`. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** `<name>-<id>.<hash>.vpc-lattice-svcs.<region>.on.aws`. */
  readonly domainName: string;
  readonly region: string;
  readonly account: string;
  /** The service network through which it is called, of the app or made up. */
  readonly networkArn: string;
  /** The VPC from which it is called; made up. */
  readonly sourceVpcArn: string;
  readonly authType: 'NONE' | 'AWS_IAM';
  /** In the order of their ports. */
  readonly listeners: readonly LatticeListener[];
}

export interface LatticeListener {
  readonly address: ResourceAddress;
  readonly id: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** Lowest priority number first. */
  readonly rules: readonly LatticeRule[];
  /** What is done with a request that no rule is for. */
  readonly defaultAction: LatticeAction;
}

export interface LatticeRule {
  readonly address: ResourceAddress;
  readonly priority: number;
  /** All of what is given must be met. */
  readonly match: LatticeMatch;
  readonly action: LatticeAction;
}

export interface LatticeMatch {
  readonly method?: string;
  readonly path?: TextMatch;
  readonly headers: readonly (TextMatch & { readonly name: string })[];
}

export interface TextMatch {
  readonly kind: 'exact' | 'prefix' | 'contains';
  readonly text: string;
  readonly isCaseSensitive: boolean;
}

export type LatticeAction =
  | { readonly kind: 'forward'; readonly groups: readonly { readonly id: string; readonly weight: number }[] }
  | { readonly kind: 'fixedResponse'; readonly status: number };

/** Where a listener forwards to. */
export interface LatticeTargetGroup {
  readonly address: ResourceAddress;
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly type: string;
  readonly eventVersion: 'V1' | 'V2';
  /** The ARN of the function, alias or version, where one is registered. */
  readonly functionArn?: string;
}
