import { Lazy } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { EventFilter } from '../../../src/constructs/event-sources/event-filter';
import { FieldFilter } from '../../../src/constructs/event-sources/field-filter';
import { SqsEventSource } from '../../../src/constructs/event-sources/sqs-event-source';
import { matchesEventPattern } from '../../../src/model/event-pattern';
import { stackIn } from '../scene';
import { names, propertiesOf, shipIn, warningsOf } from './source-scene';

type Filters = { readonly [key: string]: unknown }[];

const MAPPING = 'AWS::Lambda::EventSourceMapping';

function filtering(filters: Filters, props = {}) {
  const scene = shipIn();
  scene.ship.addEventSource(new SqsEventSource(new sqs.Queue(scene.stack, 'Orders'), { filters, ...props }));
  return scene;
}

const fieldPasses = (field: unknown[], value: unknown) =>
  matchesEventPattern({ a: field }, value === undefined ? {} : { a: value });

test.each([
  ['equalTo', FieldFilter.equalTo('x'), 'x', 'X'],
  ['equalTo', FieldFilter.equalTo(3), 3, '3'],
  ['equalTo', FieldFilter.equalTo(false), false, 'false'],
  ['isNull', FieldFilter.isNull(), null, 'null'],
  ['anyOf', FieldFilter.anyOf('x', 2, FieldFilter.prefix('y'), FieldFilter.notExists()), 'yes', 'no'],
  ['equalsIgnoreCase', FieldFilter.equalsIgnoreCase('x'), 'X', 'y'],
  ['prefix', FieldFilter.prefix('ab'), 'abc', 'cab'],
  ['prefixIgnoreCase', FieldFilter.prefixIgnoreCase('ab'), 'ABC', 'cab'],
  ['suffix', FieldFilter.suffix('ab'), 'cab', 'abc'],
  ['suffixIgnoreCase', FieldFilter.suffixIgnoreCase('ab'), 'CAB', 'abc'],
  ['wildcard', FieldFilter.wildcard('a*c'), 'abc', 'ab'],
  ['anythingBut', FieldFilter.anythingBut('x', 'y'), 'z', 'y'],
  ['anythingBut', FieldFilter.anythingBut(1, 2), 3, 2],
  ['anythingButPrefix', FieldFilter.anythingButPrefix('ab', 'c'), 'xab', 'cab'],
  ['anythingButSuffix', FieldFilter.anythingButSuffix('ab', 'c'), 'abx', 'abc'],
  ['anythingButIgnoreCase', FieldFilter.anythingButIgnoreCase('ab', 'c'), 'x', 'AB'],
  ['anythingButWildcard', FieldFilter.anythingButWildcard('a*', 'c'), 'ba', 'ab'],
  ['number', FieldFilter.number({ above: 1, atMost: 3 }), 3, 1],
  ['number', FieldFilter.number({ atLeast: 1, below: 3 }), 1, 3],
  ['number', FieldFilter.number({ atLeast: 1 }), 1, '1'],
  ['number', FieldFilter.number({ below: 0 }), -1, 0],
  ['exists', FieldFilter.exists(), 'x', undefined],
  ['notExists', FieldFilter.notExists(), undefined, 'x'],
  ['cidr', FieldFilter.cidr('10.0.0.0/8'), '10.1.2.3', '11.1.2.3'],
] as [
  string,
  unknown[],
  unknown,
  unknown,
][])('FieldFilter.%s gives %j, which takes %j and not %j', (_name, field, takes, leaves) => {
  expect([fieldPasses(field, takes), fieldPasses(field, leaves)]).toEqual([true, false]);
});

test('a field that is missing or one of several passes anyOf', () => {
  const field = FieldFilter.anyOf('x', 2, FieldFilter.prefix('y'), FieldFilter.notExists());
  expect(['x', 2, undefined].map((value) => fieldPasses(field, value))).toEqual([true, true, true]);
});

test.each([
  [
    EventFilter.body({ kind: ['order'] }, { attributes: { SenderId: ['me'] } }),
    '{"attributes":{"SenderId":["me"]},"body":{"kind":["order"]}}',
  ],
  [EventFilter.body(FieldFilter.prefix('ORDER')), '{"body":[{"prefix":"ORDER"}]}'],
  [EventFilter.data({ kind: ['order'] }), '{"data":{"kind":["order"]}}'],
  [EventFilter.value({ kind: ['order'] }), '{"value":{"kind":["order"]}}'],
  [
    EventFilter.dynamodb({ Keys: { id: { S: ['7'] } } }, { eventName: ['INSERT'] }),
    '{"eventName":["INSERT"],"dynamodb":{"Keys":{"id":{"S":["7"]}}}}',
  ],
  [EventFilter.pattern({ messageId: ['7'] }), '{"messageId":["7"]}'],
  [EventFilter.body(EventFilter.either({ a: [1] }, { b: [2] })), '{"body":{"$or":[{"a":[1]},{"b":[2]}]}}'],
])('%j is the filter that Lambda takes', (filter, pattern) => {
  expect(filter).toEqual({ pattern });
  expect(filter).toEqual(lambda.FilterCriteria.filter(JSON.parse(pattern)));
});

test('filters of both kinds are in the template', () => {
  const { stack } = filtering([
    EventFilter.body({ kind: FieldFilter.anyOf('order', 'refund'), total: FieldFilter.number({ atLeast: 100 }) }),
    lambda.FilterCriteria.filter({ body: { urgent: lambda.FilterRule.isEqual(true), total: lambda.FilterRule.between(0, 5) } }),
  ]);

  expect(propertiesOf(stack, MAPPING)).toMatchObject([
    {
      FilterCriteria: {
        Filters: [
          { Pattern: '{"body":{"kind":["order","refund"],"total":[{"numeric":[">=",100]}]}}' },
          { Pattern: '{"body":{"urgent":[true],"total":[{"numeric":[">",0,"<=",5]}]}}' },
        ],
      },
    },
  ]);
});

test('values that only the deployment knows are let through, numbers as well', () => {
  const scene = shipIn();
  const topic = new sqs.Queue(scene.stack, 'Topic');
  const count = Lazy.number({ produce: () => 7 });
  const filters = [EventFilter.body({ from: [topic.queueArn], count: [count] })];
  scene.ship.addEventSource(new SqsEventSource(new sqs.Queue(scene.stack, 'Orders'), { filters }));

  const [{ FilterCriteria } = {}] = propertiesOf(scene.stack, MAPPING);
  expect(FilterCriteria).toEqual({
    Filters: [{ Pattern: { 'Fn::Join': ['', ['{"body":{"from":["', names(scene.stack, topic).arn, '"],"count":[7]}}']] } }],
  });
});

const body = (index: number) => EventFilter.body({ kind: [`${index}`] });
const many = (count: number) => Array.from({ length: count }, (_, i) => body(i));

test('more than five filters are warned of, and fail when they are more than ten (ESM-16)', () => {
  expect(warningsOf(filtering(many(5)).stack, 'FILTERS_ABOVE_QUOTA')).toEqual([]);
  expect(warningsOf(filtering(many(6)).stack, 'FILTERS_ABOVE_QUOTA')).toHaveLength(1);
  expect(warningsOf(filtering(many(10)).stack, 'FILTERS_ABOVE_QUOTA')).toHaveLength(1);
  expect(() => filtering(many(11))).toThrow(/filters must be 10 at most, but there are 11.*\n.*FILTERS_TOO_MANY/);
});

test('fails when a pattern has more than 4096 characters (ESM-16)', () => {
  const ofLength = (length: number) => [EventFilter.body({ kind: ['x'.repeat(length - '{"body":{"kind":[""]}}'.length)] })];

  expect(() => filtering(ofLength(4096))).not.toThrow();
  expect(() => filtering(ofLength(4097))).toThrow(
    /filters\[0\] must have 4096 characters at most, but has 4097.*\n.*FILTER_TOO_LONG/,
  );
});

test.each([
  [{ body: { kind: ['order'] } }, /filters\[0\] must have a pattern and nothing else, but has body.*\n.*FILTER_NOT_A_PATTERN/],
  [{ pattern: '{"body":["x"]}', nope: 1 }, /but has pattern, nope/],
  [{ pattern: { body: ['x'] } }, /FILTER_NOT_A_PATTERN/],
  [{ pattern: 'body' }, /filters\[0\] must be an event pattern, but is body: .*ESM-49.*\n.*FILTER_INVALID/],
  [EventFilter.body({ kind: 'order' }), /"kind" must be an object or an array/],
  [EventFilter.body({ kind: [] }), /Empty arrays are not allowed/],
  [EventFilter.body({ kind: [{ begins: 'x' }] }), /Unrecognized match type begins/],
  [EventFilter.body({ kind: FieldFilter.anythingBut() }), /FILTER_INVALID/],
  [EventFilter.body({ kind: FieldFilter.number({}) }), /Invalid member in numeric match/],
  [EventFilter.body({ kind: FieldFilter.number({ above: 3, below: 3 }) }), /Bottom must be less than top/],
  [EventFilter.body({ kind: FieldFilter.number({ above: 3, atLeast: 3 }) }), /Bad numeric range operator: >=/],
  [EventFilter.body({ kind: FieldFilter.cidr('10.0.0.1') }), /Malformed CIDR/],
  [EventFilter.body(EventFilter.either({ a: ['x'] })), /at least 2 Objects/],
])('fails when the filter is %j', (filter, problem) => {
  expect(() => filtering([filter])).toThrow(problem);
});

test.each([
  [
    EventFilter.data({ kind: ['order'] }),
    /filters\[0\] can match nothing: records of an SQS queue have no data\.kind; .* below body.*\n.*FILTER_NEVER_MATCHES/,
  ],
  [EventFilter.pattern({ Body: { kind: ['order'] } }), /have no Body\.kind/],
  [EventFilter.pattern({ messageId: [7] }), /messageId never has such a value/],
  [EventFilter.pattern({ attributes: ['x'] }), /attributes is an object/],
])('fails when no message matches %j (FIL-02)', (filter, problem) => {
  expect(() => filtering([filter])).toThrow(problem);
});

test('one branch that can match is enough', () => {
  expect(() => filtering([EventFilter.pattern(EventFilter.either({ nope: ['x'] }, { body: { kind: ['x'] } }))])).not.toThrow();
});

test.each([
  ['FILTER_OPERATOR_UNDOCUMENTED', EventFilter.body({ ip: FieldFilter.cidr('10.0.0.0/8') }), /uses cidr \(PAT-60\)/],
  ['FILTER_OPERATOR_UNDOCUMENTED', EventFilter.body({ kind: FieldFilter.anythingButPrefix('x') }), /uses anything-but\/prefix/],
  ['FILTER_DOUBTFUL_KEY', EventFilter.body({ kind: ['x'] }, { eventSource: ['aws:sqs'] }), /looks at eventSource \(FIL-03\)/],
  ['FILTER_ABSENCE_OF_OBJECT', EventFilter.pattern({ attributes: FieldFilter.notExists() }), /attributes is absent/],
])('%s warns of %j', (code, filter, text) => {
  expect(warningsOf(filtering([filter]).stack, code)).toEqual([expect.stringMatching(text)]);
});

test('what the guide lists is not warned of', () => {
  const fields = {
    a: FieldFilter.anyOf('x', FieldFilter.prefix('y'), FieldFilter.suffix('z'), FieldFilter.equalsIgnoreCase('w')),
    b: FieldFilter.anythingBut('x'),
    c: FieldFilter.number({ above: 0 }),
    d: FieldFilter.exists(),
    e: FieldFilter.notExists(),
  };
  const { stack } = filtering([EventFilter.body({ ...fields, ...EventFilter.either({ f: [1] }, { g: [null] }) })]);
  expect(warningsOf(stack, 'FILTER_OPERATOR_UNDOCUMENTED')).toEqual([]);
});

describe('the key of the filters (ESM-18)', () => {
  test('lets Lambda decrypt for the mappings of the account', () => {
    const stack = stackIn();
    const key = new kms.Key(stack, 'Key');
    const { ship } = shipIn(stack);
    const filterEncryption = key;
    ship.addEventSource(new SqsEventSource(new sqs.Queue(stack, 'Orders'), { filters: [body(1)], filterEncryption }));

    expect(propertiesOf(stack, MAPPING)).toMatchObject([{ KmsKeyArn: names(stack, key).arn }]);
    const [{ KeyPolicy } = {}] = propertiesOf(stack, 'AWS::KMS::Key');
    expect((KeyPolicy as { Statement: unknown[] }).Statement.slice(1)).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: {
          ArnLike: {
            'aws:SourceArn': {
              'Fn::Join': [
                '',
                [
                  'arn:',
                  { Ref: 'AWS::Partition' },
                  ':lambda:',
                  { Ref: 'AWS::Region' },
                  ':',
                  { Ref: 'AWS::AccountId' },
                  ':event-source-mapping:*',
                ],
              ],
            },
          },
        },
      },
    ]);
  });

  test('of another app is warned of', () => {
    const stack = stackIn();
    const filterEncryption = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111111111111:key/1234');
    const { ship } = shipIn(stack);
    ship.addEventSource(new SqsEventSource(new sqs.Queue(stack, 'Orders'), { filters: [body(1)], filterEncryption }));
    expect(warningsOf(stack, 'FILTER_KEY_UNCHANGED')).toHaveLength(1);
  });

  test('fails when there is no filter', () => {
    const filterEncryption = kms.Key.fromKeyArn(stackIn(), 'Key', 'arn:aws:kms:us-east-1:111111111111:key/1234');
    expect(() => filtering([], { filterEncryption })).toThrow(
      /filterEncryption is given without filters.*\n.*FILTER_KEY_WITHOUT_FILTERS/,
    );
  });
});
