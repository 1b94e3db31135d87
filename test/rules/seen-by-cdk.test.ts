import { fn, judged } from './fixture';

test.each([
  ['nodejs20.x', 'FN-33', 'W2531'],
  ['nodejs14.x', 'FN-33', 'E2531'],
  ['go1.x', 'FN-33', 'E2531'],
  ['nodejs12.x', 'FN-32', 'E2533'],
  ['nodejs10.x', 'FN-32', 'E2533'],
  ['python2.7', 'FN-32', 'E2533'],
  ['dotnetcore3.1', 'FN-32', 'E2533'],
  ['python3.10', 'FN-33', undefined],
])('that %s has ended is said once where the CDK says it, too', (Runtime, id, seenByCdk) => {
  const code = { S3Bucket: 'b', S3Key: 'k' };
  const found = judged({ F: fn({ Runtime, Code: code }) }).violations.filter(({ rule }) => rule.id === id);
  expect(found.map((each) => each.seenByCdk)).toEqual([seenByCdk]);
});

const LAYER = { Type: 'AWS::Lambda::LayerVersion', Properties: { Content: { S3Bucket: 'b', S3Key: 'k' } } };
const LAYER_ARN = 'arn:aws:lambda:us-east-1:111111111111:layer:x:1';

test.each<[string, string, Record<string, unknown>, string | undefined]>([
  ['written out', 'FN-51-twice', { Layers: [LAYER_ARN, LAYER_ARN] }, 'F3037'],
  ['a layer of the app', 'FN-51-twice', { Layers: [{ Ref: 'Layer' }, { Ref: 'Layer' }] }, undefined],
  ['written out', 'FN-13', { Timeout: 901 }, 'E3717'],
  ['a parameter', 'FN-13', { Timeout: { Ref: 'Long' } }, undefined],
  ['written out', 'FN-01', { FunctionName: 'a b' }, 'F3031'],
  ['put together', 'FN-01', { FunctionName: { 'Fn::Join': ['', ['a ', 'b']] } }, undefined],
  ['a number in an expression around it', 'FN-12', { MemorySize: { 'Fn::If': ['Always', 64, 64] } }, undefined],
  ['put together, but seen by its name', 'FN-42', { Environment: { Variables: { AWS_REGION: { Ref: 'Long' } } } }, 'E3663'],
])('what is wrong with a value that is %s is left to the CDK only where it sees that: %s', (_how, id, properties, seenByCdk) => {
  const sections = {
    Parameters: { Long: { Type: 'Number', Default: 901 } },
    Conditions: { Always: { 'Fn::Equals': ['a', 'a'] } },
  };
  const { violations } = judged({ stacks: { S: { F: fn(properties), Layer: LAYER } }, sections });
  const found = violations.filter(({ rule }) => rule.id === id);
  expect(found.map((each) => each.seenByCdk)).toEqual([seenByCdk]);
});
