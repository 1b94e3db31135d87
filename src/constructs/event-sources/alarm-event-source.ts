import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { ACTIONS_PER_STATE } from '../../spec/event-sources/alarm';
import { ConstructError } from '../construct-error';
import { allowOnce } from './allow-once';
import { idFor } from './allow-service';
import { checkSamePlace } from './same-place';

export interface AlarmEventSourceProps {
  /**
   * The states whose beginning invokes the function.
   *
   * @default [cloudwatch.AlarmState.ALARM]
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions.html
   */
  readonly states?: cloudwatch.AlarmState[];
}

/** Where a state's actions stand in the template. */
const PROPERTIES = {
  [cloudwatch.AlarmState.ALARM]: 'alarmActions',
  [cloudwatch.AlarmState.OK]: 'okActions',
  [cloudwatch.AlarmState.INSUFFICIENT_DATA]: 'insufficientDataActions',
} as const;

/** Who is an action of which alarm, and for which states. */
const ACTIONS = new WeakMap<cloudwatch.AlarmBase, Set<string>>();

/**
 * An alarm of CloudWatch, on a metric or of other alarms, when it changes into a state.
 *
 * The alarm names the function, so that its stack needs that of the function.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 */
export class AlarmEventSource implements lambda.IEventSource {
  /** The alarm. */
  public readonly alarm: cloudwatch.AlarmBase;
  private readonly props: AlarmEventSourceProps;

  constructor(alarm: cloudwatch.AlarmBase, props: AlarmEventSourceProps = {}) {
    this.alarm = alarm;
    this.props = props;
  }

  /** Makes a function, an alias or a version an action of the alarm. */
  public bind(target: lambda.IFunction): void {
    const { alarm } = this;
    const { states = [cloudwatch.AlarmState.ALARM] } = this.props;
    if (states.length === 0 || new Set(states).size < states.length) {
      throw new ConstructError(target, 'ALARM_STATES', `states must name at least one, and each once: [${states.join(', ')}].`);
    }
    // Alarms invoke functions of other accounts as well.
    const home = { region: alarm.env.region, account: target.env.account };
    checkSamePlace(target, home, alarm.node.path, 'ALM-01');
    for (const state of states) this.checkRoom(target, state);

    const action: cloudwatch.IAlarmAction = { bind: () => ({ alarmActionArn: target.functionArn }) };
    if (states.includes(cloudwatch.AlarmState.ALARM)) alarm.addAlarmAction(action);
    if (states.includes(cloudwatch.AlarmState.OK)) alarm.addOkAction(action);
    if (states.includes(cloudwatch.AlarmState.INSUFFICIENT_DATA)) alarm.addInsufficientDataAction(action);
    allowOnce(target, alarm, idFor('AllowAlarm', target), {
      service: 'lambda.alarms.cloudwatch.amazonaws.com',
      sourceArn: alarm.alarmArn,
      sourceAccount: alarm.env.account,
    });
  }

  private checkRoom(target: lambda.IFunction, state: cloudwatch.AlarmState): void {
    const { alarm } = this;
    const resource = alarm.node.defaultChild as cloudwatch.CfnAlarm | cloudwatch.CfnCompositeAlarm;
    const actions: unknown = Stack.of(alarm).resolve(resource[PROPERTIES[state]]);
    if (Array.isArray(actions) && actions.length >= ACTIONS_PER_STATE) {
      const message = `${alarm.node.path} must have at most ${ACTIONS_PER_STATE} actions for ${state}, and has them (ALM-01).`;
      throw new ConstructError(target, 'ALARM_ACTIONS', message);
    }
    const taken = ACTIONS.get(alarm) ?? new Set<string>();
    ACTIONS.set(alarm, taken);
    const key = `${state} ${target.node.path}`;
    if (taken.has(key)) {
      throw new ConstructError(target, 'SOURCE_TWICE', `is an action of ${alarm.node.path} for ${state} already.`);
    }
    taken.add(key);
  }
}
