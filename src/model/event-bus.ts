import type { ResourceAddress } from './address';

/** An event bus of Amazon EventBridge; every account has one more in each Region, `default`. */
export interface EventBus {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  readonly description?: string;
}

/** A rule of an event bus. */
export interface EventRule {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  /** Its bus, by name. */
  readonly busName: string;
  /** JSON text. */
  readonly pattern?: string;
  readonly schedule?: string;
  readonly enabled: boolean;
  readonly description?: string;
  readonly targets: readonly RuleTarget[];
}

/** As EventBridge's API and the resource in CloudFormation name it; the units are in the names. */
export interface RuleTarget {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  /** JSON text. */
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: { readonly InputPathsMap?: Readonly<Record<string, string>>; readonly InputTemplate: string };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly KinesisParameters?: { readonly PartitionKeyPath: string };
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: DeliveryRetry;
}

export interface DeliveryRetry {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
}
