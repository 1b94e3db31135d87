import { appOf } from './scratch-assembly';

const TYPE = 'AWS::SSM::Parameter';

test('parameters are read, with their names, tags and values', () => {
  const { parameters, unsupported, findings } = appOf({
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } },
    Named: {
      Type: TYPE,
      Properties: {
        ...{ Name: '/shop/queue', Type: 'String', Value: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Description: 'Where orders go' },
        ...{ AllowedPattern: 'arn:.*', Tier: 'Advanced', DataType: 'text', Tags: { team: 'shop' } },
      },
    },
    Unnamed: { Type: TYPE, Properties: { Type: 'StringList', Value: 'a,b' } },
  });
  expect([unsupported, findings]).toEqual([[], []]);
  expect(parameters).toMatchObject([
    {
      ...{ name: '/shop/queue', arn: 'arn:aws:ssm:us-east-1:000000000000:parameter/shop/queue', type: 'String' },
      ...{ value: 'arn:aws:sqs:us-east-1:000000000000:orders', description: 'Where orders go', allowedPattern: 'arn:.*' },
      ...{ tier: 'Advanced', dataType: 'text', tags: { team: 'shop' } },
    },
    { name: expect.stringMatching(/^CFN-Unnamed-/), type: 'StringList', value: 'a,b' },
  ]);
});

test('fails when a value cannot be had; policies are told and left out', () => {
  const { parameters, unsupported, findings } = appOf({
    Empty: { Type: TYPE, Properties: { Name: 'a', Type: 'String' } },
    Expiring: { Type: TYPE, Properties: { Name: 'b', Type: 'String', Value: 'x', Tier: 'Advanced', Policies: '[{}]' } },
  });
  expect(unsupported).toMatchObject([{ address: { logicalId: 'Empty' }, why: expect.stringContaining('Value is missing') }]);
  expect(findings.map(({ code, where }) => [code, where])).toEqual([
    ['PROPERTY_INVALID', expect.stringContaining('Empty')],
    ['PROPERTY_NOT_EMULATED', expect.stringContaining('Expiring')],
  ]);
  expect(parameters).toMatchObject([{ name: 'b', value: 'x' }]);
});
