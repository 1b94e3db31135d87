import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { UrlAuth, UrlDistribution, type UrlDistributionProps } from 'cdk-lambda-kit';
import { addUrl } from '../../src/constructs/add-url';
import { stackIn, temporaryFolder } from './scene';

function greeter(stack: Stack, timeout?: Duration): lambda.Function {
  return new lambda.Function(stack, 'Greeter', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('nothing'),
    timeout,
  });
}

function front(stack: Stack, props: Partial<UrlDistributionProps> = {}, timeout?: Duration): UrlDistribution {
  const url = addUrl(greeter(stack, timeout), { auth: UrlAuth.iam() });
  return new UrlDistribution(stack, 'Front', { url, ...props });
}

function permissions(stack: Stack): unknown[] {
  const found = Template.fromStack(stack).findResources('AWS::Lambda::Permission');
  return Object.values(found).map(({ Properties }) => Properties);
}

const DISTRIBUTION = {
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':cloudfront::',
      { Ref: 'AWS::AccountId' },
      ':distribution/',
      { Ref: expect.stringMatching(/^Front/) },
    ],
  ],
};

function bothOn(url: string): object[] {
  const FunctionName = { 'Fn::GetAtt': [expect.stringMatching(url), 'FunctionArn'] };
  const common = { FunctionName, Principal: 'cloudfront.amazonaws.com', SourceArn: DISTRIBUTION };
  return [
    { Action: 'lambda:InvokeFunctionUrl', ...common },
    { Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true, ...common },
  ];
}

test('a distribution signs its requests and has both permissions, each once (URL-11)', () => {
  const stack = stackIn();
  front(stack);

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
    OriginAccessControlConfig: { OriginAccessControlOriginType: 'lambda', SigningBehavior: 'always', SigningProtocol: 'sigv4' },
  });
  expect(permissions(stack)).toEqual(bothOn('^GreeterFunctionUrl'));
  template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      DefaultCacheBehavior: {
        AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
        // Managed policies: caching disabled, all viewer except the host header.
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
        ViewerProtocolPolicy: 'redirect-to-https',
      },
      Origins: [
        {
          CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
          DomainName: {
            'Fn::Select': [
              2,
              { 'Fn::Split': ['/', { 'Fn::GetAtt': [Match.stringLikeRegexp('^GreeterFunctionUrl'), 'FunctionUrl'] }] },
            ],
          },
          OriginAccessControlId: { 'Fn::GetAtt': [Match.anyValue(), 'Id'] },
        },
      ],
    },
  });
});

test('in front of the URL of an alias, the permissions are on the alias (URL-14)', () => {
  const stack = stackIn();
  const live = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: greeter(stack).currentVersion });
  new UrlDistribution(stack, 'Front', { url: addUrl(live, { auth: UrlAuth.iam() }) });

  expect(permissions(stack)).toEqual(bothOn('^LiveFunctionUrl'));
});

test('two distributions in front of one URL have both permissions each', () => {
  const stack = stackIn();
  const url = addUrl(greeter(stack), { auth: UrlAuth.iam() });
  for (const id of ['Front', 'FrontToo']) new UrlDistribution(stack, id, { url });

  expect(permissions(stack)).toEqual([...bothOn('^GreeterFunctionUrl'), ...bothOn('^GreeterFunctionUrl')]);
});

test('everything about the distribution can be chosen', () => {
  const stack = stackIn();
  front(stack, {
    behavior: { cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED, compress: false },
    readTimeout: Duration.seconds(60),
    webAclId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b',
    priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
    logBucket: s3.Bucket.fromBucketName(stack, 'Logs', 'logs'),
    comment: 'greets',
  });

  Template.fromStack(stack).hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      Comment: 'greets',
      DefaultCacheBehavior: { CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6', Compress: false },
      Logging: { Bucket: Match.anyValue() },
      Origins: [{ CustomOriginConfig: { OriginReadTimeout: 60 } }],
      PriceClass: 'PriceClass_100',
      WebACLId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b',
    },
  });
});

test('fails when the URL is public, because anyone could go past the distribution', () => {
  const stack = stackIn();
  const url = addUrl(greeter(stack), { auth: UrlAuth.public() });

  expect(() => new UrlDistribution(stack, 'Front', { url })).toThrow(
    /^Shop\/Front: url must have the authentication AWS_IAM, but has NONE\.\n.*URL_NOT_IAM/,
  );
  Template.fromStack(stack).resourceCountIs('AWS::CloudFront::Distribution', 0);
});

test.each<[string, { account?: string; region?: string }]>([
  ['region', { account: '111122223333', region: 'us-east-1' }],
  ['account', { account: '444455556666', region: 'eu-west-1' }],
])('fails when the URL is in another %s, where the permissions would not be', (what, env) => {
  const app = new App({ outdir: temporaryFolder() });
  const url = addUrl(greeter(new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } })), {
    auth: UrlAuth.iam(),
  });

  expect(() => new UrlDistribution(new Stack(app, 'Edge', { env }), 'Front', { url })).toThrow(
    new RegExp(`^Edge/Front: url must be of the ${what} .*\\n.*URL_ELSEWHERE`),
  );
});

test('a URL of another stack is let through when its region is the same or not known', () => {
  const app = new App({ outdir: temporaryFolder() });
  const url = addUrl(greeter(new Stack(app, 'Shop')), { auth: UrlAuth.iam() });

  expect(() => new UrlDistribution(new Stack(app, 'Edge'), 'Front', { url })).not.toThrow();
});

test.each<[string, Duration, Duration | undefined, number]>([
  ['as long as CloudFront waits', Duration.seconds(30), undefined, 0],
  ['a second longer than CloudFront waits', Duration.seconds(31), undefined, 1],
  ['as long as it is said to wait', Duration.minutes(1), Duration.seconds(60), 0],
  ['a second longer than it is said to wait', Duration.seconds(61), Duration.seconds(60), 1],
  ['a time known later', Duration.seconds(Lazy.number({ produce: () => 60 })), undefined, 0],
])('a function that may take %s', (_, timeout, readTimeout, expected) => {
  const stack = stackIn();
  front(stack, { readTimeout }, timeout);

  const found = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('gives up after .*urlDistributionTimeout'));
  expect(found.map(({ id }) => id)).toEqual(Array.from({ length: expected }, () => '/Shop/Front'));
});
