import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import { EDGE_REGION, EDGE_RESTRICTIONS } from '../../spec/edge-limits';
import { atSynthesis } from '../at-synthesis';
import { ConstructError } from '../construct-error';
import { checkAssociation } from '../edge-association';
import { checkEdgeResource } from '../edge-check';
import { isAtEdge } from '../edge-home';
import { allowLogsAtEdge } from '../edge-role';
import { functionResource } from '../function-facts';
import { functionBehind } from './function-behind';
import { Held } from './held';
import { isNumberedVersion } from './numbered-version';

export interface CloudFrontEventSourceProps {
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
 * An event at which CloudFront calls a published version of a function, in the behaviours that are given the association.
 *
 *     const source = new CloudFrontEventSource(cloudfront.LambdaEdgeEventType.VIEWER_REQUEST);
 *     fn.currentVersion.addEventSource(source);
 *     new cloudfront.Distribution(this, 'Site', { defaultBehavior: { origin, edgeLambdas: [source.edgeLambda] } });
 *
 * The function must be in us-east-1; an `EdgeFunction` is so from stacks of every Region, and takes this source itself. The function
 * may write its logs in every Region; aws-cdk-lib lets CloudFront take its role.
 *
 * Fails on everything that Lambda@Edge does not have.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-the-edge.html
 */
export class CloudFrontEventSource implements lambda.IEventSource {
  private readonly eventType: cloudfront.LambdaEdgeEventType;
  private readonly props: CloudFrontEventSourceProps;
  private readonly held = new Held<cloudfront.EdgeLambda>('CloudFrontEventSource');

  /**
   * @param eventType when CloudFront calls
   * @param props how it calls
   */
  constructor(eventType: cloudfront.LambdaEdgeEventType, props: CloudFrontEventSourceProps = {}) {
    this.eventType = eventType;
    this.props = props;
  }

  /** For `edgeLambdas` of behaviours; fails before the source is added to a version. */
  public get edgeLambda(): cloudfront.EdgeLambda {
    return this.held.get('edgeLambda');
  }

  /** Checks the version, and lets its function write logs in every Region. */
  public bind(target: lambda.IFunction): void {
    const { eventType, props } = this;
    const { includeBody } = props;
    this.held.checkFree(target);
    checkVersion(target);
    const fn = functionBehind(target);
    checkAssociation(target, (fn && functionResource(fn)) ?? {}, { eventType, includeBody });
    // What is made for the edge has all of it already.
    if (fn && !isAtEdge(fn)) prepare(target, fn);
    this.held.set({ functionVersion: target as lambda.IVersion, eventType, includeBody });
  }
}

/** EDG-02 */
function checkVersion(target: lambda.IFunction): void {
  if (!isNumberedVersion(target)) {
    throw new ConstructError(
      target,
      'EDGE_VERSION_MISSING',
      'CloudFront calls published versions only, but this is none (EDG-02).',
    );
  }
  const { region } = target.env;
  if (Token.isUnresolved(region) || region === EDGE_REGION) return;
  throw new ConstructError(
    target,
    'EDGE_FUNCTION_REGION',
    `the function must be in ${EDGE_REGION}, but is in ${region} (EDG-02).`,
  );
}

function prepare(target: lambda.IFunction, fn: lambda.Function): void {
  const families: readonly unknown[] = [lambda.RuntimeFamily.NODEJS, lambda.RuntimeFamily.PYTHON];
  if (!families.includes(fn.runtime.family) && fn.runtime !== lambda.Runtime.FROM_IMAGE) {
    const message = `runtime must be of Node.js or Python, but is ${fn.runtime.name} (${EDGE_RESTRICTIONS}).`;
    throw new ConstructError(target, 'EDGE_RUNTIME', message);
  }
  if (PREPARED.has(fn)) return;
  PREPARED.add(fn);
  atSynthesis(fn, (resource) => checkEdgeResource(target, resource));
  if (fn.role) allowLogsAtEdge(target, fn, fn.role, fn);
}

/** A function may be called at several events. */
const PREPARED = new WeakSet<lambda.Function>();
