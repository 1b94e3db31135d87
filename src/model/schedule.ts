import type { ResourceAddress } from './address';
import type { DeliveryRetry } from './event-bus';

/** A group of schedules of EventBridge Scheduler; every account has one more in each Region, `default`. */
export interface ScheduleGroup {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly account: string;
}

/** A schedule of EventBridge Scheduler. */
export interface Schedule {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  /** By name. */
  readonly group: string;
  readonly settings: ScheduleSettings;
}

/** As Scheduler's API and its resource in CloudFormation name them; dates are milliseconds since 1970. */
export interface ScheduleSettings {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly StartDate?: number;
  readonly EndDate?: number;
  readonly Description?: string;
  readonly State?: 'ENABLED' | 'DISABLED';
  readonly KmsKeyArn?: string;
  readonly FlexibleTimeWindow: { readonly Mode: 'OFF' | 'FLEXIBLE'; readonly MaximumWindowInMinutes?: number };
  readonly ActionAfterCompletion?: 'NONE' | 'DELETE';
  readonly Target: ScheduleTarget;
}

export interface ScheduleTarget {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string;
  readonly RetryPolicy?: DeliveryRetry;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly KinesisParameters?: { readonly PartitionKey: string };
  readonly EventBridgeParameters?: { readonly DetailType: string; readonly Source: string };
}
