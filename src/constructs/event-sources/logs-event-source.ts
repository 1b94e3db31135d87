import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Names, Token } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { SUBSCRIPTION_FILTER_NAME, SUBSCRIPTION_FILTER_PATTERN } from '../../spec/event-sources/logs';
import { defaultLogGroup } from '../../spec/function-defaults';
import { FILTERS_PER_LOG_GROUP } from '../../spec/push-sources';
import { fitting } from '../check';
import { ConstructError } from '../construct-error';
import { constructOf } from '../destinations';
import { allowOnce } from './allow-once';
import { functionBehind } from './function-behind';
import { Held } from './held';
import { checkSamePlace } from './same-place';

export interface LogsEventSourceProps {
  /**
   * Which log events: at most 1024 characters.
   *
   * @default logs.FilterPattern.allEvents()
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
   */
  readonly filterPattern?: logs.IFilterPattern;

  /**
   * The name of the subscription filter: 1 to 512 characters without colons and asterisks. A second filter from the same log group to
   * the same function needs one.
   *
   * @default - A name that CloudFormation makes.
   */
  readonly filterName?: string;
}

/** The subscription filters that sources have made of each log group. */
const FILTERS = new WeakMap<IConstruct, Map<string, number>>();

/**
 * What is written to a log group, through a subscription filter.
 *
 * The function gets `awslogs.data`: JSON, gzipped and as base64. Fails for the log group that the function writes to itself, and for
 * the third filter of a log group.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export class LogsEventSource implements lambda.IEventSource {
  /** The log group. */
  public readonly logGroup: logs.ILogGroup;
  private readonly props: LogsEventSourceProps;
  private readonly made = new Held<logs.SubscriptionFilter>('LogsEventSource');

  constructor(logGroup: logs.ILogGroup, props: LogsEventSourceProps = {}) {
    this.logGroup = logGroup;
    this.props = props;
  }

  /** The subscription filter. Fails before the source is added to a function. */
  public get subscriptionFilter(): logs.SubscriptionFilter {
    return this.made.get('subscriptionFilter');
  }

  /** Has a function, an alias or a version invoked. */
  public bind(target: lambda.IFunction): void {
    const { logGroup } = this;
    const { filterPattern = logs.FilterPattern.allEvents(), filterName } = this.props;
    this.made.checkFree(target);
    checkSamePlace(target, logGroup.env, logGroup.node.path, 'LOG-02');
    if (filterName !== undefined) fitting(target, 'filterName', filterName, SUBSCRIPTION_FILTER_NAME);
    fitting(target, 'filterPattern', filterPattern.logPatternString, SUBSCRIPTION_FILTER_PATTERN);
    this.checkOwnGroup(target);
    const name = filterName === undefined || Token.isUnresolved(filterName) ? '' : `:${filterName}`;
    const id = `LogsEventSource:${Names.nodeUniqueId(logGroup.node)}${name}`;
    if (target.node.tryFindChild(id) !== undefined) {
      const message = `has a filter of ${logGroup.node.path} already; a second one needs a filterName of its own.`;
      throw new ConstructError(target, 'SOURCE_TWICE', message);
    }
    this.count(target);

    const destination = { bind: () => ({ arn: target.functionArn }) };
    const scope = target as unknown as Construct;
    const filter = new logs.SubscriptionFilter(scope, id, { logGroup, filterPattern, filterName, destination });
    // One for all filters of the group.
    const permission = allowOnce(target, scope, `AllowLogs:${Names.nodeUniqueId(logGroup.node)}`, {
      service: 'logs.amazonaws.com',
      sourceArn: logGroup.logGroupArn,
    });
    // CloudWatch Logs looks whether it may invoke when the filter is made (PRM-06).
    if (permission !== undefined) filter.node.defaultChild?.node.addDependency(permission);
    this.made.set(filter);
  }

  private checkOwnGroup(target: lambda.IFunction): void {
    const fn = functionBehind(target);
    const resource = fn?.node.defaultChild;
    if (fn === undefined || !(resource instanceof lambda.CfnFunction)) return;
    const { loggingConfig, functionName = '' } = resource;
    const { logGroup: own } = (loggingConfig ?? {}) as lambda.CfnFunction.LoggingConfigProperty;
    const group = keyOf(this.logGroup.logGroupName, this.logGroup);
    if (group !== keyOf(own ?? (functionName && defaultLogGroup(functionName)), fn)) return;
    const message = `${this.logGroup.node.path} is the log group that the function writes to itself (LOG-06).`;
    throw new ConstructError(target, 'LOG_GROUP_OWN', message);
  }

  private count(target: lambda.IFunction): void {
    const root = this.logGroup.node.root;
    const counts = FILTERS.get(root) ?? new Map<string, number>();
    FILTERS.set(root, counts);
    const key = `${target.env.account} ${target.env.region} ${keyOf(this.logGroup.logGroupName, this.logGroup)}`;
    const count = (counts.get(key) ?? 0) + 1;
    if (count > FILTERS_PER_LOG_GROUP) {
      const message = `${this.logGroup.node.path} must have at most ${FILTERS_PER_LOG_GROUP} subscription filters (LOG-03).`;
      throw new ConstructError(target, 'LOG_GROUP_FILTERS', message);
    }
    counts.set(key, count);
  }
}

/** The name where it is known; otherwise what has it. */
function keyOf(name: string, place: IConstruct): string {
  return Token.isUnresolved(name) ? `of ${(constructOf(name) ?? place).node.path}` : name;
}
