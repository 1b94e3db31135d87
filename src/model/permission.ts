import type { ResourceAddress } from './address';

/** One statement of a function's resource policy, as `AWS::Lambda::Permission` declares it. */
export interface Permission {
  readonly address: ResourceAddress;
  /** `lambda:InvokeFunction`, `lambda:InvokeFunctionUrl`, `lambda:*` … */
  readonly action: string;
  /** A service, an account, an ARN or `*`. */
  readonly principal: string;
  /** The alias name or version number it is for; absent for the unqualified function. */
  readonly qualifier?: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  readonly functionUrlAuthType?: 'AWS_IAM' | 'NONE';
  readonly invokedViaFunctionUrl?: boolean;
  readonly principalOrgId?: string;
  readonly eventSourceToken?: string;
}
