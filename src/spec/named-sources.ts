/** A kind of resource that calls functions and whose ARN ends in its name. */
export interface NamedSource {
  /** In CloudFormation. */
  readonly type: string;
  /** In ARNs. */
  readonly service: string;
  /** What stands in the ARN before the name. */
  readonly before: string;
  /** What stands in the ARN behind the name. */
  readonly behind?: string;
  /** The property with the name, as aws-cdk-lib writes it; without it CloudFormation makes one. */
  readonly nameProperty: string;
  readonly nameLength: number;
  /** What of the resource is its ARN. */
  readonly arnAttribute: 'Arn' | 'Ref';
}

export const RULE: NamedSource = {
  type: 'AWS::Events::Rule',
  service: 'events',
  // On a bus that is not the default one, the name of the bus and a slash follow.
  before: 'rule/',
  nameProperty: 'name',
  nameLength: 64,
  arnAttribute: 'Arn',
};

export const LOG_GROUP: NamedSource = {
  type: 'AWS::Logs::LogGroup',
  service: 'logs',
  before: 'log-group:',
  behind: ':*',
  nameProperty: 'logGroupName',
  nameLength: 512,
  arnAttribute: 'Arn',
};

export const ALARM: NamedSource = {
  type: 'AWS::CloudWatch::Alarm',
  service: 'cloudwatch',
  before: 'alarm:',
  nameProperty: 'alarmName',
  nameLength: 255,
  arnAttribute: 'Arn',
};

export const TOPIC: NamedSource = {
  type: 'AWS::SNS::Topic',
  service: 'sns',
  before: '',
  nameProperty: 'topicName',
  nameLength: 256,
  arnAttribute: 'Ref',
};

export const NAMED_SOURCES: readonly NamedSource[] = [RULE, LOG_GROUP, ALARM, TOPIC];
