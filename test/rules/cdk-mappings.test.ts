import { Duration, type Stack } from 'aws-cdk-lib';
import { CfnBroker } from 'aws-cdk-lib/aws-amazonmq';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { findingsIn, plainFunction } from './cdk-scene';

/** A queue with all that a function wants of it. */
function queueIn(stack: Stack, id: string, props: sqs.QueueProps = {}): sqs.Queue {
  const fifo = props.fifo === true ? { fifo: true } : {};
  return new sqs.Queue(stack, id, {
    deadLetterQueue: { queue: new sqs.Queue(stack, `${id}Aside`, fifo), maxReceiveCount: 5 },
    ...props,
  });
}

function tableIn(stack: Stack, id = 'Table'): dynamodb.Table {
  return new dynamodb.Table(stack, id, {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    stream: dynamodb.StreamViewType.NEW_IMAGE,
  });
}

const LATEST = { startingPosition: lambda.StartingPosition.LATEST };
const MSK_ARN = 'arn:aws:kafka:eu-west-1:111111111111:cluster/orders/00000000-1111-2222-3333-444455556666-7';
const BROKER_ARN = 'arn:aws:mq:eu-west-1:111111111111:broker:orders:b-0f5b7522-2b41-4f85-a615-735a4e6d96b5';

describe('ordinary event sources of the CDK', () => {
  test('a queue is read without a word', () => {
    const found = findingsIn((stack, another) => {
      const far = another('Far');
      plainFunction(stack, 'Fn').addEventSource(
        new sources.SqsEventSource(queueIn(stack, 'Queue', { encryption: sqs.QueueEncryption.KMS }), {
          batchSize: 100,
          maxBatchingWindow: Duration.seconds(1),
          maxConcurrency: 5,
          reportBatchItemFailures: true,
          filters: [lambda.FilterCriteria.filter({ body: { state: lambda.FilterRule.isEqual('open') } })],
        }),
      );
      plainFunction(stack, 'ByAlias')
        .addAlias('live')
        .addEventSource(new sources.SqsEventSource(queueIn(far, 'Queue')));
      plainFunction(stack, 'Fifo').addEventSource(new sources.SqsEventSource(queueIn(stack, 'Ordered', { fifo: true })));
    });

    expect(found).toEqual([]);
  });

  test('streams are read without a word', () => {
    const found = findingsIn((stack, another) => {
      const stream = new kinesis.Stream(stack, 'Stream', { shardCount: 2 });
      const aside = queueIn(stack, 'Aside');
      const fn = plainFunction(stack, 'Fn');
      fn.addEventSource(
        new sources.KinesisEventSource(stream, { ...LATEST, retryAttempts: 3, onFailure: new sources.SqsDlq(aside) }),
      );
      fn.addEventSource(
        new sources.DynamoEventSource(tableIn(another('Far')), {
          ...LATEST,
          bisectBatchOnError: true,
          retryAttempts: 3,
          onFailure: new sources.SnsDlq(new sns.Topic(stack, 'Topic')),
          filters: [lambda.FilterCriteria.filter({ eventName: lambda.FilterRule.isEqual('INSERT') })],
        }),
      );
      const consumer = new kinesis.StreamConsumer(stack, 'Consumer', { stream, streamConsumerName: 'c' });
      plainFunction(stack, 'Fast').addEventSource(
        new sources.KinesisConsumerEventSource(consumer, {
          ...LATEST,
          retryAttempts: 3,
          onFailure: new sources.S3OnFailureDestination(new s3.Bucket(stack, 'Bucket')),
        }),
      );
      const role = new iam.Role(stack, 'Role', {
        assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
        managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')],
      });
      stream.grantRead(role);
      plainFunction(stack, 'WithRole', { role }).addEventSource(
        new sources.KinesisEventSource(stream, { ...LATEST, retryAttempts: 0 }),
      );
    });

    expect(found).toEqual([]);
  });

  test('a replicated table is read without a word, once', () => {
    const found = findingsIn((stack) => {
      const table = new dynamodb.TableV2(stack, 'Table', {
        partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
        dynamoStream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
      });
      plainFunction(stack, 'Fn').addEventSource(new sources.DynamoEventSource(table, { ...LATEST, retryAttempts: 3 }));
    });

    expect(found).toEqual([]);
  });

  test('Kafka is read without a word', () => {
    const found = findingsIn((stack) => {
      const fn = plainFunction(stack, 'Fn');
      fn.addEventSource(new sources.ManagedKafkaEventSource({ clusterArn: MSK_ARN, topic: 'orders', ...LATEST }));
      const vpc = new ec2.Vpc(stack, 'Vpc');
      fn.addEventSource(
        new sources.SelfManagedKafkaEventSource({
          bootstrapServers: ['kafka.example.com:9094'],
          topic: 'orders',
          secret: new secretsmanager.Secret(stack, 'Secret'),
          vpc,
          vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
          securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }),
          ...LATEST,
        }),
      );
    });

    expect(found).toEqual([]);
  });

  test('imported queues, streams and functions are left alone', () => {
    const found = findingsIn((stack) => {
      const queue = sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:111111111111:orders');
      const stream = kinesis.Stream.fromStreamArn(stack, 'Stream', 'arn:aws:kinesis:eu-west-1:111111111111:stream/orders');
      plainFunction(stack, 'Fn').addEventSource(new sources.SqsEventSource(queue));
      const fn = lambda.Function.fromFunctionAttributes(stack, 'Imported', {
        functionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:reader',
        role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/reader'),
      });
      fn.addEventSource(new sources.KinesisEventSource(stream, { ...LATEST, retryAttempts: 3 }));
    });

    expect(found).toEqual([]);
  });
});

test('a broker of the app is read with what MQ wants', () => {
  const found = findingsIn((stack) => {
    const secret = new secretsmanager.Secret(stack, 'Login');
    const broker = new CfnBroker(stack, 'Broker', {
      brokerName: 'orders',
      engineType: 'RABBITMQ',
      deploymentMode: 'SINGLE_INSTANCE',
      hostInstanceType: 'mq.m5.large',
      publiclyAccessible: false,
      users: [],
    });
    const fn = plainFunction(stack, 'Fn');
    fn.role?.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaMSKExecutionRole'));
    secret.grantRead(fn);
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['mq:DescribeBroker'], resources: [broker.attrArn] }));
    new lambda.CfnEventSourceMapping(stack, 'Mapping', {
      functionName: fn.functionName,
      eventSourceArn: broker.attrArn,
      queues: ['orders'],
      sourceAccessConfigurations: [{ type: 'BASIC_AUTH', uri: secret.secretArn }],
    });
    new lambda.CfnEventSourceMapping(stack, 'Bare', { functionName: fn.functionName, eventSourceArn: broker.attrArn });
  });

  expect(found).toEqual(['MQ-01 S/Bare !', 'MQ-01-secret S/Bare !']);
});

describe('what the CDK lets through', () => {
  test('a queue that hides messages too briefly is found behind an alias and in another stack', () => {
    const found = findingsIn((stack, another) => {
      const near = queueIn(stack, 'Near', { visibilityTimeout: Duration.seconds(30) });
      const far = queueIn(another('Far'), 'Far', { visibilityTimeout: Duration.seconds(30) });
      const timeout = Duration.seconds(60);
      plainFunction(stack, 'A', { timeout }).addAlias('live').addEventSource(new sources.SqsEventSource(near));
      plainFunction(stack, 'B', { timeout }).addEventSource(new sources.SqsEventSource(far));
    });

    expect(found).toEqual(['SQS-06 Far/Far !', 'SQS-06 S/Near !']);
  });

  test('the concurrency of queues is added up over the mappings of a function', () => {
    const found = findingsIn((stack) => {
      const fn = plainFunction(stack, 'Fn', { reservedConcurrentExecutions: 20 });
      for (const id of ['One', 'Two', 'Three']) {
        fn.addEventSource(new sources.SqsEventSource(queueIn(stack, id), { maxConcurrency: 10 }));
      }
      plainFunction(stack, 'Other', { reservedConcurrentExecutions: 5 }).addEventSource(
        new sources.SqsEventSource(queueIn(stack, 'Four'), { maxConcurrency: 100 }),
      );
    });

    expect(found.map((each) => each.replace(/:.*/, ''))).toEqual(['SQS-08-sum S/Fn', 'SQS-08 S/Other/SqsEventSource']);
  });

  test('eleven filters, and one on a key that is not there', () => {
    const found = findingsIn((stack) => {
      const equal = lambda.FilterRule.isEqual('x');
      plainFunction(stack, 'Many').addEventSource(
        new sources.SqsEventSource(queueIn(stack, 'One'), {
          filters: Array.from({ length: 11 }, () => lambda.FilterCriteria.filter({ body: equal })),
        }),
      );
      plainFunction(stack, 'Wrong').addEventSource(
        new sources.SqsEventSource(queueIn(stack, 'Two'), { filters: [lambda.FilterCriteria.filter({ nope: equal })] }),
      );
      plainFunction(stack, 'Numbers').addEventSource(
        new sources.DynamoEventSource(tableIn(stack), {
          ...LATEST,
          retryAttempts: 3,
          filters: [lambda.FilterCriteria.filter({ dynamodb: { NewImage: { total: { N: lambda.FilterRule.between(1, 5) } } } })],
        }),
      );
    });

    expect(found.map((each) => each.replace(/\/[^/ ]*EventSource:[^ ]*/, ''))).toEqual([
      'ESM-16 S/Many !',
      'FIL-02 S/Wrong !',
      'FIL-14 S/Numbers',
    ]);
  });

  test('the generic mapping: properties of streams on a queue, no starting position, no grant', () => {
    const found = findingsIn((stack) => {
      const fn = plainFunction(stack, 'Fn');
      const stream = new kinesis.Stream(stack, 'Stream');
      new lambda.EventSourceMapping(stack, 'OfQueue', {
        target: fn,
        eventSourceArn: queueIn(stack, 'Queue').queueArn,
        bisectBatchOnError: true,
      });
      new lambda.EventSourceMapping(stack, 'OfStream', { target: fn, eventSourceArn: stream.streamArn, retryAttempts: 3 });
    });

    expect(found).toEqual([
      'KIN-01 S/Fn/ServiceRole !',
      'SQS-02 S/Fn/ServiceRole !',
      'VAL-05 S/OfQueue !',
      'ESM-11 S/OfStream !',
    ]);
  });

  test('a role with a managed policy may read, one with another may not', () => {
    const found = findingsIn((stack) => {
      const queue = queueIn(stack, 'Queue');
      const role = (id: string, name: string) =>
        new iam.Role(stack, id, {
          assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
          managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(`service-role/${name}`)],
        });
      const may = plainFunction(stack, 'May', { role: role('Reader', 'AWSLambdaSQSQueueExecutionRole') });
      const not = plainFunction(stack, 'MayNot', { role: role('Logger', 'AWSLambdaBasicExecutionRole') });
      for (const fn of [may, not]) fn.addEventSourceMapping('Queue', { eventSourceArn: queue.queueArn });
    });

    expect(found).toEqual(['SQS-02 S/Logger !']);
  });

  test('a batch that needs a window, no redrive, the same queue twice, its own queue', () => {
    const found = findingsIn((stack) => {
      const fn = plainFunction(stack, 'Fn');
      fn.addEventSource(
        new sources.SqsEventSource(queueIn(stack, 'Big'), { batchSize: 100, maxBatchingWindow: Duration.seconds(0) }),
      );
      const bare = new sqs.Queue(stack, 'Bare');
      fn.addEventSource(new sources.SqsEventSource(bare));
      fn.addEventSourceMapping('Again', { eventSourceArn: bare.queueArn });
      bare.grantSendMessages(fn);
    });

    expect(found.map((each) => each.replace(/EventSource:[^ ]*/, ''))).toEqual([
      'ESM-50 S/Fn/Again !',
      'SQS-04 S/Fn/Sqs !',
      'SQS-07 S/Bare',
      'FN-72-queue S/Fn',
    ]);
  });

  test('a queue in another Region', () => {
    const found = findingsIn((_, another) => {
      const stack = another('Here', { env: { account: '111111111111', region: 'eu-west-1' } });
      const queue = sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:us-east-1:111111111111:orders');
      plainFunction(stack, 'Fn').addEventSourceMapping('Queue', { eventSourceArn: queue.queueArn });
    });

    expect(found).toEqual(['SQS-03 Here/Fn/Queue !']);
  });

  test('streams: a third reader, endless retries, records too old, FIFO failures', () => {
    const found = findingsIn((stack) => {
      const table = tableIn(stack);
      for (const id of ['One', 'Two', 'Three']) {
        plainFunction(stack, id).addEventSource(new sources.DynamoEventSource(table, { ...LATEST, retryAttempts: 3 }));
      }
      plainFunction(stack, 'Endless').addEventSource(new sources.KinesisEventSource(new kinesis.Stream(stack, 'Stream'), LATEST));
      plainFunction(stack, 'Old').addEventSource(
        new sources.KinesisEventSource(new kinesis.Stream(stack, 'Short'), {
          ...LATEST,
          maxRecordAge: Duration.days(2),
          onFailure: new sources.SqsDlq(new sqs.Queue(stack, 'Ordered', { fifo: true })),
        }),
      );
    });

    expect(found.map((each) => each.replace(/\/[^/ ]*EventSource:[^ ]*/, ''))).toEqual([
      'KIN-13 S/Endless',
      'KIN-13-age S/Old',
      'STR-11 S/Old',
      'DDB-03 S/Three',
    ]);
  });

  test('brokers without a login, and functions behind Kafka that take too long', () => {
    const found = findingsIn((stack) => {
      const slow = plainFunction(stack, 'Slow', { timeout: Duration.minutes(15) });
      slow.addEventSource(new sources.ManagedKafkaEventSource({ clusterArn: MSK_ARN, topic: 'orders', ...LATEST }));
      plainFunction(stack, 'OfBroker').addEventSourceMapping('Broker', { eventSourceArn: BROKER_ARN });
    });

    expect(found.map((each) => each.replace(/\/[^/ ]*EventSource:[^ ]*/, ''))).toEqual([
      'MQ-01 S/OfBroker/Broker !',
      'MQ-01-secret S/OfBroker/Broker !',
      'MQ-02 S/OfBroker/ServiceRole !',
      'KAF-02-network S/OfBroker/ServiceRole',
      'ESM-65 S/Slow !',
    ]);
  });

  test('durable functions and isolated tenants behind the generic mapping', () => {
    const found = findingsIn((stack) => {
      const queue = queueIn(stack, 'Queue');
      const durable = plainFunction(stack, 'Durable', {
        durableConfig: { executionTimeout: Duration.hours(2), retentionPeriod: Duration.days(1) },
      });
      durable.addEventSource(new sources.SqsEventSource(queue));
      const tenants = plainFunction(stack, 'Tenants', { tenancyConfig: lambda.TenancyConfig.PER_TENANT });
      new lambda.EventSourceMapping(stack, 'Mapping', { target: tenants, eventSourceArn: queue.queueArn });
      queue.grantConsumeMessages(tenants);
    });

    expect(found.map((each) => each.replace(/EventSource:[^ ]*/, ''))).toEqual([
      'ESM-66 S/Durable/Sqs !',
      'FN-68-mapping S/Mapping !',
      'ESM-66-time S/Durable',
    ]);
  });
});
