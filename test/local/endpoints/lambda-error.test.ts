import { assetText } from '../../../src/local/drivers/assets';
import { lambdaError } from '../../../src/local/endpoints/lambda-error';
import { ServiceSchema } from '../../../src/local/endpoints/protocol/schema';
import { awsError } from '../../../src/local/engine/aws-error';

const bodyOf = (type: string, status = 400, details?: object) => {
  const { body, headers } = lambdaError(awsError(type, status, 'Why.', { ...details }));
  return [JSON.parse(body as string), headers];
};

test('errors have the members that the SDKs know them by (ERR-01, ERR-02)', () => {
  const text = assetText('aws/lambda.json');
  const schema = ServiceSchema.parse(text);
  const names = [...new Set(text.match(/\b[A-Z]\w+Exception\b/g))].filter((name) => schema.error(name));

  expect(names.length).toBeGreaterThan(40);
  for (const name of names) {
    const members = schema.error(name)?.members.map((member) => member.name) ?? [];
    expect([name, members]).toEqual([name, expect.arrayContaining(Object.keys(bodyOf(name)[0]))]);
  }
});

test.each([
  ['ValidationException', { message: 'Why.' }],
  ['MissingAuthenticationTokenException', { message: 'Why.' }],
  ['AccessDeniedException', { Message: 'Why.' }],
  ['RequestEntityTooLargeException', { Message: 'Why.' }],
])('%s comes from before Lambda and does not tell whose fault it is (ERR-01)', (type, body) => {
  expect(bodyOf(type)).toEqual([body, ['Content-Type', 'application/json', 'x-amzn-ErrorType', type]]);
});

test('a throttle tells when to come again, and why (ERR-06)', () => {
  const [body, headers] = bodyOf('TooManyRequestsException', 429, { Reason: 'CallerRateLimitExceeded' });

  expect(JSON.stringify(body)).toBe('{"Reason":"CallerRateLimitExceeded","Type":"User","message":"Why."}');
  expect(headers).toEqual([
    ...['Content-Type', 'application/json', 'x-amzn-ErrorType', 'TooManyRequestsException'],
    ...['Retry-After', '1'],
  ]);
});
