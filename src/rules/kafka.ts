import { isProvisioned, mappingsOf } from './mapping';
import type { Part } from './part';
import { each, type Rule } from './rule';

const GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html';
const CONFIGS = ['AmazonManagedKafkaEventSourceConfig', 'SelfManagedKafkaEventSourceConfig'];
const SERVERS = ['SelfManagedEventSource', 'Endpoints', 'KafkaBootstrapServers'];

/** How many members a list has; undefined when it is not known. */
function count(list: Part): number | undefined {
  return list.has() ? (list.isKnown() ? list.parts().length : undefined) : 0;
}

export const KAFKA: readonly Rule[] = [
  {
    id: 'KAF-01',
    severity: 'error',
    title: 'A mapping from Kafka does not name exactly one topic',
    why: 'Lambda refuses the event source mapping.',
    remedy: 'Name one topic; for more topics, make more mappings.',
    source: GUIDE,
    also: ['ESM-12', 'VAL-31'],
    check: each(mappingsOf('msk', 'self-managed-kafka'), function* ({ on }) {
      const topics = count(on.part('Topics'));
      if (topics === undefined || topics === 1) return;
      yield {
        on,
        property: 'Properties.Topics',
        ...(on.has('Topics') && { seenByCdk: 'F3032' }),
        message: `${topics === 0 ? 'No topic is' : `${topics} topics are`} named; it must be one.`,
      };
    }),
  },
  {
    id: 'ESM-14',
    severity: 'error',
    title: 'An event source mapping names a source and a Kafka cluster of one’s own',
    why: 'Lambda refuses the event source mapping: it reads from one of them.',
    remedy: 'Leave out `EventSourceArn` or `SelfManagedEventSource`.',
    source: GUIDE,
    also: ['VAL-31'],
    check: each('AWS::Lambda::EventSourceMapping', function* (on) {
      if (!on.has('EventSourceArn') || !on.has('SelfManagedEventSource')) return;
      const message = 'Both EventSourceArn and SelfManagedEventSource are given.';
      yield { on, property: 'Properties.SelfManagedEventSource', message };
    }),
  },
  {
    id: 'ESM-14-servers',
    severity: 'error',
    title: 'A mapping from a Kafka cluster of one’s own names no broker, or too many',
    why: 'Lambda refuses the event source mapping.',
    remedy: 'Name 1 to 10 brokers as `host:port`.',
    source: GUIDE,
    check: each(mappingsOf('self-managed-kafka'), function* ({ on }) {
      const servers = count(on.part(...SERVERS));
      if (servers === undefined || (servers >= 1 && servers <= 10)) return;
      yield {
        on,
        property: `Properties.${SERVERS.join('.')}`,
        ...(on.has(...SERVERS) && { seenByCdk: 'F3032' }),
        message: `${servers} brokers are named; it must be 1 to 10.`,
      };
    }),
  },
  {
    id: 'ESM-53',
    severity: 'error',
    title: 'A mapping from a Kafka cluster of one’s own does not say how to reach it',
    why: 'Lambda refuses the event source mapping: «Required sourceAccessConfigurations parameter is missing.»',
    remedy: 'Give the credentials, or the subnets and security groups, of the cluster as `SourceAccessConfigurations`.',
    source: GUIDE,
    also: ['KAF-01', 'VAL-31'],
    check: each(mappingsOf('self-managed-kafka'), function* ({ on }) {
      if (count(on.part('SourceAccessConfigurations')) !== 0) return;
      const message = 'A Kafka cluster of your own needs SourceAccessConfigurations.';
      const isSeen = on.has('SourceAccessConfigurations');
      yield { on, property: 'Properties.SourceAccessConfigurations', message, ...(isSeen && { seenByCdk: 'F3032' }) };
    }),
  },
  {
    id: 'ESM-20',
    severity: 'error',
    title: 'A mapping from Kafka has a schema registry, but no pollers of its own',
    why: 'Lambda refuses the event source mapping: schema registries need provisioned mode.',
    remedy: 'Give a `ProvisionedPollerConfig`.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html',
    check: each(mappingsOf('msk', 'self-managed-kafka'), function* (mapping) {
      const config = CONFIGS.find((name) => mapping.on.has(name, 'SchemaRegistryConfig'));
      if (config === undefined || isProvisioned(mapping)) return;
      const message = 'A schema registry is given, but no ProvisionedPollerConfig.';
      yield { on: mapping.on, property: `Properties.${config}.SchemaRegistryConfig`, message };
    }),
  },
];
