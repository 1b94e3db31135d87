import type * as iot from 'aws-cdk-lib/aws-iot';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { BUTTON_SERIAL_NUMBER } from '../../spec/event-sources/iot';
import { fitting } from '../check';
import { placeOf } from '../construct-error';
import { IotRuleEventSource } from './iot-rule-event-source';

export interface IotButtonEventSourceProps {
  /** The serial number on the back of the button: letters and digits. */
  readonly serialNumber: string;

  /**
   * Whether clicks invoke the function.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * An AWS IoT button of the first kind, whose clicks arrive on a topic of their own.
 *
 * Buttons are no longer sold; this is an `IotRuleEventSource` on the topic of one.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/lambda-rule-action.html
 */
export class IotButtonEventSource implements lambda.IEventSource {
  private readonly rule: IotRuleEventSource;

  constructor(scope: Construct, id: string, props: IotButtonEventSourceProps) {
    const { serialNumber, enabled } = props;
    fitting(placeOf(scope, id), 'serialNumber', serialNumber, BUTTON_SERIAL_NUMBER);
    this.rule = new IotRuleEventSource(scope, id, { sql: `SELECT * FROM 'iotbutton/${serialNumber}'`, enabled });
  }

  /** The rule on the topic of the button; there when the source was added to a function. */
  public get topicRule(): iot.CfnTopicRule {
    return this.rule.topicRule;
  }

  /** Makes the rule, which invokes a function, an alias or a version. */
  public bind(target: lambda.IFunction): void {
    this.rule.bind(target);
  }
}
