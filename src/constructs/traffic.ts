import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Duration } from 'aws-cdk-lib/core';

/** How CodeDeploy watches a deployment, and what it does when that goes wrong. */
export interface DeploymentOptions {
  /**
   * Alarms that end the deployment when one of them goes off: at most 50.
   *
   * @default - No alarms; nobody ends the deployment but the hooks.
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms.html
   */
  readonly alarms?: cloudwatch.IAlarm[];

  /**
   * Whether the deployment goes on when CloudWatch does not tell the alarms' state.
   *
   * @default false
   */
  readonly ignorePollAlarmsFailure?: boolean;

  /**
   * A function that is run before the first invocation goes to the new version. It reports with
   * `codedeploy:PutLifecycleEventHookExecutionStatus`, for which it gets the permission.
   *
   * @default - No function is run.
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
   */
  readonly preHook?: lambda.IFunction;

  /**
   * A function that is run after the last invocation of the old version; it reports as `preHook` does.
   *
   * @default - No function is run.
   */
  readonly postHook?: lambda.IFunction;

  /**
   * After what all invocations go back to the old version.
   *
   * @default - After a deployment that failed, or during which an alarm went off.
   */
  readonly autoRollback?: codedeploy.AutoRollbackConfig;

  /**
   * The application that the deployment group belongs to.
   *
   * @default - One of its own.
   */
  readonly application?: codedeploy.ILambdaApplication;

  /**
   * The role of CodeDeploy.
   *
   * @default - A new one.
   */
  readonly role?: iam.IRole;
}

/** How a canary deployment shifts. */
export interface CanaryOptions extends DeploymentOptions {
  /**
   * What the new version gets at first: a whole number of percent from 1 to 99.
   *
   * @default 10
   */
  readonly percentage?: number;

  /**
   * When the new version gets the rest: whole minutes from 1 to 2880, which is two days. The deployment of the stack takes as long.
   *
   * @default Duration.minutes(5)
   */
  readonly interval?: Duration;
}

/** How a linear deployment shifts. */
export interface LinearOptions extends DeploymentOptions {
  /**
   * By how much each step adds to what the new version gets: a whole number of percent from 1 to 99.
   *
   * @default 10
   */
  readonly percentage?: number;

  /**
   * The time between two steps, in whole minutes. All steps together take at most 2880 minutes, which is two days, and the
   * deployment of the stack takes as long.
   *
   * @default Duration.minutes(1)
   */
  readonly interval?: Duration;
}

/** @internal */
export type Shift =
  | { readonly kind: 'canary'; readonly options: CanaryOptions }
  | { readonly kind: 'linear'; readonly options: LinearOptions }
  | { readonly kind: 'allAtOnce'; readonly options: DeploymentOptions };

/** The second version of an alias. */
interface Second {
  readonly version: lambda.IVersion;
  readonly weight: number;
  /** Asked at synthesis: both may have turned out to be one version. */
  readonly isOther: () => boolean;
}

/**
 * Which versions the invocations of an alias go to.
 *
 * `all` and `split` are so as soon as they are deployed, and stay so. `canary`, `linear` and `allAtOnce` let CodeDeploy move an
 * alias from the version that is live to the new one while it watches alarms; an alias that is created gets the version at once.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
 */
export class Traffic {
  /**
   * All invocations go to one version.
   *
   * @param version a published version, as `currentVersion` of a function is, or `latestVersion`
   */
  public static all(version: lambda.IVersion): Traffic {
    return new Traffic(version);
  }

  /**
   * Each invocation goes to one of two versions, by chance: for A/B tests, and canaries that somebody looks at.
   *
   * Both are published versions of the same function with the same execution role and dead-letter configuration. For the version
   * that is live and the one of this deployment, ask a `Release`.
   *
   * @param primary the version that gets the rest
   * @param canary the version that gets the share `weight`
   * @param weight from 0, nothing, to 1, everything
   */
  public static split(primary: lambda.IVersion, canary: lambda.IVersion, weight: number): Traffic {
    return new Traffic(primary, { version: canary, weight, isOther: () => true });
  }

  /** A part of the invocations goes to the new version at first, and the rest after an interval. */
  public static canary(version: lambda.IVersion, options: CanaryOptions = {}): Traffic {
    return new Traffic(version, undefined, { kind: 'canary', options });
  }

  /** The new version gets more with every step, each as large as the other. */
  public static linear(version: lambda.IVersion, options: LinearOptions = {}): Traffic {
    return new Traffic(version, undefined, { kind: 'linear', options });
  }

  /** All invocations go to the new version between the two hooks: blue/green. */
  public static allAtOnce(version: lambda.IVersion, options: DeploymentOptions = {}): Traffic {
    return new Traffic(version, undefined, { kind: 'allAtOnce', options });
  }

  /** @internal */
  public static _splitIf(isOther: () => boolean, primary: lambda.IVersion, canary: lambda.IVersion, weight: number): Traffic {
    return new Traffic(primary, { version: canary, weight, isOther });
  }

  private constructor(
    /** @internal */
    public readonly _primary: lambda.IVersion,
    /** @internal */
    public readonly _second?: Second,
    /** @internal */
    public readonly _shift?: Shift,
  ) {}
}
