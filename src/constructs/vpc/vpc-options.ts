import type { FunctionOptions } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { placeOf } from '../construct-error';
import type { VpcAccess } from './vpc-access';
import { refuseVpcProps } from './vpc-props';

/** The prop that attaches any function of this package to a VPC. */
export interface VpcProps {
  /**
   * The VPC that the function is attached to, and how.
   *
   * Not together with `vpc` and the other props of aws-cdk-lib for the same.
   *
   * @default - as `vpc` says; without it the function is in no VPC
   */
  readonly vpcAccess?: VpcAccess;
}

/** The options of a function that is about to be made, with those of the VPC in place of `vpcAccess`. */
export function withVpc<T extends FunctionOptions>(scope: Construct, id: string, options: T & VpcProps): Omit<T, 'vpcAccess'> {
  const { vpcAccess, ...others } = options;
  if (!vpcAccess) return others;
  refuseVpcProps(placeOf(scope, id), 'vpcAccess', others);
  return { ...others, ...vpcAccess._attach(scope, id, others) };
}
