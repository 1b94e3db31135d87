import { arnRow, type Facts, idRow, namedRow, type Rows, row } from './facts';

/** FIFO queues and topics end in `.fifo`, also when CloudFormation names them. */
function fifoNamed(r: Facts, property: string, limit: number, flag: string): string {
  const isFifo = r.text(flag) === 'true';
  const name = r.named(property, isFifo ? limit - '.fifo'.length : limit);
  return isFifo && !name.endsWith('.fifo') ? `${name}.fifo` : name;
}

const queueName = (r: Facts) => fifoNamed(r, 'QueueName', 80, 'FifoQueue');
const queueUrl = (r: Facts) => `https://sqs.${r.region}.${r.urlSuffix}/${r.account}/${queueName(r)}`;
const topicName = (r: Facts) => fifoNamed(r, 'TopicName', 256, 'FifoTopic');
const topicArn = (r: Facts) => r.arn('sns', topicName(r));
const consumerArn = (r: Facts) => `${r.text('StreamARN') ?? ''}/consumer/${r.named('ConsumerName', 128)}:1700000000`;
/** A rule on a bus of its own is called by both. */
const ruleName = (r: Facts) => r.named('Name', 64);
const busName = (r: Facts) => {
  const bus = r.text('EventBusName')?.replace(/^.*event-bus\//, '');
  return bus === 'default' ? undefined : bus;
};
const underBus = (separator: string) => (r: Facts) =>
  [busName(r), ruleName(r)].filter((part) => part !== undefined).join(separator);

const machineName = (r: Facts) => r.named('StateMachineName', 80);
const machineArn = (r: Facts) => r.arn('states', `stateMachine:${machineName(r)}`);
const activityArn = (r: Facts) => r.arn('states', `activity:${r.named('Name', 80)}`);

const brokerId = (r: Facts) => `b-${r.uuid()}`;

export const MESSAGING: Rows = {
  'AWS::SQS::Queue': row(queueUrl, { Arn: (r) => r.arn('sqs', queueName(r)), QueueName: queueName, QueueUrl: queueUrl }),
  'AWS::SNS::Topic': arnRow(topicArn, ['TopicArn'], { TopicName: topicName }),
  'AWS::SNS::Subscription': arnRow((r) => `${r.text('TopicArn') ?? ''}:${r.uuid()}`, ['Arn']),

  'AWS::Kinesis::Stream': namedRow('Name', 128, 'kinesis', (name) => `stream/${name}`),
  'AWS::Kinesis::StreamConsumer': arnRow(consumerArn, ['ConsumerARN'], {
    ConsumerName: (r) => r.named('ConsumerName', 128),
    ConsumerStatus: () => 'ACTIVE',
    ConsumerCreationTimestamp: () => '1700000000',
    StreamARN: (r) => r.text('StreamARN') ?? '',
  }),
  'AWS::KinesisFirehose::DeliveryStream': namedRow('DeliveryStreamName', 64, 'firehose', (name) => `deliverystream/${name}`),

  'AWS::Events::Rule': row(underBus('|'), { Arn: (r) => r.arn('events', `rule/${underBus('/')(r)}`), RuleName: ruleName }),
  'AWS::Events::EventBus': namedRow('Name', 256, 'events', (name) => `event-bus/${name}`, ['Name']),
  'AWS::Events::Archive': namedRow('ArchiveName', 48, 'events', (name) => `archive/${name}`),
  'AWS::Events::Connection': row((r) => r.named('Name', 64), {
    Arn: (r) => r.arn('events', `connection/${r.named('Name', 64)}/${r.uuid()}`),
    ArnForPolicy: (r) => r.arn('events', `connection/${r.named('Name', 64)}`),
    SecretArn: (r) => r.arn('secretsmanager', `secret:events!connection/${r.named('Name', 64)}/${r.uuid('secret')}`),
  }),
  'AWS::Events::ApiDestination': row((r) => r.named('Name', 64), {
    Arn: (r) => r.arn('events', `api-destination/${r.named('Name', 64)}/${r.uuid()}`),
    ArnForPolicy: (r) => r.arn('events', `api-destination/${r.named('Name', 64)}`),
  }),
  'AWS::Scheduler::Schedule': row((r) => r.named('Name', 64), {
    Arn: (r) => r.arn('scheduler', `schedule/${r.text('GroupName') ?? 'default'}/${r.named('Name', 64)}`),
  }),
  'AWS::Scheduler::ScheduleGroup': namedRow('Name', 64, 'scheduler', (name) => `schedule-group/${name}`),
  'AWS::Pipes::Pipe': namedRow('Name', 64, 'pipes', (name) => `pipe/${name}`),

  'AWS::AmazonMQ::Broker': row(brokerId, { Arn: (r) => r.arn('mq', `broker:${r.named('BrokerName', 50)}:${brokerId(r)}`) }),

  'AWS::StepFunctions::StateMachine': arnRow(machineArn, ['Arn'], {
    Name: machineName,
    StateMachineRevisionId: () => 'INITIAL',
  }),
  'AWS::StepFunctions::Activity': arnRow(activityArn, ['Arn'], { Name: (r) => r.named('Name', 80) }),
  'AWS::StepFunctions::StateMachineVersion': idRow((r) => `${r.text('StateMachineArn') ?? ''}:1`, 'Arn'),
  'AWS::StepFunctions::StateMachineAlias': idRow((r) => r.arn('states', `stateMachine:${r.named('Name', 80)}`), 'Arn'),
};
