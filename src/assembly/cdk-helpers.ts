import type { Resource } from './resource';

/** Functions that the CDK adds for itself, by how their logical ids begin. */
const LOGICAL_IDS = [
  'LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a',
  'BucketNotificationsHandler050a0587b7544547bf325f094a3db834',
  'CustomCDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C',
  'CustomS3ObjectCopy',
  // AwsCustomResource.
  'AWS679f53fac002430cb0da5b7982bd2287',
] as const;

/** The same of constructs; nested stacks of the CDK's own are called after the module that needs them. */
const PATHS = [
  // The provider that the modules of the CDK share.
  /CustomResourceProvider\/Handler$/,
  /\/framework-(?:onEvent|isComplete|onTimeout)$/,
  /\/waiter-state-machine$/,
  /\/CertificateRequestorFunction$/,
  /(?:^|\/)@aws-cdk--aws-/,
];

/** The logical ids that the paths above become, for assemblies that do not tell construct paths. */
const LOGICAL_ID_ENDS =
  /(?:CustomResourceProviderHandler|framework(?:onEvent|isComplete|onTimeout)|waiterstatemachine)[0-9A-F]{8}$/;

/** Whether the resource is one that the CDK adds to carry out a deployment, not one of the app's own. */
export function isCdkHelper({ type, logicalId, address }: Resource): boolean {
  if (type !== 'AWS::Lambda::Function' && type !== 'AWS::StepFunctions::StateMachine') return false;
  return (
    LOGICAL_IDS.some((prefix) => logicalId.startsWith(prefix)) ||
    LOGICAL_ID_ENDS.test(logicalId) ||
    PATHS.some((pattern) => pattern.test(address.path))
  );
}
