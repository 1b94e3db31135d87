import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { associationsIn, On, read, resourceOf, rewriteIn, siteIn, stackOf, synthesis } from './scene';

const EVERY_EVENT = [On.VIEWER_REQUEST, On.ORIGIN_REQUEST, On.ORIGIN_RESPONSE, On.VIEWER_RESPONSE];
const VIEWER = [On.VIEWER_REQUEST, On.VIEWER_RESPONSE];
const ORIGIN = [On.ORIGIN_REQUEST, On.ORIGIN_RESPONSE];

test('CloudFront calls a function at all four events', () => {
  const stack = stackOf();
  const rewrite = rewriteIn(stack);
  siteIn(
    stack,
    EVERY_EVENT.map((event) => rewrite.on(event)),
  );

  expect(associationsIn(stack)).toEqual([
    ['viewer-request', 'origin-request', 'origin-response', 'viewer-response'].map((event) => ({
      EventType: event,
      LambdaFunctionARN: stack.resolve(rewrite.edgeArn),
    })),
  ]);
});

test('requests come with their bodies when that is asked for', () => {
  const stack = stackOf();
  const rewrite = rewriteIn(stack);
  siteIn(stack, [rewrite.on(On.VIEWER_REQUEST, { includeBody: true }), rewrite.on(On.ORIGIN_REQUEST, { includeBody: false })]);

  expect(associationsIn(stack)).toMatchObject([[{ IncludeBody: true }, { IncludeBody: false }]]);
});

test.each([On.VIEWER_RESPONSE, On.ORIGIN_RESPONSE])('fails when %s is to come with the body of the request', (event) => {
  expect(() => rewriteIn(stackOf()).on(event, { includeBody: true })).toThrow(
    new RegExp(`Shop/Rewrite: includeBody must not be set for ${event}\\.`),
  );
  expect(() => rewriteIn(stackOf()).on(event, { includeBody: false })).not.toThrow();
});

test('fails when CloudFront has no such event', () => {
  expect(() => rewriteIn(stackOf()).on('viewer' as cloudfront.LambdaEdgeEventType)).toThrow(
    /the event type must be one of viewer-request, .*, but is 'viewer'\./,
  );
});

test('two distributions share a function', () => {
  const stack = stackOf();
  const rewrite = rewriteIn(stack);
  siteIn(stack, [rewrite.on(On.VIEWER_REQUEST)]);
  siteIn(stack, [rewrite.on(On.ORIGIN_REQUEST)], 'Other');

  const arn = stack.resolve(rewrite.edgeArn);
  expect(associationsIn(stack)).toMatchObject([[{ LambdaFunctionARN: arn }], [{ LambdaFunctionARN: arn }]]);
  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Version', 1);
});

describe('the memory of a function (EDGE-04)', () => {
  const unknown = Token.asNumber({ Ref: 'Memory' });

  test.each(VIEWER)('may be 128 MB for %s', (event) => {
    for (const memorySize of [undefined, 128, unknown]) {
      expect(() => rewriteIn(stackOf(), { memorySize }).on(event)).not.toThrow();
    }
  });

  test.each(VIEWER)('fails when it is above 128 MB for %s', (event) => {
    for (const memorySize of [129, 10_240]) {
      expect(() => rewriteIn(stackOf(), { memorySize }).on(event)).toThrow(
        new RegExp(
          `Shop/Rewrite: memorySize must be at most 128 MB for ${event}, but is ${memorySize} .*\\[EDGE_VIEWER_MEMORY\\]`,
          's',
        ),
      );
    }
  });

  test.each(ORIGIN)('may be up to 10 240 MB for %s', (event) => {
    for (const memorySize of [undefined, 128, 10_240, unknown]) {
      expect(() => rewriteIn(stackOf(), { memorySize }).on(event)).not.toThrow();
    }
  });

  test('fails when Lambda would refuse it of any function (FN-12)', () => {
    for (const memorySize of [127, 128.5]) expect(() => rewriteIn(stackOf(), { memorySize })).toThrow(/VALUE_OUT_OF_RANGE/);
    const stack = stackOf();
    rewriteIn(stack, { memorySize: 10_241 });
    expect(synthesis(stack)).toThrow(/memorySize must be a whole number of MB from 128 to 10240, but is 10241/);
  });

  test('fails at synthesis when a function for all events is given more later on', () => {
    const stack = stackOf();
    const rewrite = rewriteIn(stack);
    siteIn(
      stack,
      EVERY_EVENT.map((event) => rewrite.on(event)),
    );
    resourceOf(rewrite).memorySize = 256;

    expect(synthesis(stack)).toThrow(/memorySize must be at most 128 MB for viewer-request, but is 256/);
  });

  test.each([
    'us-east-1',
    'eu-west-1',
  ])('fails at synthesis when a distribution in %s takes the function as a version', (region) => {
    const stack = stackOf(region);
    const functionVersion = rewriteIn(stack, { memorySize: 129 });
    siteIn(stack, [{ functionVersion, eventType: On.ORIGIN_REQUEST }]);
    expect(synthesis(stack)).not.toThrow();

    const other = stackOf(region);
    siteIn(other, [{ functionVersion: rewriteIn(other, { memorySize: 129 }), eventType: On.VIEWER_RESPONSE }]);
    expect(synthesis(other)).toThrow(/memorySize must be at most 128 MB for viewer-response, but is 129/);
  });

  test('fails at synthesis when an older construct of CloudFront takes the function', () => {
    const stack = stackOf();
    const lambdaFunction = rewriteIn(stack, { memorySize: 129 });
    new cloudfront.CfnDistribution(stack, 'Site', {
      distributionConfig: {
        enabled: true,
        defaultCacheBehavior: { targetOriginId: 'a', viewerProtocolPolicy: 'https-only' },
        cacheBehaviors: [
          {
            pathPattern: '/a',
            targetOriginId: 'a',
            viewerProtocolPolicy: 'https-only',
            lambdaFunctionAssociations: [{ eventType: 'viewer-request', lambdaFunctionArn: lambdaFunction.edgeArn }],
          },
        ],
      },
    });

    expect(synthesis(stack)).toThrow(/EDGE_VIEWER_MEMORY/);
  });
});

describe('the timeout of a function (EDGE-04)', () => {
  test.each([1, 30])('may be %i seconds for every event', (seconds) => {
    const stack = stackOf();
    const rewrite = rewriteIn(stack, { timeout: Duration.seconds(seconds) });
    siteIn(
      stack,
      EVERY_EVENT.map((event) => rewrite.on(event)),
    );

    expect(synthesis(stack)).not.toThrow();
  });

  test('may be decided by the deployment', () => {
    const stack = stackOf();
    rewriteIn(stack, { timeout: Duration.seconds(Token.asNumber({ Ref: 'Seconds' })) });

    expect(synthesis(stack)).not.toThrow();
  });

  test.each([0, 31, 1.5])('fails when it is %p seconds', (seconds) => {
    expect(() => rewriteIn(stackOf(), { timeout: Duration.millis(seconds * 1000) })).toThrow(
      /Shop\/Rewrite: timeout must be a whole number of seconds from 1 to 30/,
    );
  });

  test('fails at synthesis when it becomes longer later on', () => {
    const stack = stackOf();
    resourceOf(rewriteIn(stack)).timeout = 31;

    expect(synthesis(stack)).toThrow(/timeout must be a whole number of seconds from 1 to 30, but is 31/);
  });
});

test('a distribution of another stack sees the same version', () => {
  const stack = stackOf();
  const other = new Stack(stack.node.root as never, 'Other', { env: { region: 'us-east-1' } });
  siteIn(other, [rewriteIn(stack).on(On.VIEWER_REQUEST)]);

  const outputs: [string, any][] = Object.entries(Template.fromStack(stack).findOutputs('*'));
  const [OutputName, { Value: version }] = outputs[0] ?? ['', {}];
  expect(associationsIn(other)).toEqual([
    [
      {
        EventType: 'viewer-request',
        LambdaFunctionARN: read({ StackName: 'Shop', OutputName, Region: 'us-east-1' }, version.Ref),
      },
    ],
  ]);
});

describe('in one behaviour of a distribution (EDGE-05)', () => {
  const behaviour = (stack: Stack, edgeLambdas: cloudfront.EdgeLambda[], on?: cloudfront.FunctionEventType) => {
    const code = cloudfront.FunctionCode.fromInline('function handler(event) { return event.request; }');
    const own = on && { function: new cloudfront.Function(stack, 'Own', { code }), eventType: on };
    new cloudfront.Distribution(stack, 'Site', {
      defaultBehavior: {
        origin: new HttpOrigin('shop.example.com'),
        edgeLambdas,
        functionAssociations: own && [own],
      },
    });
    return synthesis(stack);
  };

  test('fails at synthesis when two functions are called for one event', () => {
    const stack = stackOf();
    const both = [rewriteIn(stack), rewriteIn(stack, {}, 'Other')].map((edge) => edge.on(On.ORIGIN_REQUEST));

    expect(behaviour(stack, both)).toThrow(
      /only one function must be called for origin-request of a behaviour of Shop\/Site\/Resource, but two are/,
    );
  });

  test('fails at synthesis when a function for viewers meets a CloudFront function', () => {
    const stack = stackOf();

    expect(behaviour(stack, [rewriteIn(stack).on(On.VIEWER_RESPONSE)], cloudfront.FunctionEventType.VIEWER_REQUEST)).toThrow(
      /viewer-response must not meet a CloudFront function for viewers.*EDGE_VIEWERS_MIXED/s,
    );
  });

  test('a function for origins can meet a CloudFront function', () => {
    const stack = stackOf();

    expect(behaviour(stack, [rewriteIn(stack).on(On.ORIGIN_REQUEST)], cloudfront.FunctionEventType.VIEWER_REQUEST)).not.toThrow();
  });

  test('several functions are called for events of their own', () => {
    const stack = stackOf();

    expect(
      behaviour(stack, [rewriteIn(stack).on(On.VIEWER_REQUEST), rewriteIn(stack, {}, 'Other').on(On.VIEWER_RESPONSE)]),
    ).not.toThrow();
  });
});
