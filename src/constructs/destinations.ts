import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnResource, Reference, Token, Tokenization } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { ConstructError } from './construct-error';

/** The same destination, which refuses when it turns out to be one that Lambda does not send to (INV-61, INV-68). */
export class CheckedDestination implements lambda.IDestination {
  constructor(
    private readonly prop: 'onFailure' | 'onSuccess',
    private readonly destination: lambda.IDestination,
  ) {}

  bind(scope: Construct, fn: lambda.IFunction, options?: lambda.DestinationOptions): lambda.DestinationConfig {
    const config = this.destination.bind(scope, fn, options);
    const target = constructOf(config.destination);
    const arn = Token.isUnresolved(config.destination) ? '' : config.destination;

    if (target !== undefined && target === fn.node.defaultChild) {
      throw new ConstructError(fn, 'DESTINATION_ITSELF', `${this.prop} must not be the function itself.`);
    }
    if (isFifo(target) || /:(sqs|sns):.*\.fifo$/.test(arn)) {
      const name = target ? ` ${target.node.path}` : ` ${arn}`;
      throw new ConstructError(fn, 'DESTINATION_FIFO', `${this.prop} must not be a FIFO queue or topic, as${name} is.`);
    }
    if (this.prop === 'onSuccess' && (isOf('AWS::S3::Bucket', target) || /^arn:[\w-]+:s3:/.test(arn))) {
      throw new ConstructError(fn, 'DESTINATION_S3_ON_SUCCESS', 'onSuccess must not be a bucket.');
    }
    return config;
  }
}

/** By the type's name: most apps load none of these services' modules. */
function isFifo(target: IConstruct | undefined): boolean {
  const { fifoQueue, fifoTopic } = (target ?? {}) as { readonly fifoQueue?: unknown; readonly fifoTopic?: unknown };
  return (isOf('AWS::SQS::Queue', target) && fifoQueue === true) || (isOf('AWS::SNS::Topic', target) && fifoTopic === true);
}

function isOf(type: string, target: IConstruct | undefined): boolean {
  return target !== undefined && CfnResource.isCfnResource(target) && target.cfnResourceType === type;
}

/** What of this app has this ARN; undefined for what was imported. */
export function constructOf(arn: string): IConstruct | undefined {
  const { firstToken, length } = Tokenization.reverseString(arn);
  return length === 1 && Reference.isReference(firstToken) ? firstToken.target : undefined;
}
