import * as config from 'aws-cdk-lib/aws-config';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { EVALUATION_ACTION, RULE_SOURCE } from '../../spec/event-sources/config-rule';
import { fitting } from '../check';
import { ConstructError, placeOf } from '../construct-error';
import { allowService } from './allow-service';
import { Held } from './held';
import { allowTarget } from './role-of-target';

export interface ConfigRuleEventSourceProps extends config.RuleProps {
  /**
   * Whether the function is told when a resource changes.
   *
   * @default false
   */
  readonly configurationChanges?: boolean;

  /**
   * Whether the function is told at intervals, which `maximumExecutionFrequency` says.
   *
   * @default false
   */
  readonly periodic?: boolean;

  /**
   * Whether the function is told when a snapshot of the configuration was delivered.
   *
   * @default false
   */
  readonly snapshots?: boolean;

  /**
   * Whether the role of the function may put evaluations already, so that nothing is added to it. For roles that cannot be
   * changed here.
   *
   * @default false
   */
  readonly roleHasPermissions?: boolean;
}

/**
 * A rule of AWS Config that a function evaluates.
 *
 * Added to a function, it makes `rule`. The permission names the account, since the ARN of the rule has an id that is made with
 * it, and is there before the rule, which AWS Config tests. The role of the function may put evaluations, which have no resource,
 * so that the statement is for `*`. AWS does not say whether AWS Config invokes aliases and versions.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html
 */
export class ConfigRuleEventSource implements lambda.IEventSource {
  private readonly scope: Construct;
  private readonly id: string;
  private readonly props: ConfigRuleEventSourceProps;
  private readonly held = new Held<config.CfnConfigRule>('ConfigRuleEventSource');

  constructor(scope: Construct, id: string, props: ConfigRuleEventSourceProps) {
    this.scope = scope;
    this.id = id;
    this.props = props;
  }

  /** The rule; there when the source was added to a function. */
  public get rule(): config.CfnConfigRule {
    return this.held.get('rule');
  }

  /** Makes the rule, which a function, an alias or a version evaluates. */
  public bind(target: lambda.IFunction): void {
    const { scope, id, props } = this;
    const place = placeOf(scope, id);
    this.held.checkFree(place);
    const sourceDetails = this.messages();
    fitting(place, 'the ARN of the function', target.functionArn, RULE_SOURCE);

    const evaluations = new iam.PolicyStatement({ actions: [EVALUATION_ACTION], resources: ['*'] });
    allowTarget(target, target, [evaluations], props.roleHasPermissions);
    const permission = this.permission(target);
    const { ruleScope } = props;
    const rule = new config.CfnConfigRule(scope, id, {
      configRuleName: props.configRuleName,
      description: props.description,
      inputParameters: props.inputParameters,
      evaluationModes: props.evaluationModes?.modes.map((mode) => ({ mode })),
      scope: ruleScope && {
        complianceResourceId: ruleScope.resourceId,
        complianceResourceTypes: ruleScope.resourceTypes?.map(({ complianceResourceType }) => complianceResourceType),
        tagKey: ruleScope.key,
        tagValue: ruleScope.value,
      },
      source: { owner: 'CUSTOM_LAMBDA', sourceIdentifier: target.functionArn, sourceDetails },
    });
    if (permission !== undefined) rule.node.addDependency(permission);
    this.held.set(rule);
  }

  /** One for all rules of an account: they cannot be told apart (CFG-02). */
  private permission(target: lambda.IFunction): Construct | undefined {
    const { account } = Stack.of(this.scope);
    const id = `InvokedByConfigRules${Token.isUnresolved(account) ? '' : account}`;
    const place = target as unknown as Construct;
    if (target.node.tryFindChild(id) === undefined) {
      allowService(target, place, id, { service: 'config.amazonaws.com', sourceAccount: account });
    }
    return target.node.tryFindChild(id) as Construct | undefined;
  }

  private messages(): config.CfnConfigRule.SourceDetailProperty[] {
    const { configurationChanges = false, periodic = false, snapshots = false, maximumExecutionFrequency } = this.props;
    const place = placeOf(this.scope, this.id);
    if (!configurationChanges && !periodic && !snapshots) {
      throw new ConstructError(place, 'CONFIG_RULE_IDLE', 'the rule would never invoke its function (CFG-01).');
    }
    if (maximumExecutionFrequency !== undefined && !periodic) {
      throw new ConstructError(
        place,
        'CONFIG_RULE_FREQUENCY',
        `maximumExecutionFrequency ${maximumExecutionFrequency} is of periodic rules (CFG-01).`,
      );
    }
    const eventSource = 'aws.config';
    const changes = ['ConfigurationItemChangeNotification', 'OversizedConfigurationItemChangeNotification'];
    return [
      ...(configurationChanges ? changes.map((messageType) => ({ eventSource, messageType })) : []),
      ...(periodic ? [{ eventSource, messageType: 'ScheduledNotification', maximumExecutionFrequency }] : []),
      ...(snapshots ? [{ eventSource, messageType: 'ConfigurationSnapshotDeliveryCompleted' }] : []),
    ];
  }
}
