import { createHash } from 'node:crypto';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ALB_RULE_PRIORITY, TARGET_GROUP_NAME } from '../../spec/event-sources/load-balancing';
import { fitting, within } from '../check';
import { ConstructError } from '../construct-error';
import { type AlbHealthCheck, healthCheckOf } from './alb-health-check';
import { allowService, idFor } from './allow-service';
import { Held } from './held';
import { checkSamePlace } from './same-place';

export interface AlbEventSourceProps {
  /**
   * The place of the rule among those of the listener: a whole number from 1 to 50,000. Together with `conditions`.
   *
   * @default - The function is the default action of the listener.
   */
  readonly priority?: number;

  /**
   * Which requests the function gets, as `ListenerCondition.pathPatterns(['/orders/*'])`. Together with `priority`.
   *
   * @default - All that no rule takes.
   */
  readonly conditions?: elbv2.ListenerCondition[];

  /**
   * Whether headers and query parameters that are there several times come, and go, as lists.
   *
   * @default false
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
   */
  readonly multiValueHeaders?: boolean;

  /**
   * Whether and how the function is asked if it works; each check is an invocation.
   *
   * @default - It is not asked.
   */
  readonly healthCheck?: AlbHealthCheck;

  /**
   * The name of the target group: up to 32 letters, digits and inner hyphens, unique in account and Region.
   *
   * @default - Made from the name of the stack and the place of function and rule.
   */
  readonly targetGroupName?: string;
}

/**
 * A listener of an Application Load Balancer that hands requests to a function: by a rule, or as its default action.
 *
 *     fn.addEventSource(new AlbEventSource(listener, { priority: 1, conditions: [ListenerCondition.pathPatterns(['/orders'])] }));
 *
 * The function has one permission, for its target group. It is tested when the group is made and so must be there before; that is
 * why the group has a name, which CloudFormation would otherwise make too late.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 */
export class AlbEventSource implements lambda.IEventSource {
  private readonly listener: elbv2.IApplicationListener;
  private readonly props: AlbEventSourceProps;
  private readonly held = new Held<elbv2.ApplicationTargetGroup>('AlbEventSource');

  /**
   * @param listener of this stack or another, or imported; an imported one takes rules only
   * @param props of the rule and of the target group
   */
  constructor(listener: elbv2.IApplicationListener, props: AlbEventSourceProps = {}) {
    this.listener = listener;
    this.props = props;
  }

  /** The target group that was made; fails before the source is added to a function. */
  public get targetGroup(): elbv2.ApplicationTargetGroup {
    return this.held.get('targetGroup');
  }

  /** Makes the target group and the rule, and lets the load balancer invoke the function, alias or version. */
  public bind(target: lambda.IFunction): void {
    const { props } = this;
    const listener = this.listener as elbv2.IApplicationListener & Construct;
    this.held.checkFree(target);
    checkRule(target, props);
    checkSamePlace(target, listener.env, `the listener ${listener.node.path}`, 'ALB-01');
    const healthCheck = healthCheckOf(target, props.healthCheck);

    const { priority, conditions } = props;
    // The place in the order is the author's, and stays when other rules come and go.
    const rule = priority === undefined ? 'Default' : `Rule${Token.isUnresolved(priority) ? '' : priority}`;
    const id = idFor(rule, target);
    const targetGroupName = fitting(target, 'targetGroupName', props.targetGroupName ?? nameOf(listener, id), TARGET_GROUP_NAME);
    const service = 'elasticloadbalancing';
    // Of a group that is not there yet nothing is known but the name (ALB-02).
    const sourceArn = Stack.of(listener).formatArn({ service, resource: 'targetgroup', resourceName: `${targetGroupName}/*` });
    const permissionId = idFor(`${rule}Permission`, target);
    allowService(target, listener, permissionId, { service: `${service}.amazonaws.com`, sourceArn });

    const group = new elbv2.ApplicationTargetGroup(listener, id, {
      targetGroupName,
      targetType: elbv2.TargetType.LAMBDA,
      targets: [new FunctionTarget(target)],
      healthCheck,
      multiValueHeadersEnabled: props.multiValueHeaders,
    });
    const permission = listener.node.tryFindChild(permissionId);
    if (permission) group.node.addDependency(permission);
    listener.addTargetGroups(idFor(`${rule}Action`, target), { targetGroups: [group], priority, conditions });
    this.held.set(group);
  }
}

/** That of aws-cdk-lib lets every load balancer of every account invoke. */
class FunctionTarget implements elbv2.IApplicationLoadBalancerTarget {
  constructor(private readonly target: lambda.IFunction) {}

  attachToApplicationTargetGroup(): elbv2.LoadBalancerTargetProps {
    return { targetType: elbv2.TargetType.LAMBDA, targetJson: { id: this.target.functionArn } };
  }
}

function checkRule(target: lambda.IFunction, { priority, conditions = [] }: AlbEventSourceProps): void {
  if (priority !== undefined) within(target, 'priority', priority, ALB_RULE_PRIORITY);
  if ((priority === undefined) === (conditions.length === 0)) return;
  const [given, missing] = priority === undefined ? ['conditions', 'priority'] : ['priority', 'conditions'];
  throw new ConstructError(target, 'LISTENER_RULE_INCOMPLETE', `${given} must not be given without ${missing}.`);
}

/** Another for each stack, and for each place in it. */
function nameOf(listener: Construct, id: string): string {
  const { stackName } = topOf(Stack.of(listener));
  const known = Token.isUnresolved(stackName) ? '' : stackName;
  const hash = createHash('sha256').update(`${known}/${listener.node.path}/${id}`).digest('hex').slice(0, 10);
  return `${known.slice(0, TARGET_GROUP_NAME_PREFIX).replace(/^internal-/, '')}-${hash}`.replace(/^-+/, '').replace(/-+/g, '-');
}

const TARGET_GROUP_NAME_PREFIX = 21;

function topOf(stack: Stack): Stack {
  return stack.nestedStackParent ? topOf(stack.nestedStackParent) : stack;
}
