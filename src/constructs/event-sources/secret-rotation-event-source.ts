import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import {
  ROTATION_ACTIONS,
  ROTATION_HOURS,
  ROTATION_HOURS_BY_DEFAULT,
  ROTATION_KEY_ACTIONS,
  ROTATION_WINDOW_HOURS,
} from '../../spec/event-sources/secret-rotation';
import { within } from '../check';
import { ConstructError } from '../construct-error';
import { allowBeside } from './allow-beside';
import { allowService, idFor } from './allow-service';
import { Held } from './held';

export interface SecretRotationEventSourceProps {
  /**
   * How often the secret is rotated: whole hours, from 4 hours to 1000 days. With `Duration.seconds(0)` it is rotated only when
   * somebody asks for it. Not together with `schedule`.
   *
   * @default Duration.days(30)
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
   */
  readonly automaticallyAfter?: Duration;

  /**
   * When the secret is rotated, in UTC, as a `cron` or `rate` expression. Not together with `automaticallyAfter`.
   *
   * @default - As `automaticallyAfter` says.
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
   */
  readonly schedule?: events.Schedule;

  /**
   * How long the window is in which the rotation begins: whole hours from 1 to 24; it must end on the day on which it begins.
   *
   * @default - To the end of the day, in UTC; an hour when the schedule is in hours.
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
   */
  readonly window?: Duration;

  /**
   * Whether the secret is rotated at once when the schedule is made or changed.
   *
   * @default - As Secrets Manager does: true.
   */
  readonly rotateImmediatelyOnUpdate?: boolean;

  /**
   * Whether the function may ask Secrets Manager for a random password, which has no resource: the statement is for `*`.
   *
   * @default true
   */
  readonly mayGeneratePassword?: boolean;

  /**
   * Whether the role of the function has the permissions already, so that nothing is added to it. For roles that cannot be
   * changed here.
   *
   * @default false
   */
  readonly roleHasPermissions?: boolean;
}

/**
 * The rotation of a secret of Secrets Manager.
 *
 * Added to a function, it makes the schedule `rotationSchedule`. The permission names the secret and its account; the role of the
 * function gets four actions on the secret, and two on its key where that is not the one of AWS, through Secrets Manager only.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
 */
export class SecretRotationEventSource implements lambda.IEventSource {
  /** The secret that is rotated. */
  public readonly secret: secretsmanager.ISecret;
  private readonly props: SecretRotationEventSourceProps;
  private readonly held = new Held<secretsmanager.CfnRotationSchedule>('SecretRotationEventSource');

  constructor(secret: secretsmanager.ISecret, props: SecretRotationEventSourceProps = {}) {
    this.secret = secret;
    this.props = props;
  }

  /** The schedule; there when the source was added to a function. */
  public get rotationSchedule(): secretsmanager.CfnRotationSchedule {
    return this.held.get('rotationSchedule');
  }

  /** Lets a function, an alias or a version rotate the secret. */
  public bind(target: lambda.IFunction): void {
    const { secret, props } = this;
    this.held.checkFree(secret);
    const scope = secret as unknown as Construct;
    if (secret.node.tryFindChild(SCHEDULE) !== undefined) {
      throw new ConstructError(secret, 'TRIGGER_TAKEN', 'the secret is rotated by another function already.');
    }
    const rotationRules = this.rules();

    const policy = allowBeside(target, scope, 'Rotation', this.statements(), props.roleHasPermissions);
    const permission = idFor('SecretsManager', target);
    allowService(target, scope, permission, { service: 'secretsmanager.amazonaws.com', sourceArn: fullArn(secret) });
    const schedule = new secretsmanager.CfnRotationSchedule(scope, SCHEDULE, {
      secretId: secret.secretArn,
      rotationLambdaArn: target.functionArn,
      rotateImmediatelyOnUpdate: props.rotateImmediatelyOnUpdate,
      rotationRules,
    });
    // Secrets Manager tests the permission when the schedule is made, and rotates at once (PRM-06).
    for (const before of [secret.node.tryFindChild(permission), policy]) {
      if (before !== undefined) schedule.node.addDependency(before);
    }
    this.held.set(schedule);
  }

  private rules(): secretsmanager.CfnRotationSchedule.RotationRulesProperty | undefined {
    const { automaticallyAfter, schedule, window } = this.props;
    if (automaticallyAfter !== undefined && schedule !== undefined) {
      throw new ConstructError(
        this.secret,
        'ROTATION_TWICE',
        'automaticallyAfter and schedule must not be given together (SEC-01).',
      );
    }
    const duration = window && `${this.windowHours(window)}h`;
    const scheduleExpression = schedule?.expressionString ?? this.rate(automaticallyAfter);
    return scheduleExpression === undefined ? undefined : { scheduleExpression, duration };
  }

  private windowHours(window: Duration): number {
    return window.isUnresolved() ? window.toHours() : within(this.secret, 'window', hoursOf(window), ROTATION_WINDOW_HOURS);
  }

  private rate(after = Duration.hours(ROTATION_HOURS_BY_DEFAULT)): string | undefined {
    if (after.isUnresolved()) return events.Schedule.rate(after).expressionString;
    if (after.toMilliseconds() === 0) return undefined;
    const hours = within(this.secret, 'automaticallyAfter', hoursOf(after), ROTATION_HOURS);
    return events.Schedule.rate(Duration.hours(hours)).expressionString;
  }

  private statements(): readonly iam.PolicyStatement[] {
    const { secret } = this;
    const { encryptionKey: key } = secret;
    const via = { StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(secret).region}.amazonaws.com` } };
    return [
      new iam.PolicyStatement({ actions: [...ROTATION_ACTIONS], resources: [fullArn(secret)] }),
      ...(key ? [new iam.PolicyStatement({ actions: [...ROTATION_KEY_ACTIONS], resources: [key.keyArn], conditions: via })] : []),
      ...((this.props.mayGeneratePassword ?? true)
        ? [new iam.PolicyStatement({ actions: ['secretsmanager:GetRandomPassword'], resources: ['*'] })]
        : []),
    ];
  }
}

const SCHEDULE = 'LambdaRotation';

/** Six characters stand for what Secrets Manager adds to the name, when they are not known. */
function fullArn({ secretFullArn, secretArn }: secretsmanager.ISecret): string {
  return secretFullArn ?? `${secretArn}-??????`;
}

function hoursOf(duration: Duration): number {
  return duration.toMilliseconds() / 3_600_000;
}
