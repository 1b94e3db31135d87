import { appOf, fn, functionIn } from './scratch-assembly';

const layer = (properties: object) => ({ Type: 'AWS::Lambda::LayerVersion', Properties: properties });
const mapping = (properties: object) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { FunctionName: { Ref: 'F' }, EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:orders', ...properties },
});

test('tags of a function are read', () => {
  const app = appOf({ F: fn({ Tags: [{ Key: 'team', Value: 'shop' }, { Key: 'empty' }] }), G: fn() });

  expect(functionIn(app, 'S/F').tags).toEqual({ team: 'shop', empty: '' });
  expect(functionIn(app, 'S/G').tags).toBeUndefined();
});

test('layer versions are read with what they are compatible with; files that are elsewhere are absent', () => {
  const app = appOf({
    L: layer({
      LayerName: 'tools',
      Content: { S3Bucket: 'elsewhere', S3Key: 'tools.zip' },
      Description: 'Tools',
      LicenseInfo: 'MIT',
      CompatibleRuntimes: ['nodejs24.x'],
      CompatibleArchitectures: ['arm64'],
    }),
    Second: layer({ LayerName: 'tools', Content: { S3Bucket: 'elsewhere', S3Key: 'tools.zip' } }),
  });

  expect(app.layers).toEqual([
    {
      address: { stack: 'S', logicalId: 'L', path: 'S/L' },
      name: 'tools',
      arn: 'arn:aws:lambda:us-east-1:000000000000:layer:tools:1',
      region: 'us-east-1',
      version: 1,
      code: { kind: 'absent', why: expect.stringContaining('tools.zip') },
      description: 'Tools',
      license: 'MIT',
      runtimes: ['nodejs24.x'],
      architectures: ['arm64'],
    },
    expect.objectContaining({ version: 2, arn: 'arn:aws:lambda:us-east-1:000000000000:layer:tools:2' }),
  ]);
});

test('an event source mapping has its function, source and settings, however the template writes them', () => {
  const app = appOf({
    F: fn(),
    V: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'F' } } },
    A: {
      Type: 'AWS::Lambda::Alias',
      Properties: {
        FunctionName: { Ref: 'F' },
        FunctionVersion: { 'Fn::GetAtt': ['V', 'Version'] },
        Name: 'live',
        Description: 'what is live',
      },
    },
    M: mapping({
      FunctionName: { Ref: 'A' },
      BatchSize: '5',
      Enabled: 'false',
      FilterCriteria: { Filters: [{ Pattern: '{"a":["1"]}' }] },
    }),
    K: mapping({
      EventSourceArn: { Ref: 'AWS::NoValue' },
      SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['one:9092'] } },
      Topics: ['orders'],
    }),
  });
  const { arn, aliases } = functionIn(app, 'S/F');

  expect(aliases[0]?.description).toBe('what is live');
  expect(app.mappings).toEqual([
    {
      address: { stack: 'S', logicalId: 'M', path: 'S/M' },
      uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      region: 'us-east-1',
      account: '000000000000',
      functionArn: `${arn}:live`,
      eventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:orders',
      enabled: false,
      settings: { BatchSize: 5, FilterCriteria: { Filters: [{ Pattern: '{"a":["1"]}' }] } },
    },
    expect.objectContaining({
      functionArn: arn,
      enabled: true,
      settings: { Topics: ['orders'], SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ['one:9092'] } } },
    }),
  ]);
});

test('a mapping of a function that is not of the app is left out and told of', () => {
  const app = appOf({ M: mapping({ FunctionName: 'somebody-elses' }) });

  expect(app.mappings).toBeUndefined();
  expect(app.unsupported).toEqual([
    expect.objectContaining({ type: 'AWS::Lambda::EventSourceMapping', why: expect.stringContaining('somebody-elses') }),
  ]);
});
