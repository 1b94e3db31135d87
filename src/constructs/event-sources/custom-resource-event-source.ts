import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CustomResource, Duration, type RemovalPolicy, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ASYNC_RETRY_WAITS_MS } from '../../spec/async-invocation';
import { CUSTOM_TYPE, SERVICE_TIMEOUT, SERVICE_TIMEOUT_MARGIN_SECONDS } from '../../spec/event-sources/custom-resource';
import { fitting, within } from '../check';
import { placeOf } from '../construct-error';
import { warn } from '../construct-warning';
import { timeoutSeconds } from './function-behind';
import { Held } from './held';
import { checkSameRegion } from './same-region';

export interface CustomResourceEventSourceProps {
  /**
   * The type by which the template and the request name the resource: `Custom::` and up to 52 letters, digits, `_`, `@` and `-`.
   *
   * @default AWS::CloudFormation::CustomResource
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
   */
  readonly resourceType?: string;

  /**
   * What the function finds in `ResourceProperties`; CloudFormation makes texts of all values.
   *
   * @default - None but the `ServiceToken`.
   */
  readonly properties?: { [key: string]: any }; // eslint-disable-line @typescript-eslint/no-explicit-any

  /**
   * Whether the names of the properties begin with a capital in the template.
   *
   * @default false
   */
  readonly pascalCaseProperties?: boolean;

  /**
   * How long CloudFormation waits for the answer, 1 second to 1 hour. Give it when something else answers after the function
   * has ended.
   *
   * @default - Three times the timeout of the function and 4 minutes, the time for every attempt of Lambda; an hour at most, and
   * when the timeout of the function is not known.
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
   */
  readonly serviceTimeout?: Duration;

  /**
   * What happens with the resource when it leaves the template; with `RETAIN` the function is not told.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A CloudFormation custom resource that a function answers itself, at the URL of the request.
 *
 * Added to a function, it makes the resource `customResource`. No permission is needed: CloudFormation invokes with the rights of
 * whoever deploys. It waits no longer than the function can be tried, so that a function that crashes does not block the stack
 * for an hour. Fails for a function of another Region.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources-lambda.html
 */
export class CustomResourceEventSource implements lambda.IEventSource {
  private readonly scope: Construct;
  private readonly id: string;
  private readonly props: CustomResourceEventSourceProps;
  private readonly held = new Held<CustomResource>('CustomResourceEventSource');

  constructor(scope: Construct, id: string, props: CustomResourceEventSourceProps = {}) {
    this.scope = scope;
    this.id = id;
    this.props = props;
  }

  /** The resource, with what the function answers as attributes; there when the source was added to a function. */
  public get customResource(): CustomResource {
    return this.held.get('customResource');
  }

  /** Makes the resource, which a function, an alias or a version answers. */
  public bind(target: lambda.IFunction): void {
    const { scope, id, props } = this;
    const place = placeOf(scope, id);
    this.held.checkFree(place);
    if (props.resourceType !== undefined) fitting(place, 'resourceType', props.resourceType, CUSTOM_TYPE);
    const { serviceTimeout: given } = props;
    const seconds = given === undefined || given.isUnresolved() ? undefined : given.toMilliseconds() / 1000;
    if (seconds !== undefined) within(place, 'serviceTimeout', seconds, SERVICE_TIMEOUT);
    checkSameRegion(target, scope, 'CFN-01');

    const timeout = timeoutSeconds(target);
    const serviceTimeout = given ?? (timeout === undefined ? undefined : enoughFor(timeout));
    const resource = new CustomResource(scope, id, { ...props, serviceTimeout, serviceToken: target.functionArn });
    this.held.set(resource);
    if (seconds === undefined || timeout === undefined || Token.isUnresolved(seconds) || seconds >= timeout) return;
    warn(
      resource,
      'SERVICE_TIMEOUT_SHORT',
      `serviceTimeout is ${seconds} s, and ${target.node.path} may run for ${timeout} s (CFN-06).`,
    );
  }
}

/** Time for every attempt of an asynchronous invocation (CFN-06, CFN-07). */
function enoughFor(timeout: number): Duration {
  const waits = ASYNC_RETRY_WAITS_MS.reduce((sum, ms) => sum + ms / 1000, 0);
  const seconds = (ASYNC_RETRY_WAITS_MS.length + 1) * timeout + waits + SERVICE_TIMEOUT_MARGIN_SECONDS;
  return Duration.seconds(Math.min(seconds, SERVICE_TIMEOUT.max));
}
