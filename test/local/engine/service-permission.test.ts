import { arnIsLike } from '../../../src/local/engine/service-permission';

const API = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3';

test.each([
  `${API}/*/GET/orders`,
  `${API}/*/*/orders`,
  `${API}/*`,
  `${API}/prod/G?T/*`,
  `${API}/prod/GET/orders*`,
  `${API}/**/orders`,
  'arn:aws:execute-api:*:111122223333:*',
  'arn:aws:execute-api:eu-????-1:*:a1b2c3/*/*ders',
])('a request for prod/GET/orders is like %s', (pattern) => {
  expect(arnIsLike(`${API}/prod/GET/orders`, pattern)).toBe(true);
});

test.each([
  `${API}/*/POST/orders`,
  `${API}/*/GET/order`,
  `${API}/*/GET/orders/*`,
  `${API}/prod/GET/orders?`,
  `${API}/PROD/GET/orders`,
  'arn:aws:execute-api:eu-west-1:444455556666:*',
  // A wildcard stays in its part of the ARN.
  'arn:aws:execute-api:*:a1b2c3/*',
  'arn:aws:execute-api:*',
  '*',
  '',
])('fails when a request for prod/GET/orders is to be like %s', (pattern) => {
  expect(arnIsLike(`${API}/prod/GET/orders`, pattern)).toBe(false);
});

test('what stands for nothing in a regular expression stands for itself', () => {
  expect(arnIsLike('arn:aws:s3:::logs.example+1', 'arn:aws:s3:::logs.example+?')).toBe(true);
  expect(arnIsLike('arn:aws:s3:::logs-example+1', 'arn:aws:s3:::logs.example+?')).toBe(false);
});

test('many wildcards cost no more than the text is long', () => {
  expect(arnIsLike(`arn:aws:s3:::${'a'.repeat(5000)}`, `arn:aws:s3:::${'a*'.repeat(500)}b`)).toBe(false);
});
