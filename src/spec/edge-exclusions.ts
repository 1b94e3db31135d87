import { EDGE_STORAGE } from './edge-limits';

/**
 * Options of functions that are not for the edge, and why (EDGE-02, EDGE-03).
 *
 * Reserved concurrency, SnapStart and what is newer stand here because nothing says that Lambda@Edge has them.
 */
export const EDGE_EXCLUDED_OPTIONS: Readonly<Record<string, string>> = {
  environment: 'Lambda@Edge has no environment variables',
  environmentEncryption: 'Lambda@Edge has no environment variables',
  profiling: 'Lambda@Edge has no environment variables',
  profilingGroup: 'Lambda@Edge has no environment variables',
  vpc: 'Lambda@Edge has no VPC',
  vpcAccess: 'Lambda@Edge has no VPC',
  vpcSubnets: 'Lambda@Edge has no VPC',
  securityGroups: 'Lambda@Edge has no VPC',
  filesystem: 'Lambda@Edge has no VPC',
  deadLetterQueue: 'CloudFront waits for the answer, there are no dead letters',
  deadLetterQueueEnabled: 'CloudFront waits for the answer, there are no dead letters',
  deadLetterTopic: 'CloudFront waits for the answer, there are no dead letters',
  onFailure: 'CloudFront waits for the answer, nothing is asynchronous',
  onSuccess: 'CloudFront waits for the answer, nothing is asynchronous',
  maxEventAge: 'CloudFront waits for the answer, nothing is asynchronous',
  retryAttempts: 'CloudFront waits for the answer, nothing is asynchronous',
  events: 'only CloudFront calls it',
  layers: 'Lambda@Edge has no layers',
  insightsVersion: 'Lambda@Edge has no layers',
  adotInstrumentation: 'Lambda@Edge has no layers',
  paramsAndSecrets: 'Lambda@Edge has no layers',
  tracing: 'Lambda@Edge has no X-Ray',
  architecture: 'Lambda@Edge has x86_64 only',
  ephemeralStorageSize: 'Lambda@Edge has 512 MB only',
  runtimeManagementMode: 'Lambda@Edge has the runtime management Auto only',
  reservedConcurrentExecutions: 'Lambda@Edge has the concurrency of each Region',
  snapStart: 'Lambda@Edge has no SnapStart',
  durableConfig: 'Lambda@Edge has no durable functions',
  durableEncryption: 'Lambda@Edge has no durable functions',
  tenancyConfig: 'Lambda@Edge has no tenant isolation',
  codeSigningConfig: 'Lambda@Edge is not known to have code signing',
  logGroup: 'the logs are in the Regions where the function runs',
  logRetention: 'the logs are in the Regions where the function runs',
  logRetentionRole: 'the logs are in the Regions where the function runs',
  logRetentionRetryOptions: 'the logs are in the Regions where the function runs',
  logRemovalPolicy: 'the logs are in the Regions where the function runs',
  currentVersionOptions: 'the version is made for CloudFront; `removalPolicy` says what becomes of it',
};

/** A property of `AWS::Lambda::Function` that is not for the edge (EDGE-02, EDGE-03). */
interface EdgeExclusion {
  readonly property: string;
  /** What may stand there all the same; without it nothing may. */
  readonly allows?: (value: unknown) => boolean;
  readonly why: string;
}

const field = (value: unknown, name: string): unknown => (value as Readonly<Record<string, unknown>> | undefined)?.[name];
const isEmpty = (value: unknown): boolean => Object.keys(value ?? {}).length === 0;

/** What the template of a function must not have; what is not known yet is let through. */
export const EDGE_EXCLUDED_PROPERTIES: readonly EdgeExclusion[] = [
  {
    property: 'Environment',
    allows: (value) => isEmpty(field(value, 'Variables')),
    why: 'Lambda@Edge has no environment variables',
  },
  { property: 'KmsKeyArn', why: 'Lambda@Edge has no environment variables' },
  { property: 'VpcConfig', why: 'Lambda@Edge has no VPC' },
  { property: 'FileSystemConfigs', allows: isEmpty, why: 'Lambda@Edge has no VPC' },
  { property: 'DeadLetterConfig', why: 'CloudFront waits for the answer, there are no dead letters' },
  { property: 'Layers', allows: isEmpty, why: 'Lambda@Edge has no layers' },
  { property: 'TracingConfig', allows: (value) => field(value, 'Mode') !== 'Active', why: 'Lambda@Edge has no X-Ray' },
  {
    property: 'Architectures',
    allows: (value) => !JSON.stringify(value).includes('arm64'),
    why: 'Lambda@Edge has x86_64 only',
  },
  {
    property: 'EphemeralStorage',
    allows: (value) => {
      const size = field(value, 'Size');
      return typeof size !== 'number' || size <= EDGE_STORAGE;
    },
    why: 'Lambda@Edge has 512 MB only',
  },
  { property: 'PackageType', allows: (value) => value !== 'Image', why: 'Lambda@Edge has no container images' },
  { property: 'ImageConfig', why: 'Lambda@Edge has no container images' },
  {
    property: 'RuntimeManagementConfig',
    allows: (value) => field(value, 'UpdateRuntimeOn') === 'Auto',
    why: 'Lambda@Edge has the runtime management Auto only',
  },
  { property: 'ReservedConcurrentExecutions', why: 'Lambda@Edge has the concurrency of each Region' },
  { property: 'SnapStart', allows: (value) => field(value, 'ApplyOn') === 'None', why: 'Lambda@Edge has no SnapStart' },
  { property: 'DurableConfig', why: 'Lambda@Edge has no durable functions' },
  { property: 'TenancyConfig', why: 'Lambda@Edge has no tenant isolation' },
  { property: 'CapacityProviderConfig', why: 'Lambda@Edge has no capacity providers' },
  {
    property: 'Code',
    allows: (value) => field(value, 'SourceKMSKeyArn') === undefined,
    why: 'Lambda@Edge has no key of yours for the code',
  },
];
