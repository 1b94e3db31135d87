import type { EventSourceFacts } from '../event-source';
import { MAPPING_SOURCE } from '../event-source-mapping';
import type { Limit, TextLimit } from '../limit';

const SHARED = {
  invocation: 'polled',
  authorization: 'role of the function',
  retries:
    'Lambda: the batch, until it succeeds or the topic drops the records; in provisioned mode until `retryAttempts` or `maxRecordAge`, and 10 times when there is an `onFailure` and no other limit.',
  whenFunctionFails:
    'The partition waits until then; given up batches are told to the `onFailure` queue, topic or bucket, in provisioned mode also to a topic of the cluster.',
  ordering: 'Within a partition; a failing batch holds up its partitions.',
  limits: 'Batches of 1 to 10,000 records, 100 by default, gathered for 500 ms; 6 MB; functions of 14 minutes at most.',
  qualifiers: 'alias or version',
} as const;

export const MSK_FACTS: EventSourceFacts = {
  ...SHARED,
  title: 'Kafka topic of Amazon MSK',
  construct: 'ManagedKafkaEventSource',
  rules: ['KAF-01', 'KAF-02', 'KAF-13', 'KAF-20', 'KAF-21', 'KAF-22', 'ESM-65'],
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html',
};

export const SELF_MANAGED_KAFKA_FACTS: EventSourceFacts = {
  ...SHARED,
  title: 'Kafka topic of a cluster of your own',
  construct: 'SelfManagedKafkaEventSource',
  rules: ['KAF-01', 'KAF-03', 'KAF-13', 'KAF-20', 'KAF-21', 'KAF-22', 'ESM-65'],
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html',
};

export const POLLER_GROUP_NAME: TextLimit = { min: 1, max: 128, rule: 'ESM-09', source: MAPPING_SOURCE };

export const BOOTSTRAP_SERVERS: Limit = { min: 1, max: 10, unit: 'servers', whole: true, rule: 'ESM-14', source: MAPPING_SOURCE };

export const BOOTSTRAP_SERVER: TextLimit = {
  min: 1,
  max: 300,
  pattern: { matches: /^[^\s:/]+:\d{1,5}$/, words: 'host:port' },
  rule: 'ESM-14',
  source: MAPPING_SOURCE,
};

/** Subnets, security group and secrets together (ESM-13). */
export const SOURCE_ACCESS: Limit = {
  min: 0,
  max: 23,
  unit: 'access configurations',
  whole: true,
  rule: 'ESM-13',
  source: MAPPING_SOURCE,
};

/** What the mapping tells to its log (ESM-19). */
export const POLLER_LOG_LEVELS: readonly string[] = ['DEBUG', 'INFO', 'WARN'];

/** What Lambda does as a client of a cluster with IAM authentication: on the cluster, on the topic, on its consumer group (KAF-02). */
export const MSK_CLIENT_ACTIONS = {
  cluster: ['kafka-cluster:Connect', 'kafka-cluster:DescribeClusterDynamicConfiguration'],
  topic: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
  group: ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
} as const;

/** On the topic that records which are given up go to, with those on the cluster (STR-10). */
export const MSK_WRITE_ACTIONS = ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'] as const;

/** For clusters with secrets (KAF-02), and for connections to the VPC of another account. */
export const MSK_SECRET_ACTION = 'kafka:ListScramSecrets';
export const MSK_CONNECTION_ACTION = 'kafka:DescribeVpcConnection';
