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
