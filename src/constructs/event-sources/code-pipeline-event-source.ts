import type * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ACTION_ARTIFACTS, JOB_RESULT_ACTIONS, USER_PARAMETERS } from '../../spec/event-sources/codepipeline';
import { fitting, within } from '../check';
import { ConstructError } from '../construct-error';
import { Held } from './held';
import { qualifiedName } from './qualifier';
import { allowTarget } from './role-of-target';
import { mayInvoke } from './service-role';

export interface CodePipelineEventSourceProps extends codepipeline.CommonAwsActionProps {
  /**
   * Artifacts that the function can read, with the credentials that it is handed: five at most.
   *
   * @default - None.
   */
  readonly inputs?: codepipeline.Artifact[];

  /**
   * Artifacts that the function writes, with the credentials that it is handed: five at most.
   *
   * @default - None.
   */
  readonly outputs?: codepipeline.Artifact[];

  /**
   * What the function finds in `UserParameters`, as JSON of 1000 characters at most. Not together with `userParametersString`.
   *
   * @default - Nothing.
   */
  readonly userParameters?: { [key: string]: any }; // eslint-disable-line @typescript-eslint/no-explicit-any

  /**
   * The same as a text of 1000 characters at most.
   *
   * @default - Nothing.
   */
  readonly userParametersString?: string;

  /**
   * Whether the role of the function may put the result of the job already, so that nothing is added to it. For roles that
   * cannot be changed here.
   *
   * @default false
   */
  readonly roleHasPermissions?: boolean;
}

/**
 * An action of a CodePipeline pipeline that invokes a function, and lasts until the function puts its result.
 *
 * Added to a function, it makes `action`, for a stage of a pipeline. The role of the action may invoke exactly this function,
 * alias or version; the role of the function may put results of jobs, which have no resource, so that the statement is for `*`.
 * AWS does not say whether CodePipeline invokes aliases and versions.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html
 */
export class CodePipelineEventSource implements lambda.IEventSource {
  private readonly props: CodePipelineEventSourceProps;
  private readonly held = new Held<actions.LambdaInvokeAction>('CodePipelineEventSource');

  constructor(props: CodePipelineEventSourceProps) {
    this.props = props;
  }

  /** What a stage takes as action, with its variables; there when the source was added to a function. */
  public get action(): actions.LambdaInvokeAction {
    return this.held.get('action');
  }

  /** Lets a pipeline invoke a function, an alias or a version. */
  public bind(target: lambda.IFunction): void {
    const { roleHasPermissions, ...props } = this.props;
    this.held.checkFree(target);
    within(target, 'inputs', props.inputs?.length ?? 0, ACTION_ARTIFACTS);
    within(target, 'outputs', props.outputs?.length ?? 0, ACTION_ARTIFACTS);
    this.checkParameters(target);

    const results = new iam.PolicyStatement({ actions: [...JOB_RESULT_ACTIONS], resources: ['*'] });
    allowTarget(target, target, [results], roleHasPermissions);
    this.held.set(new ExactAction({ ...props, lambda: target }));
  }

  private checkParameters(target: lambda.IFunction): void {
    const { userParameters, userParametersString: text } = this.props;
    if (userParameters !== undefined && text !== undefined) {
      throw new ConstructError(target, 'PARAMETERS_TWICE', 'userParameters and userParametersString must not be given together.');
    }
    if (text !== undefined) fitting(target, 'userParametersString', text, USER_PARAMETERS);
    if (userParameters === undefined) return;
    const written = JSON.stringify(userParameters);
    const isKnown = written === JSON.stringify(Stack.of(target).resolve(userParameters));
    if (isKnown) fitting(target, 'userParameters', written, USER_PARAMETERS);
  }
}

/** The action of aws-cdk-lib lets the pipeline invoke every version and alias of a function. */
class ExactAction extends actions.LambdaInvokeAction {
  constructor(private readonly given: actions.LambdaInvokeActionProps) {
    super(given);
  }

  protected override bound(
    scope: Construct,
    _stage: codepipeline.IStage,
    { role, bucket }: codepipeline.ActionBindOptions,
  ): codepipeline.ActionConfig {
    const { lambda: target, inputs = [], outputs = [], userParameters, userParametersString } = this.given;
    role.addToPrincipalPolicy(mayInvoke(target));
    role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['lambda:ListFunctions'], resources: ['*'] }));
    if (inputs.length > 0) bucket.grantRead(role);
    if (outputs.length > 0) bucket.grantWrite(role);
    const parameters = userParametersString ?? (userParameters && Stack.of(scope).toJsonString(userParameters));
    return { configuration: { FunctionName: qualifiedName(target), UserParameters: parameters } };
  }
}
