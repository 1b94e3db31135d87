import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as vpclattice from 'aws-cdk-lib/aws-vpclattice';
import { Stack, Token } from 'aws-cdk-lib/core';
import { LATTICE_RULE_PRIORITY } from '../../spec/event-sources/load-balancing';
import { within } from '../check';
import { ConstructError } from '../construct-error';
import { allowService, idFor } from './allow-service';
import { Held } from './held';
import { checkSamePlace } from './same-place';

/** How VPC Lattice writes requests for functions. */
export enum LatticeEventVersion {
  /** With single values of headers and query parameters, and without who calls. */
  V1 = 'V1',
  /** With lists of values, and with who calls from where. */
  V2 = 'V2',
}

export interface LatticeEventSourceProps {
  /**
   * The place of the rule among those of the listener: a whole number from 1 to 100. Together with `match`.
   *
   * @default - The function is the default action of the listener.
   */
  readonly priority?: number;

  /**
   * Which requests the function gets. Together with `priority`.
   *
   * @default - All that no rule takes.
   */
  readonly match?: vpclattice.CfnRule.MatchProperty;

  /**
   * How requests are written.
   *
   * @default LatticeEventVersion.V2
   * @see https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
   */
  readonly eventVersion?: LatticeEventVersion;

  /**
   * The name of the target group.
   *
   * @default - CloudFormation makes one.
   */
  readonly targetGroupName?: string;
}

/**
 * A listener of a VPC Lattice service that hands requests to a function: by a rule, or as its default action.
 *
 *     const match = { httpMatch: { pathMatch: { match: { prefix: '/orders' } } } };
 *     fn.addEventSource(new LatticeEventSource(listener, { priority: 1, match }));
 *
 * The function has one permission, for its target group. A default action takes the place of the fixed response that the listener
 * was made with.
 *
 * @see https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
 */
export class LatticeEventSource implements lambda.IEventSource {
  private readonly listener: vpclattice.CfnListener;
  private readonly props: LatticeEventSourceProps;
  private readonly held = new Held<vpclattice.CfnTargetGroup>('LatticeEventSource');

  /**
   * @param listener of this stack or another
   * @param props of the rule and of the target group
   */
  constructor(listener: vpclattice.CfnListener, props: LatticeEventSourceProps = {}) {
    this.listener = listener;
    this.props = props;
  }

  /** The target group that was made; fails before the source is added to a function. */
  public get targetGroup(): vpclattice.CfnTargetGroup {
    return this.held.get('targetGroup');
  }

  /** Makes the target group and the rule, and lets VPC Lattice invoke the function, alias or version. */
  public bind(target: lambda.IFunction): void {
    const { listener, props } = this;
    this.held.checkFree(target);
    checkRule(target, listener, props);
    const { account, region } = Stack.of(listener);
    checkSamePlace(target, { account, region }, `the listener ${listener.node.path}`, 'LAT-01');

    const { priority, match } = props;
    // The place in the order is the author's, and stays when other rules come and go.
    const rule = priority === undefined ? 'Default' : `Rule${Token.isUnresolved(priority) ? '' : priority}`;
    const group = new vpclattice.CfnTargetGroup(listener, idFor(`${rule}Group`, target), {
      name: props.targetGroupName,
      type: 'LAMBDA',
      config: { lambdaEventStructureVersion: props.eventVersion ?? LatticeEventVersion.V2 },
      targets: [{ id: target.functionArn }],
    });
    const source = { service: 'vpc-lattice.amazonaws.com', sourceArn: group.attrArn };
    allowService(target, listener, idFor(`${rule}Permission`, target), source);

    const action = { forward: { targetGroups: [{ targetGroupIdentifier: group.attrId }] } };
    if (priority === undefined || match === undefined) listener.defaultAction = action;
    else {
      new vpclattice.CfnRule(listener, idFor(rule, target), {
        serviceIdentifier: listener.attrServiceId,
        listenerIdentifier: listener.attrId,
        priority,
        match,
        action,
      });
    }
    this.held.set(group);
  }
}

function checkRule(
  target: lambda.IFunction,
  listener: vpclattice.CfnListener,
  { priority, match }: LatticeEventSourceProps,
): void {
  if (priority !== undefined) within(target, 'priority', priority, LATTICE_RULE_PRIORITY);
  if ((priority === undefined) !== (match === undefined)) {
    const [given, missing] = priority === undefined ? ['match', 'priority'] : ['priority', 'match'];
    throw new ConstructError(target, 'LISTENER_RULE_INCOMPLETE', `${given} must not be given without ${missing}.`);
  }
  const before = listener.defaultAction;
  if (priority !== undefined || Token.isUnresolved(before)) return;
  if ((before as vpclattice.CfnListener.DefaultActionProperty).forward === undefined) return;
  const message = `the default action of ${listener.node.path} forwards requests already.`;
  throw new ConstructError(target, 'LISTENER_DEFAULT_TAKEN', message);
}
