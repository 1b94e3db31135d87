import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Duration, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { LAMBDA_FAILURE_RETRY, LAMBDA_FAILURES } from '../../spec/event-sources/step-functions';
import { ConstructError, placeOf } from '../construct-error';
import { warnOfWait } from './caller-wait';
import { Held } from './held';
import { mayInvoke } from './service-role';

export interface StepFunctionsEventSourceProps extends sfn.TaskStateBaseProps {
  /**
   * What the function is given. With `IntegrationPattern.WAIT_FOR_TASK_TOKEN` it must have the token of the task.
   *
   * @default - The input of the state.
   */
  readonly payload?: sfn.TaskInput;

  /**
   * Whether the state waits for the function, or only until Lambda has queued the event.
   *
   * @default tasks.LambdaInvocationType.REQUEST_RESPONSE
   */
  readonly invocationType?: tasks.LambdaInvocationType;

  /**
   * Up to 3583 bytes about the caller, in Base64, which the function finds in its context.
   *
   * @default - None.
   */
  readonly clientContext?: string;

  /**
   * Whether the result of the state is what the function returned, without the status of the call. Not together with
   * `integrationPattern`, `invocationType` and `clientContext`.
   *
   * @default false
   */
  readonly payloadResponseOnly?: boolean;

  /**
   * Whether the state tries again when Lambda itself fails or has no concurrency left: six times, after 2 seconds at first,
   * and twice as long each time.
   *
   * @default true
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html
   */
  readonly retryOnServiceExceptions?: boolean;
}

/**
 * A task state of a Step Functions state machine that invokes a function.
 *
 * Added to a function, it makes the state `task`, to be chained with others. The role of the state machine may invoke exactly
 * this function, alias or version. Warns when the task gives up before the function does.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
export class StepFunctionsEventSource implements lambda.IEventSource {
  private readonly scope: Construct;
  private readonly id: string;
  private readonly props: StepFunctionsEventSourceProps;
  private readonly held = new Held<tasks.LambdaInvoke>('StepFunctionsEventSource');

  constructor(scope: Construct, id: string, props: StepFunctionsEventSourceProps = {}) {
    this.scope = scope;
    this.id = id;
    this.props = props;
  }

  /** The state; there when the source was added to a function. */
  public get task(): tasks.LambdaInvoke {
    return this.held.get('task');
  }

  /** Makes the state, which invokes a function, an alias or a version. */
  public bind(target: lambda.IFunction): void {
    const { scope, id, props } = this;
    this.held.checkFree(placeOf(scope, id));
    this.checkPattern();

    const { seconds } = props.taskTimeout ?? {};
    if (this.isAwaited() && seconds !== undefined && !Token.isUnresolved(seconds)) {
      warnOfWait(target, `the task ${placeOf(scope, id).node.path}`, seconds);
    }
    const { retryOnServiceExceptions = true, ...others } = props;
    const task = new ExactInvoke(scope, id, { ...others, lambdaFunction: target, retryOnServiceExceptions: false });
    this.held.set(task);
    if (!retryOnServiceExceptions) return;
    task.addRetry({
      errors: [...LAMBDA_FAILURES],
      interval: Duration.seconds(LAMBDA_FAILURE_RETRY.firstWaitSeconds),
      maxAttempts: LAMBDA_FAILURE_RETRY.attempts,
      backoffRate: LAMBDA_FAILURE_RETRY.backoffRate,
    });
  }

  private isAwaited(): boolean {
    const { integrationPattern, invocationType = tasks.LambdaInvocationType.REQUEST_RESPONSE } = this.props;
    return (
      invocationType === tasks.LambdaInvocationType.REQUEST_RESPONSE &&
      integrationPattern !== sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN
    );
  }

  private checkPattern(): void {
    const place = placeOf(this.scope, this.id);
    const { integrationPattern: pattern, payload, payloadResponseOnly = false, invocationType, clientContext } = this.props;
    if (pattern === sfn.IntegrationPattern.RUN_JOB) {
      throw new ConstructError(place, 'TASK_PATTERN', `integrationPattern must not be ${pattern} (SFN-01).`);
    }
    const clashing = Object.entries({ integrationPattern: pattern, invocationType, clientContext }).filter(
      ([, value]) => value !== undefined,
    );
    if (payloadResponseOnly && clashing.length > 0) {
      const given = clashing.map(([name]) => name).join(', ');
      throw new ConstructError(place, 'TASK_PAYLOAD_ONLY', `payloadResponseOnly excludes ${given} (SFN-01).`);
    }
    if (pattern !== sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN) return;
    if (payload !== undefined && sfn.FieldUtils.containsTaskToken(payload)) return;
    throw new ConstructError(place, 'TASK_TOKEN_MISSING', `payload must have the token with which the task is ended (SFN-01).`);
  }
}

/** The class of aws-cdk-lib lets the state machine invoke every version and alias of a function. */
class ExactInvoke extends tasks.LambdaInvoke {
  protected override readonly taskPolicies: iam.PolicyStatement[];

  constructor(scope: Construct, id: string, props: tasks.LambdaInvokeProps) {
    super(scope, id, props);
    this.taskPolicies = [mayInvoke(props.lambdaFunction)];
  }
}
