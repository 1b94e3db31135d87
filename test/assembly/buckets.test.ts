import { appOf } from './scratch-assembly';

test.each([
  [
    'LifecycleConfiguration',
    { Rules: [{ Status: 'Enabled', ExpirationInDays: 'soon' }] },
    'ExpirationInDays must be a number, not "soon"',
  ],
  [
    'LifecycleConfiguration',
    { Rules: [{ Status: 'Enabled', ObjectSizeLessThan: null }] },
    'ObjectSizeLessThan must be a number, not null',
  ],
  [
    'CorsConfiguration',
    { CorsRules: [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'], MaxAge: [] }] },
    'MaxAge must be a number, not []',
  ],
])('a %s with what is no number is left out, and that is said', (property, value, why) => {
  const { buckets, findings } = appOf({ B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b', [property]: value } } });

  expect(buckets?.[0]).not.toHaveProperty('cors');
  expect(buckets?.[0]).not.toHaveProperty('settings');
  expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining(`${property} is left out`)]);
  expect(findings[0]?.message).toContain(why);
});

test('numbers of a bucket may be written as text', () => {
  const { buckets } = appOf({
    B: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: 'b',
        LifecycleConfiguration: { Rules: [{ Status: 'Enabled', NoncurrentVersionExpirationInDays: '7' }] },
      },
    },
  });

  expect(buckets?.[0]?.settings?.lifecycle).toEqual([
    { Status: 'Enabled', Filter: { Prefix: '' }, NoncurrentVersionExpiration: { NoncurrentDays: 7 } },
  ]);
});
