import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as ses from 'aws-cdk-lib/aws-ses';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Stack, Token } from 'aws-cdk-lib/core';
import { CALLER_WAITS } from '../../spec/caller-waits';
import { ConstructError } from '../construct-error';
import { allowOnce } from './allow-once';
import { idFor } from './allow-service';
import { warnOfWait } from './caller-wait';
import { checkSamePlace } from './same-place';

/** Whether SES waits for what the function says. */
export enum SesInvocationType {
  /** SES goes on at once. */
  EVENT = 'Event',
  /** SES waits up to 30 seconds; the function can stop the rule or the rule set. */
  REQUEST_RESPONSE = 'RequestResponse',
}

export interface SesEventSourceProps {
  /**
   * Whether SES waits for the function, which can then return `{ disposition: 'STOP_RULE' }`, `STOP_RULE_SET` or `CONTINUE`.
   *
   * @default SesInvocationType.EVENT
   * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda.html
   */
  readonly invocationType?: SesInvocationType;

  /**
   * A topic that is told when the action is taken.
   *
   * @default - Nobody is told.
   */
  readonly topic?: sns.ITopic;
}

/**
 * Mail that SES receives, as an action of a receipt rule; after the actions that the rule has already.
 *
 * The body of the mail is not in the event: give the rule an S3 action before. The rule alone may invoke the function when it has a
 * `receiptRuleName`; otherwise all rules of its rule set may, whose names nobody knows before they are there.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda.html
 */
export class SesEventSource implements lambda.IEventSource {
  /** The rule. */
  public readonly rule: ses.ReceiptRule;
  private readonly props: SesEventSourceProps;

  constructor(rule: ses.ReceiptRule, props: SesEventSourceProps = {}) {
    this.rule = rule;
    this.props = props;
  }

  /** Has a function, an alias or a version invoked. */
  public bind(target: lambda.IFunction): void {
    const { rule } = this;
    const { invocationType, topic } = this.props;
    checkSamePlace(target, rule.env, rule.node.path, 'SES-01');
    const id = idFor('AllowSes', target);
    if (rule.node.tryFindChild(id) !== undefined) {
      throw new ConstructError(target, 'SOURCE_TWICE', `is an action of ${rule.node.path} already.`);
    }
    const resource = rule.node.defaultChild as ses.CfnReceiptRule;
    const permission = allowOnce(target, rule, id, { service: 'ses.amazonaws.com', sourceArn: arnOf(rule, resource) });
    // SES looks whether it may invoke when the rule is made (PRM-06).
    if (permission !== undefined) resource.node.addDependency(permission);
    rule.addAction({
      bind: () => ({ lambdaAction: { functionArn: target.functionArn, invocationType, topicArn: topic?.topicArn } }),
    });
    if (invocationType === SesInvocationType.REQUEST_RESPONSE) warnOfWait(target, rule.node.path, CALLER_WAITS.ses);
  }
}

/** Without a word of the rule itself, which waits for the permission. */
function arnOf(rule: ses.ReceiptRule, { rule: content, ruleSetName }: ses.CfnReceiptRule): string {
  const { name } = Token.isUnresolved(content) ? {} : (content as ses.CfnReceiptRule.RuleProperty);
  const known = name !== undefined && !Token.isUnresolved(name) ? name : '*';
  return Stack.of(rule).formatArn({
    service: 'ses',
    resource: 'receipt-rule-set',
    resourceName: `${ruleSetName}:receipt-rule/${known}`,
  });
}
