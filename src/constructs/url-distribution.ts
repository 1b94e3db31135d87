import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { FunctionUrlOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Annotations, Aws, CfnResource, Duration, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ConstructError, placeOf } from './construct-error';
import { functionOf } from './url-streaming';

export interface UrlDistributionProps {
  /** The URL, of a function or an alias, made with `UrlAuth.iam()`. */
  readonly url: lambda.FunctionUrl;

  /**
   * What requests may be and what is cached, over the defaults here.
   *
   * @default - all methods, HTTP redirected to HTTPS, nothing cached, everything of the request passed on but the `Host` header.
   */
  readonly behavior?: cloudfront.AddBehaviorOptions;

  /**
   * How long CloudFront waits for the function: whole seconds, at least 1; up to which is a quota of the account.
   *
   * @default Duration.seconds(30)
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
   */
  readonly readTimeout?: Duration;

  /**
   * Other paths with other origins.
   *
   * @default - everything goes to the URL
   */
  readonly additionalBehaviors?: Record<string, cloudfront.BehaviorOptions>;

  /**
   * Names of your own for the distribution; they need a `certificate`.
   *
   * @default - the name that CloudFront gives it
   */
  readonly domainNames?: string[];

  /**
   * The certificate for `domainNames`, which must be in us-east-1.
   *
   * @default - that of CloudFront
   */
  readonly certificate?: acm.ICertificate;

  /**
   * The ARN of a web ACL, which must be in us-east-1.
   *
   * @default - none
   */
  readonly webAclId?: string;

  /**
   * Where in the world it is served from.
   *
   * @default PriceClass.PRICE_CLASS_ALL
   */
  readonly priceClass?: cloudfront.PriceClass;

  /**
   * Which countries are served.
   *
   * @default - all
   */
  readonly geoRestriction?: cloudfront.GeoRestriction;

  /**
   * The least version of TLS for `domainNames`.
   *
   * @default SecurityPolicyProtocol.TLS_V1_2_2021
   */
  readonly minimumProtocolVersion?: cloudfront.SecurityPolicyProtocol;

  /**
   * The bucket for access logs.
   *
   * @default - no access logs
   */
  readonly logBucket?: s3.IBucket;

  /**
   * A description.
   *
   * @default - none
   */
  readonly comment?: string;
}

/**
 * A CloudFront distribution in front of a function URL, the only one that may call it: it signs every request (origin access
 * control) and gets both permissions on the function or alias of the URL.
 *
 * Whoever sends a body (POST, PUT) must send its SHA-256 in the header `x-amz-content-sha256`, because CloudFront does not sign it.
 *
 * Fails when the URL is public, and when it is in another region or account.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html
 */
export class UrlDistribution extends cloudfront.Distribution {
  constructor(scope: Construct, id: string, props: UrlDistributionProps) {
    super(scope, id, distributionProps(scope, id, props));
    allowInvocation(this, props.url);
    warnOfTimeout(this, props);
  }
}

function distributionProps(scope: Construct, id: string, props: UrlDistributionProps): cloudfront.DistributionProps {
  const place = placeOf(scope, id);
  const { url, behavior, readTimeout, logBucket, ...others } = props;
  if (url.authType !== lambda.FunctionUrlAuthType.AWS_IAM) {
    throw new ConstructError(place, 'URL_NOT_IAM', `url must have the authentication AWS_IAM, but has ${url.authType}.`);
  }
  const [here, there] = [Stack.of(scope), Stack.of(url)];
  for (const what of ['region', 'account'] as const) {
    if ([here[what], there[what]].some((value) => Token.isUnresolved(value)) || here[what] === there[what]) continue;
    throw new ConstructError(place, 'URL_ELSEWHERE', `url must be of the ${what} ${here[what]}, but is of ${there[what]}.`);
  }

  return {
    ...others,
    ...(logBucket && { enableLogging: true, logBucket }),
    defaultBehavior: {
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      // A function URL answers only to its own host name.
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      ...behavior,
      origin: FunctionUrlOrigin.withOriginAccessControl(url, readTimeout && { readTimeout }),
    },
  };
}

/** The second permission of URL-11, which aws-cdk-lib has given only since it is needed. */
function allowInvocation(distribution: UrlDistribution, url: lambda.FunctionUrl): void {
  const isGiven = distribution.node
    .findAll()
    .some((construct) => CfnResource.isCfnResource(construct) && isInvocation(construct));
  if (isGiven) return;
  new lambda.CfnPermission(distribution, 'InvokeFunction', {
    action: 'lambda:InvokeFunction',
    functionName: url.functionArn,
    invokedViaFunctionUrl: true,
    principal: 'cloudfront.amazonaws.com',
    sourceArn: `arn:${Aws.PARTITION}:cloudfront::${Aws.ACCOUNT_ID}:distribution/${distribution.distributionId}`,
  });
}

function isInvocation(resource: CfnResource): boolean {
  return (
    resource.cfnResourceType === 'AWS::Lambda::Permission' &&
    (resource as lambda.CfnPermission).action === 'lambda:InvokeFunction'
  );
}

/** CloudFront gives up, and the function goes on for nobody. */
function warnOfTimeout(distribution: UrlDistribution, { url, readTimeout = Duration.seconds(30) }: UrlDistributionProps): void {
  const timeout = functionOf(url.node.scope)?.timeout;
  if (!timeout || timeout.isUnresolved() || readTimeout.isUnresolved()) return;
  if (timeout.toSeconds() <= readTimeout.toSeconds()) return;
  Annotations.of(distribution).addWarningV2(
    'cdk-lambda-kit:urlDistributionTimeout',
    `The function may take ${timeout.toSeconds()} seconds, but CloudFront gives up after ${readTimeout.toSeconds()}. Raise readTimeout, or lower the function's timeout (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html).`,
  );
}
