import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Fn, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { EDGE_REGION } from '../spec/edge-limits';
import { ConstructError, placeOf } from './construct-error';
import { EdgeArn } from './edge-arn';
import { checkAssociation } from './edge-association';
import { checkEdgeAtSynthesis } from './edge-check';
import { edgeCode } from './edge-code';
import type { EdgeFunctionProps } from './edge-function-props';
import { edgeHome } from './edge-home';
import { edgeOptions } from './edge-options';
import { allowLogsAtEdge, edgeRole } from './edge-role';
import { CloudFrontEventSource } from './event-sources/cloud-front-event-source';
import { dropLogGroup } from './log-group';

/** How CloudFront calls a function at the edge. */
export interface EdgeEventOptions {
  /**
   * Whether the function gets the body of the request, up to 40 KB for viewer requests and 1 MB for origin requests.
   *
   * Only for requests.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-include-body-access.html
   */
  readonly includeBody?: boolean;
}

/**
 * A function that CloudFront copies to the edge (Lambda@Edge): written in TypeScript, JavaScript or Python, and published as a
 * version with each change.
 *
 *     const rewrite = new EdgeFunction(this, 'Rewrite', { entry: 'edge/rewrite.ts' });
 *     new cloudfront.Distribution(this, 'Site', {
 *       defaultBehavior: { origin, edgeLambdas: [rewrite.on(cloudfront.LambdaEdgeEventType.VIEWER_REQUEST)] },
 *     });
 *
 * It is made in us-east-1, whatever the Region of the stack: for another Region a stack is made beside it, which must be
 * bootstrapped in us-east-1. Stacks of every Region of the account can use it. They read the version from an output of that stack
 * with `Fn::GetStackOutput`, for which the role that deploys them needs `cloudformation:DescribeStacks` on it; no custom resource
 * is made. Whoever removes a function takes it out of the distributions first, in a deployment of their own.
 *
 * There are no environment variables at the edge: constants come into the bundle with `bundling.define`. It logs JSON into
 * `/aws/lambda/us-east-1.NAME` in the Region where it runs; Lambda makes these log groups, and they have no retention.
 *
 * Fails when the stack has no Region, and on everything that Lambda@Edge does not have.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-the-edge.html
 */
export class EdgeFunction extends lambda.QualifiedFunctionBase implements lambda.IVersion {
  /** The function in us-east-1. */
  public readonly lambda: lambda.IFunction;
  /** The ARN of the version, for stacks of every Region. */
  public readonly edgeArn: string;
  /** The ARN of the version, for stacks of every Region. */
  public readonly functionArn: string;
  /** The name of the function, without the version. */
  public readonly functionName: string;
  /** The number of the version. */
  public readonly version: string;
  public readonly role?: iam.IRole;
  public readonly grantPrincipal: iam.IPrincipal;
  public readonly architecture: lambda.Architecture;
  protected readonly qualifier: string;
  protected readonly canCreatePermissions = true;
  private readonly resource: lambda.CfnFunction;

  constructor(scope: Construct, id: string, props: EdgeFunctionProps) {
    const options = edgeOptions(placeOf(scope, id), props);
    super(scope, id, { region: EDGE_REGION });

    const home = edgeHome(this, props.stackId);
    const role = edgeRole(this, home, props.role);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    const fn = edgeCode(this, home, props, {
      ...options,
      role,
      architecture: lambda.Architecture.X86_64,
      currentVersionOptions: { removalPolicy },
    });
    fn.applyRemovalPolicy(removalPolicy);
    dropLogGroup(fn);
    allowLogsAtEdge(this, fn, role, home);

    const arn = new EdgeArn(this, home, fn.currentVersion);
    checkEdgeAtSynthesis(this, fn, arn);
    this.lambda = fn;
    this.resource = fn.node.defaultChild as lambda.CfnFunction;
    this.edgeArn = arn.toString();
    this.functionArn = this.edgeArn;
    // Not from the function, which stacks of other Regions cannot name.
    this.functionName = Fn.select(6, Fn.split(':', this.edgeArn));
    this.version = Fn.select(7, Fn.split(':', this.edgeArn));
    this.qualifier = this.version;
    this.role = role;
    this.grantPrincipal = role;
    this.architecture = fn.architecture;
  }

  /**
   * For `edgeLambdas` of a distribution: CloudFront calls this version at these events.
   *
   * Fails when the function has more memory than CloudFront gives it for viewer events, and when a response is to have the body
   * of a request.
   */
  public on(eventType: cloudfront.LambdaEdgeEventType, options: EdgeEventOptions = {}): cloudfront.EdgeLambda {
    checkAssociation(this, this.resource, { eventType, includeBody: options.includeBody });
    return { functionVersion: this, eventType, includeBody: options.includeBody };
  }

  /** This version, as with a `lambda.Function`. */
  public get currentVersion(): lambda.IVersion {
    return this;
  }

  public get versionRef(): lambda.VersionReference {
    return { functionArn: this.functionArn };
  }

  /** Fails: CloudFront takes numbered versions only. */
  public override get latestVersion(): lambda.IVersion {
    throw new ConstructError(this, 'EDGE_CLOUDFRONT_ONLY', '$LATEST must not be used at the edge.');
  }

  /** A metric of the function in us-east-1, or in another Region when `props` name it. */
  public override metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return super.metric(metricName, { region: EDGE_REGION, ...props });
  }

  /** Adds a permission to the function in us-east-1; CloudFront needs none. */
  public override addPermission(id: string, permission: lambda.Permission): void {
    this.lambda.addPermission(id, permission);
  }

  /** Fails: CloudFront takes numbered versions only. */
  public addAlias(aliasName: string, _options?: lambda.AliasOptions): lambda.Alias {
    throw new ConstructError(this, 'EDGE_CLOUDFRONT_ONLY', `the alias ${aliasName} must not be made.`);
  }

  /** Takes a `CloudFrontEventSource`; fails with any other: only CloudFront calls it. */
  public override addEventSource(source: lambda.IEventSource): void {
    if (source instanceof CloudFrontEventSource) {
      source.bind(this);
      return;
    }
    throw new ConstructError(this, 'EDGE_CLOUDFRONT_ONLY', 'no event source must be added but those of CloudFront.');
  }

  /** Fails: only CloudFront calls it. */
  public override addEventSourceMapping(id: string, _options: lambda.EventSourceMappingOptions): lambda.EventSourceMapping {
    throw new ConstructError(this, 'EDGE_CLOUDFRONT_ONLY', `the event source mapping ${id} must not be made.`);
  }

  /** Fails: only CloudFront calls it. */
  public override addFunctionUrl(_options?: lambda.FunctionUrlOptions): lambda.FunctionUrl {
    throw new ConstructError(this, 'EDGE_CLOUDFRONT_ONLY', 'no function URL must be added.');
  }

  /** Fails: CloudFront waits for the answer. */
  public override configureAsyncInvoke(_options: lambda.EventInvokeConfigOptions): void {
    throw new ConstructError(this, 'EDGE_CLOUDFRONT_ONLY', 'nothing asynchronous must be configured.');
  }
}
