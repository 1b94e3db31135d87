import type { AwsServiceId } from '../../../spec/aws-services';
import type { AwsError } from '../aws-error';
import type { Call } from '../service-port';

/** Whom IAM lets in. */
export interface Gate {
  /** What the service answers to somebody who may not do it; undefined for those who may, or are let in all the same. */
  refusal(service: AwsServiceId, operation: string, input: object, call: Call): AwsError | undefined;
}
