import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { TOPIC_RULE_NAME, TOPIC_RULE_SQL, TOPIC_RULE_SQL_VERSION } from '../../spec/event-sources/iot';
import { fitting } from '../check';
import { ConstructError, placeOf } from '../construct-error';
import { allowService, idFor } from './allow-service';
import { Held } from './held';
import { checkSameRegion } from './same-region';
import { serviceRole } from './service-role';

export interface IotRuleEventSourceProps {
  /**
   * Which messages the function gets, and what of them: `SELECT * FROM 'orders/+/placed'`. Its result is the event.
   *
   * @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-reference.html
   */
  readonly sql: string;

  /**
   * The version of the SQL.
   *
   * @default 2016-03-23
   * @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-rule-sql-version.html
   */
  readonly awsIotSqlVersion?: string;

  /**
   * The name of the rule: 1 to 128 letters, digits and `_`.
   *
   * @default - A name that CloudFormation makes.
   */
  readonly topicRuleName?: string;

  /**
   * What the rule is for.
   *
   * @default - None.
   */
  readonly description?: string;

  /**
   * Whether the rule is carried out.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The standard queue that gets what Lambda did not take. Not together with `errorAction`.
   *
   * @default - It is gone.
   * @see https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html
   */
  readonly errorQueue?: sqs.IQueue;

  /**
   * What is done with what Lambda did not take, with a role or a permission of its own. Not together with `errorQueue`.
   *
   * @default - Nothing.
   * @see https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html
   */
  readonly errorAction?: iot.CfnTopicRule.ActionProperty;
}

/**
 * A rule of AWS IoT that hands messages of devices to a function.
 *
 * Added to a function, it makes `topicRule`. The permission names the rule and its account. Fails for a function of another
 * Region.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/lambda-rule-action.html
 */
export class IotRuleEventSource implements lambda.IEventSource {
  private readonly scope: Construct;
  private readonly id: string;
  private readonly props: IotRuleEventSourceProps;
  private readonly held = new Held<iot.CfnTopicRule>('IotRuleEventSource');

  constructor(scope: Construct, id: string, props: IotRuleEventSourceProps) {
    this.scope = scope;
    this.id = id;
    this.props = props;
  }

  /** The rule; there when the source was added to a function. */
  public get topicRule(): iot.CfnTopicRule {
    return this.held.get('topicRule');
  }

  /** Makes the rule, which invokes a function, an alias or a version. */
  public bind(target: lambda.IFunction): void {
    const { scope, id, props } = this;
    const place = placeOf(scope, id);
    this.held.checkFree(place);
    fitting(place, 'sql', props.sql, TOPIC_RULE_SQL);
    if (props.topicRuleName !== undefined) fitting(place, 'topicRuleName', props.topicRuleName, TOPIC_RULE_NAME);
    checkSameRegion(target, scope, 'IOT-01');
    this.checkErrors();

    const rule = new iot.CfnTopicRule(scope, id, {
      ruleName: props.topicRuleName,
      topicRulePayload: {
        sql: props.sql,
        awsIotSqlVersion: props.awsIotSqlVersion ?? TOPIC_RULE_SQL_VERSION,
        description: props.description,
        ruleDisabled: props.enabled === undefined ? undefined : !props.enabled,
        actions: [{ lambda: { functionArn: target.functionArn } }],
        errorAction: props.errorAction ?? (props.errorQueue && this.toQueue(props.errorQueue)),
      },
    });
    this.held.set(rule);
    allowService(target, rule, idFor('Iot', target), { service: 'iot.amazonaws.com', sourceArn: rule.attrArn });
  }

  private checkErrors(): void {
    const place = placeOf(this.scope, this.id);
    const { errorQueue, errorAction } = this.props;
    if (errorQueue !== undefined && errorAction !== undefined) {
      throw new ConstructError(place, 'ERROR_ACTION_TWICE', 'errorQueue and errorAction must not be given together (IOT-03).');
    }
    if (errorQueue?.fifo) {
      throw new ConstructError(place, 'ERROR_QUEUE_FIFO', `errorQueue ${errorQueue.node.path} must not be a FIFO queue.`);
    }
  }

  private toQueue({ queueArn, queueUrl, encryptionMasterKey: key }: sqs.IQueue): iot.CfnTopicRule.ActionProperty {
    const { topicRuleName: name } = this.props;
    const { scope, id } = this;
    // The ARN that the rule has when it is there would have the role wait for it.
    const arn = name && Stack.of(scope).formatArn({ service: 'iot', resource: 'rule', resourceName: name });
    const role = serviceRole(scope, `${id}ErrorRole`, 'iot.amazonaws.com', arn);
    role.addToPolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queueArn] }));
    if (key)
      role.addToPolicy(new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] }));
    return { sqs: { queueUrl, roleArn: role.roleArn, useBase64: false } };
  }
}
