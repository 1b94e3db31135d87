import * as iam from 'aws-cdk-lib/aws-iam';
import type * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { type Duration, type Size, SizeRoundingBehavior } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import {
  TRANSFORM_ACTIONS,
  TRANSFORM_BUFFER_INTERVAL,
  TRANSFORM_BUFFER_SIZE,
  TRANSFORM_RETRIES,
  TRANSFORM_TIMEOUT_SECONDS,
} from '../../spec/event-sources/firehose';
import { within } from '../check';
import { ConstructError } from '../construct-error';
import { timeoutSeconds } from './function-behind';
import { Held } from './held';
import { isQualified } from './qualifier';

export interface FirehoseEventSourceProps {
  /**
   * How long records are gathered for one invocation: whole seconds from 0 to 900.
   *
   * @default - As Firehose does: 60 seconds for most destinations.
   * @see https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
   */
  readonly bufferInterval?: Duration;

  /**
   * How much is gathered for one invocation: 0.2 to 3 MB.
   *
   * @default - As Firehose does: 1 MB for most destinations.
   * @see https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
   */
  readonly bufferSize?: Size;

  /**
   * How often a failed invocation is tried again: a whole number from 0 to 300.
   *
   * @default 3
   */
  readonly retries?: number;
}

/**
 * A function that changes, drops or splits up the records of a Firehose delivery stream.
 *
 * Added to a function, it makes `processor`, for the destinations of delivery streams. The role of each may invoke exactly this
 * function, alias or version. Fails when the function may run for longer than the 5 minutes that Firehose waits.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 */
export class FirehoseEventSource implements lambda.IEventSource {
  private readonly props: FirehoseEventSourceProps;
  private readonly held = new Held<firehose.IDataProcessor>('FirehoseEventSource');

  constructor(props: FirehoseEventSourceProps = {}) {
    this.props = props;
  }

  /** What a destination takes as processor; there when the source was added to a function. */
  public get processor(): firehose.IDataProcessor {
    return this.held.get('processor');
  }

  /** Lets delivery streams invoke a function, an alias or a version. */
  public bind(target: lambda.IFunction): void {
    const { bufferInterval, bufferSize, retries } = this.props;
    this.held.checkFree(target);
    if (bufferInterval !== undefined && !bufferInterval.isUnresolved()) {
      within(target, 'bufferInterval', bufferInterval.toMilliseconds() / 1000, TRANSFORM_BUFFER_INTERVAL);
    }
    if (bufferSize !== undefined && !bufferSize.isUnresolved()) {
      within(target, 'bufferSize', megabytes(bufferSize), TRANSFORM_BUFFER_SIZE);
    }
    if (retries !== undefined) within(target, 'retries', retries, TRANSFORM_RETRIES);
    const timeout = timeoutSeconds(target);
    if (timeout !== undefined && timeout > TRANSFORM_TIMEOUT_SECONDS) {
      throw new ConstructError(
        target,
        'TRANSFORM_TOO_LONG',
        `timeout must not be above ${TRANSFORM_TIMEOUT_SECONDS} s for Firehose, but is ${timeout} s (FHS-03).`,
      );
    }
    this.held.set(new ExactProcessor(target, this.props));
  }
}

/** The processor of aws-cdk-lib lets the stream invoke every version and alias of a function, and rounds sizes. */
class ExactProcessor implements firehose.IDataProcessor {
  public readonly props: firehose.DataProcessorProps;

  constructor(
    private readonly target: lambda.IFunction,
    props: FirehoseEventSourceProps,
  ) {
    this.props = props;
  }

  public bind(_scope: Construct, { role }: firehose.DataProcessorBindOptions): firehose.DataProcessorConfig {
    const { functionArn } = this.target;
    // Firehose adds the qualifier itself when the ARN has none (FHS-01).
    const resources = isQualified(this.target) ? [functionArn] : [functionArn, `${functionArn}:$LATEST`];
    role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: [...TRANSFORM_ACTIONS], resources }));

    const { bufferInterval, bufferSize, retries } = this.props;
    const processorIdentifier = { parameterName: 'LambdaArn', parameterValue: functionArn };
    const values = {
      BufferIntervalInSeconds: bufferInterval?.toSeconds(),
      BufferSizeInMBs: bufferSize && megabytes(bufferSize),
      NumberOfRetries: retries,
    };
    return {
      processorType: 'Lambda',
      processorIdentifier,
      parameters: [
        { parameterName: 'RoleArn', parameterValue: role.roleArn },
        processorIdentifier,
        ...Object.entries(values).flatMap(([parameterName, value]) =>
          value === undefined ? [] : [{ parameterName, parameterValue: String(value) }],
        ),
      ],
    };
  }
}

function megabytes(size: Size): number {
  return size.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
}
