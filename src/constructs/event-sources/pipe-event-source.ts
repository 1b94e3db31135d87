import { createHash } from 'node:crypto';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as pipes from 'aws-cdk-lib/aws-pipes';
import { Names, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { CALLER_WAITS } from '../../spec/caller-waits';
import { PIPE_INPUT_TEMPLATE, PIPE_NAME } from '../../spec/event-sources/pipe';
import { fitting } from '../check';
import { ConstructError } from '../construct-error';
import { warnOfWait } from './caller-wait';
import { Held } from './held';
import { checkPipeFilters } from './pipe-filters';
import type { PipeSource } from './pipe-source';
import { PipeInvocationType, type PipeTarget } from './pipe-target';
import { mayInvoke, serviceRole } from './service-role';

export interface PipeEventSourceProps {
  /** What the pipe reads. */
  readonly source: PipeSource;

  /**
   * Where the pipe takes what the function answers: the function enriches the records, and its answer replaces the batch.
   *
   * @default - Nowhere: the function is the target of the pipe.
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/pipes-enrichment.html
   */
  readonly target?: PipeTarget;

  /**
   * Whether the pipe waits for the function. As enrichment it does.
   *
   * @default PipeInvocationType.REQUEST_RESPONSE
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/pipes-targets-specifics.html
   */
  readonly invocationType?: PipeInvocationType;

  /**
   * Which records reach the function: five patterns at most, of 4096 characters each, of which one is enough.
   *
   * @default - All.
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html
   */
  readonly filters?: { [key: string]: any }[]; // eslint-disable-line @typescript-eslint/no-explicit-any

  /**
   * JSON or text with parts of the record in it, as `<$.body.id>`, which the function gets for each record: at most 8192 characters.
   *
   * @default - The record.
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
   */
  readonly inputTemplate?: string;

  /**
   * The name of the pipe: 1 to 64 letters, digits, dots, hyphens and underscores.
   *
   * @default - One of the place of the pipe and of its source: the role of the pipe names it.
   */
  readonly pipeName?: string;

  /**
   * What the pipe is for.
   *
   * @default - Nothing is said.
   */
  readonly description?: string;

  /**
   * Whether the pipe runs.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * A pipe of EventBridge, whose target or enrichment is the function.
 *
 * The function gets a JSON array of records, also for one. The pipe is made beside the function, with a role of its own that may
 * read the source, invoke exactly this function, alias or version, and nothing else; and that no other pipe can take.
 *
 * ```ts
 * fn.addEventSource(new PipeEventSource('Orders', { source: PipeSource.queue(orders), target: PipeTarget.queue(priced) }));
 * ```
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html
 */
export class PipeEventSource implements lambda.IEventSource {
  private readonly made = new Held<pipes.CfnPipe>('PipeEventSource');

  /**
   * @param id the id of the pipe, below the function: the pipe keeps its place as long as the id stays
   */
  constructor(
    private readonly id: string,
    private readonly props: PipeEventSourceProps,
  ) {}

  /** The pipe. Fails before the source is added to a function. */
  public get pipe(): pipes.CfnPipe {
    return this.made.get('pipe');
  }

  /** Has a function, an alias or a version invoked. */
  public bind(target: lambda.IFunction): void {
    const { id, props } = this;
    const { inputTemplate, pipeName } = props;
    this.made.checkFree(target);
    if (pipeName !== undefined) fitting(target, 'pipeName', pipeName, PIPE_NAME);
    if (inputTemplate !== undefined) fitting(target, 'inputTemplate', inputTemplate, PIPE_INPUT_TEMPLATE);
    const filters = checkPipeFilters(target, props.filters);
    const reading = props.source._read(target);
    const sending = props.target?._send(target);
    this.checkInvocation(target);
    if (target.node.tryFindChild(id) !== undefined) throw new ConstructError(target, 'SOURCE_TWICE', `has '${id}' already.`);

    const scope = new Construct(target as unknown as Construct, id);
    const name = pipeName ?? nameOf(scope, reading);
    const pipeArn = Stack.of(scope).formatArn({ service: 'pipes', resource: 'pipe', resourceName: name });
    const role = serviceRole(scope, 'Role', 'pipes.amazonaws.com', pipeArn);
    for (const statement of [...reading.statements, mayInvoke(target), ...(sending?.statements ?? [])])
      role.addToPolicy(statement);

    const pipe = new pipes.CfnPipe(scope, 'Resource', {
      name,
      description: props.description,
      desiredState: props.enabled === false ? 'STOPPED' : 'RUNNING',
      roleArn: role.roleArn,
      source: reading.arn,
      sourceParameters: { ...reading.parameters, filterCriteria: filters && { filters: [...filters] } },
      ...this.ends(target, sending),
    });
    // A pipe looks whether it may read when it is made.
    pipe.node.addDependency(role);
    this.made.set(pipe);
  }

  /** The function is the target, or stands before it. */
  private ends(
    { functionArn }: lambda.IFunction,
    sending: ReturnType<PipeTarget['_send']> | undefined,
  ): Pick<pipes.CfnPipeProps, 'enrichment' | 'enrichmentParameters' | 'target' | 'targetParameters'> {
    const { inputTemplate, invocationType = PipeInvocationType.REQUEST_RESPONSE } = this.props;
    if (sending === undefined) {
      return { target: functionArn, targetParameters: { inputTemplate, lambdaFunctionParameters: { invocationType } } };
    }
    return {
      enrichment: functionArn,
      enrichmentParameters: inputTemplate === undefined ? undefined : { inputTemplate },
      target: sending.arn,
      targetParameters: sending.parameters,
    };
  }

  private checkInvocation(target: lambda.IFunction): void {
    const { invocationType } = this.props;
    if (invocationType === PipeInvocationType.FIRE_AND_FORGET) {
      if (this.props.target === undefined) return;
      throw new ConstructError(
        target,
        'PIPE_INVOCATION',
        'invocationType of an enrichment must not be FIRE_AND_FORGET (PIP-02).',
      );
    }
    warnOfWait(target, `the pipe ${this.id}`, CALLER_WAITS.pipe);
  }
}

/** Another one for another source: such a pipe is made before the old one, of that name, is gone. */
function nameOf(scope: Construct, { arn, identity }: ReturnType<PipeSource['_read']>): string {
  const source = JSON.stringify([Token.isUnresolved(arn) ? Stack.of(scope).resolve(arn) : arn, identity]);
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
  return `${Names.uniqueResourceName(scope, { maxLength: PIPE_NAME_ROOM, separator: '-', allowedSpecialCharacters: '-_.' })}-${hash}`;
}

const PIPE_NAME_ROOM = (PIPE_NAME.max ?? 0) - 9;
