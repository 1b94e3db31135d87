import { MAPPING_SOURCE } from '../spec/event-source-mapping';
import { DESTINATION_ACTIONS } from '../spec/mapping-permissions';
import { isProvisioned, mappingsOf, targetOf } from './mapping';
import { lacks } from './role-statements';
import { each, type Rule } from './rule';

const ON_FAILURE = ['DestinationConfig', 'OnFailure', 'Destination'];
const PROPERTY = `Properties.${ON_FAILURE.join('.')}`;
const KAFKA_TOPIC = 'kafka://';
const GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html';

/** Kinds of sources whose failed records can be sent elsewhere; the others are told so by VAL-05. */
const SENDERS = mappingsOf('kinesis', 'dynamodb', 'msk', 'self-managed-kafka');

function actionFor(arn: string): string | undefined {
  const [start, , service = ''] = arn.split(':');
  return start === 'arn' && Object.hasOwn(DESTINATION_ACTIONS, service) ? DESTINATION_ACTIONS[service] : undefined;
}

export const MAPPING_DESTINATIONS: readonly Rule[] = [
  {
    id: 'ESM-17',
    severity: 'error',
    title: 'An event source mapping has a destination for batches that succeed',
    why: 'Lambda refuses the event source mapping: «Unsupported DestinationConfig parameter».',
    remedy: 'Leave out `OnSuccess`; let the function send its results itself.',
    source: MAPPING_SOURCE,
    also: ['VAL-12'],
    check: each('AWS::Lambda::EventSourceMapping', function* (on) {
      if (!on.has('DestinationConfig', 'OnSuccess')) return;
      const message = 'Event source mappings have destinations for failures only.';
      yield { on, property: 'Properties.DestinationConfig.OnSuccess', seenByCdk: 'F3002', message };
    }),
  },
  {
    id: 'ESM-17-kind',
    severity: 'error',
    title: 'The failure destination of an event source mapping is of a kind that Lambda does not send to',
    why: 'Lambda refuses the event source mapping.',
    remedy: 'Give the ARN of a standard queue, a standard topic or a bucket.',
    source: GUIDE,
    also: ['KAF-22'],
    check: each(SENDERS, function* ({ on }) {
      const destination = on.text(...ON_FAILURE) ?? '';
      if (destination === '' || destination.startsWith(KAFKA_TOPIC) || actionFor(destination) !== undefined) return;
      yield {
        on,
        property: PROPERTY,
        ...(!destination.startsWith('arn:') && { seenByCdk: 'F3031' }),
        message: `Lambda sends failed records to queues, topics and buckets, not to ${destination}.`,
      };
    }),
  },
  {
    id: 'KAF-22',
    severity: 'error',
    title: 'A Kafka topic cannot be the failure destination of an event source mapping',
    why: 'Lambda refuses the event source mapping: only mappings from the same cluster with pollers of their own send to a topic, and not to the one they read.',
    remedy: 'Give a `ProvisionedPollerConfig` and another topic of the cluster; or use a queue, a topic of SNS or a bucket.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html',
    check: each(SENDERS, function* (mapping) {
      const { on, kind } = mapping;
      const destination = on.text(...ON_FAILURE) ?? '';
      if (!destination.startsWith(KAFKA_TOPIC)) return;
      const topic = destination.slice(KAFKA_TOPIC.length);
      const broken = (message: string) => ({ on, property: PROPERTY, message });
      if (kind === 'kinesis' || kind === 'dynamodb') yield broken('Only records from Kafka can be sent to a Kafka topic.');
      else if (!isProvisioned(mapping)) yield broken('A Kafka topic needs a ProvisionedPollerConfig.');
      else if (on.texts('Topics').includes(topic)) yield broken(`The topic ${topic} is the one that is read.`);
    }),
  },
  {
    id: 'STR-11',
    severity: 'warning',
    title: 'The failure destination of an event source mapping is a FIFO queue or topic',
    why: 'Lambda sends to standard queues and topics; what fails may be lost.',
    remedy: 'Use a standard queue or topic.',
    source: GUIDE,
    also: ['ESM-17'],
    check: each(SENDERS, function* ({ on }) {
      const destination = on.text(...ON_FAILURE) ?? '';
      if (!destination.endsWith('.fifo')) return;
      yield { on, property: PROPERTY, message: `${destination} is FIFO, and the guide names standard queues and topics only.` };
    }),
  },
  {
    id: 'STR-10',
    severity: 'error',
    title: 'A role does not allow to send what fails to its destination',
    why: 'Lambda sends in the name of the function, so the records are lost.',
    remedy: 'Allow the role the action on the destination.',
    source: GUIDE,
    check: each(SENDERS, function* (mapping, app) {
      const fn = targetOf(app, mapping)?.fn;
      const destination = mapping.on.text(...ON_FAILURE) ?? '';
      const action = actionFor(destination);
      if (fn === undefined || action === undefined) return;
      // The keys of what is put into a bucket (STR-09).
      const resource = action === 's3:PutObject' ? `${destination}/aws/lambda/mapping/shard/record` : destination;
      const role = fn.text('Role');
      if (lacks(app, role, [action], resource) === undefined) return;
      const message = `${fn.path} may not ${action} on ${destination}, to which ${mapping.on.path} sends what fails.`;
      yield { on: app.named(role, 'AWS::IAM::Role') ?? fn, message };
    }),
  },
];
