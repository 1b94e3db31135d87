import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as amazonmq from 'aws-cdk-lib/aws-amazonmq';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { ActiveMqEventSource } from '../../../src/constructs/event-sources/active-mq-event-source';
import { EventFilter } from '../../../src/constructs/event-sources/event-filter';
import { FieldFilter } from '../../../src/constructs/event-sources/field-filter';
import { RabbitMqEventSource, type RabbitMqEventSourceProps } from '../../../src/constructs/event-sources/rabbit-mq-event-source';
import { stackIn } from '../scene';
import { NETWORK, readOf, secretIn } from './kafka-scene';
import { names, propertiesOf, shipIn, statementsOf } from './source-scene';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const BROKER = 'arn:aws:mq:us-east-1:111111111111:broker:shop:b-1234';
const SOURCES = { ActiveMqEventSource, RabbitMqEventSource };
const KINDS = Object.keys(SOURCES) as (keyof typeof SOURCES)[];

type Options = Partial<RabbitMqEventSourceProps>;

function reading(kind: keyof typeof SOURCES, props: Options = {}, options = {}, stack?: Stack) {
  const scene = shipIn(stack ?? stackIn(), options);
  const secret = secretIn(scene.stack);
  const source = new SOURCES[kind]({ brokerArn: BROKER, queue: 'orders', secret, ...props });
  scene.ship.addEventSource(source);
  return { ...scene, secret, source };
}

const login = (stack: Stack, secret: secretsmanager.ISecret) => ({
  Type: 'BASIC_AUTH',
  URI: stack.resolve(secret.secretArn) as unknown,
});

test('a queue of ActiveMQ needs a mapping, the broker, its network and a secret (MQ-01, MQ-02)', () => {
  const { stack, ship, secret } = reading('ActiveMqEventSource');

  expect(propertiesOf(stack, MAPPING)).toEqual([
    {
      EventSourceArn: BROKER,
      FunctionName: names(stack, ship).ref,
      Queues: ['orders'],
      SourceAccessConfigurations: [login(stack, secret)],
    },
  ]);
  expect(statementsOf(stack)).toEqual([
    { Effect: 'Allow', Action: 'mq:DescribeBroker', Resource: BROKER },
    NETWORK,
    readOf(stack, secret),
  ]);
  expect(propertiesOf(stack, 'AWS::Lambda::Permission')).toEqual([]);
});

test.each([
  [undefined, '/'],
  ['shop', 'shop'],
])('a queue of RabbitMQ is in a virtual host: %s', (virtualHost, URI) => {
  const { stack, secret } = reading('RabbitMqEventSource', { virtualHost });

  expect(propertiesOf(stack, MAPPING)).toMatchObject([
    { Queues: ['orders'], SourceAccessConfigurations: [login(stack, secret), { Type: 'VIRTUAL_HOST', URI }] },
  ]);
});

describe.each(KINDS)('%s', (kind) => {
  test('says batches and filters', () => {
    const filters = [EventFilter.data({ kind: ['order'] }), EventFilter.data(FieldFilter.prefix('ORDER'))];
    const { stack } = reading(kind, { batchSize: 5, maxBatchingWindow: Duration.seconds(2), filters, tags: { team: 'orders' } });

    expect(propertiesOf(stack, MAPPING)).toMatchObject([
      {
        BatchSize: 5,
        MaximumBatchingWindowInSeconds: 2,
        FilterCriteria: { Filters: [{ Pattern: '{"data":{"kind":["order"]}}' }, { Pattern: '{"data":[{"prefix":"ORDER"}]}' }] },
        Tags: [{ Key: 'team', Value: 'orders' }],
      },
    ]);
  });

  test.each(['alias', 'version'] as const)('is read by an %s as what it is', (target) => {
    const scene = shipIn();
    scene[target].addEventSource(new SOURCES[kind]({ brokerArn: BROKER, queue: 'orders', secret: secretIn(scene.stack) }));
    expect(propertiesOf(scene.stack, MAPPING)).toMatchObject([{ FunctionName: scene.stack.resolve(scene[target].functionName) }]);
  });

  test('may be of a broker of this app, and of several queues of it', () => {
    const stack = stackIn();
    const users = [{ username: 'shop', password: 'unused' }];
    const common = {
      brokerName: 'shop',
      autoMinorVersionUpgrade: true,
      hostInstanceType: 'mq.m5.large',
      publiclyAccessible: false,
    };
    const engine = { engineType: 'ACTIVEMQ', deploymentMode: 'SINGLE_INSTANCE' };
    const broker = new amazonmq.CfnBroker(stack, 'Broker', { ...common, ...engine, users });
    const { ship, secret } = reading(kind, { brokerArn: broker.attrArn }, {}, stack);
    ship.addEventSource(new SOURCES[kind]({ brokerArn: broker.attrArn, queue: 'refunds', secret }));

    const arn = { 'Fn::GetAtt': ['Broker', 'Arn'] };
    expect(propertiesOf(stack, MAPPING)).toMatchObject([{ EventSourceArn: arn }, { EventSourceArn: arn, Queues: ['refunds'] }]);
    expect(() => ship.addEventSource(new SOURCES[kind]({ brokerArn: broker.attrArn, queue: 'refunds', secret }))).toThrow(
      /SOURCE_TWICE/,
    );
  });

  test.each([
    [{ queue: 'x' }],
    [{ queue: 'x'.repeat(1000) }],
    [{ queue: Lazy.string({ produce: () => '' }) }],
    [{ brokerArn: Lazy.string({ produce: () => 'nothing' }) }],
  ] as [Options][])('may have %j', (props) => {
    expect(() => reading(kind, props)).not.toThrow();
  });

  test.each([
    [{ queue: '' }, /queue must have from 1 to 1000 characters/],
    [{ queue: 'x'.repeat(1001) }, /queue .* with 1001 characters/],
    [{ batchSize: 0 }, /batchSize .* from 1 to 10000, but is 0/],
    [{ maxBatchingWindow: Duration.seconds(301) }, /maxBatchingWindow .* but is 301/],
    [{ brokerArn: 'shop' }, /brokerArn must be the ARN of a broker of Amazon MQ, but is shop.*\n.*SOURCE_ARN_INVALID/],
    [{ filters: [EventFilter.body({ kind: ['x'] })] }, /records of an Amazon MQ broker have no body\.kind/],
  ] as [Options, RegExp][])('fails when it has %j', (props, problem) => {
    expect(() => reading(kind, props)).toThrow(problem);
  });

  test('fails when the function may run for more than 14 minutes (ESM-65)', () => {
    expect(() => reading(kind, {}, { timeout: Duration.seconds(840) })).not.toThrow();
    expect(() => reading(kind, {}, { timeout: Duration.seconds(841) })).toThrow(/SOURCE_TIMEOUT/);
  });

  test('fails when the broker is in another account or Region (MQ-02)', () => {
    const at = (region: string, account: string) => () =>
      reading(kind, {}, {}, new Stack(stackIn().node.root as never, 'Here', { env: { region, account } }));
    expect(at('us-east-1', '111111111111')).not.toThrow();
    expect(at('us-east-1', '222222222222')).toThrow(
      /must be in the account of the function, 222222222222, but is in 111111111111/,
    );
    expect(at('eu-west-1', '111111111111')).toThrow(/SOURCE_OTHER_REGION/);
  });

  test('tells its mapping once it has one', () => {
    const { stack, source, secret } = reading(kind);
    expect(stack.resolve(source.eventSourceMappingId)).toEqual({ Ref: expect.any(String) as unknown });
    const unbound = new SOURCES[kind]({ brokerArn: BROKER, queue: 'orders', secret });
    expect(() => unbound.eventSourceMappingArn).toThrow(new RegExp(`${kind}: the event source has no mapping yet`));
  });
});

test.each(['', 'x'.repeat(201)])('fails when the virtual host is «%s»', (virtualHost) => {
  expect(() => reading('RabbitMqEventSource', { virtualHost })).toThrow(/virtualHost must have from 1 to 200 characters/);
});
