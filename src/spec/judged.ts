/** The type of the metadata by which our constructs tell the rules what they have looked at themselves. */
export const JUDGED = 'cdk-lambda-kit:judged';

/** The network of a function, a subnet or a VPC. */
export const JUDGED_NETWORK = 'cdk-lambda-kit:network';
