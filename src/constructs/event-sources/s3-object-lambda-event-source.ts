import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3objectlambda from 'aws-cdk-lib/aws-s3objectlambda';
import type { Construct } from 'constructs';
import { RESPONSE_ACTION } from '../../spec/event-sources/s3-object-lambda';
import { placeOf } from '../construct-error';
import { allowBeside } from './allow-beside';
import { Held } from './held';
import { warnOfRetired } from './retired';

export interface S3ObjectLambdaEventSourceProps {
  /** The ARN of the S3 access point that has the objects. */
  readonly supportingAccessPoint: string;

  /**
   * The calls that the function answers.
   *
   * @default ['GetObject']
   */
  readonly actions?: string[];

  /**
   * The name of the access point.
   *
   * @default - A name that CloudFormation makes.
   */
  readonly accessPointName?: string;

  /**
   * A text that the function finds in `configuration.payload`.
   *
   * @default - None.
   */
  readonly payload?: string;

  /**
   * Whether the role of the function may write responses already, so that nothing is added to it. For roles that cannot be
   * changed here.
   *
   * @default false
   */
  readonly roleHasPermissions?: boolean;
}

/**
 * An access point of S3 Object Lambda, whose answers a function makes.
 *
 * S3 Object Lambda has been closed to new customers since 7 November 2025. Added to a function, it makes `accessPoint`. The role of
 * the function may write responses of this access point; who reads must be allowed to invoke the function. Warns.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/transforming-objects.html
 */
export class S3ObjectLambdaEventSource implements lambda.IEventSource {
  private readonly scope: Construct;
  private readonly id: string;
  private readonly props: S3ObjectLambdaEventSourceProps;
  private readonly held = new Held<s3objectlambda.CfnAccessPoint>('S3ObjectLambdaEventSource');

  constructor(scope: Construct, id: string, props: S3ObjectLambdaEventSourceProps) {
    this.scope = scope;
    this.id = id;
    this.props = props;
  }

  /** The access point; there when the source was added to a function. */
  public get accessPoint(): s3objectlambda.CfnAccessPoint {
    return this.held.get('accessPoint');
  }

  /** Makes the access point, whose answers a function, an alias or a version makes. */
  public bind(target: lambda.IFunction): void {
    const { scope, id, props } = this;
    const { supportingAccessPoint, payload: functionPayload, actions = ['GetObject'] } = props;
    this.held.checkFree(placeOf(scope, id));
    const accessPoint = new s3objectlambda.CfnAccessPoint(scope, id, {
      name: props.accessPointName,
      objectLambdaConfiguration: {
        supportingAccessPoint,
        transformationConfigurations: [
          {
            actions,
            contentTransformation: {
              AwsLambda: { FunctionArn: target.functionArn, ...(functionPayload && { FunctionPayload: functionPayload }) },
            },
          },
        ],
      },
    });
    if (actions.includes('GetObject')) {
      const statement = new iam.PolicyStatement({ actions: [RESPONSE_ACTION], resources: [accessPoint.attrArn] });
      allowBeside(target, accessPoint, 'Responses', [statement], props.roleHasPermissions);
    }
    warnOfRetired(accessPoint, 'S3 Object Lambda');
    this.held.set(accessPoint);
  }
}
