import type { AwsError } from '../../engine/aws-error';
import { notEmulated } from './context';

/** Members that would make another function than the one that runs here, and what to do instead. */
const NOT_CARRIED_OUT: Readonly<Record<string, string>> = {
  VpcConfig: 'functions use the network of this machine; leave it out.',
  FileSystemConfigs: 'no file system is mounted here; leave it out.',
  ImageConfig: 'container images are not run here; leave it out.',
  KMSKeyArn: 'nothing is encrypted here; leave it out.',
  SourceKMSKeyArn: 'nothing is encrypted here; leave it out.',
  CodeSigningConfigArn: 'signatures of code are not checked here; leave it out.',
  CapacityProviderConfig: 'managed instances are not emulated; leave it out.',
  DurableConfig: 'durable functions are not emulated; leave it out.',
  TenancyConfig: 'tenants are set in the app; leave it out.',
  PublishTo: 'only Publish is; leave it out.',
  S3ObjectStorageMode: 'there is no code in S3 here; leave it out.',
};

/** Refuses by name what is asked for and would not be done; what takes a setting away is already so. */
export function refusedMember(operation: string, input: object): AwsError | undefined {
  for (const [member, instead] of Object.entries(NOT_CARRIED_OUT)) {
    const value = (input as Readonly<Record<string, unknown>>)[member];
    if (!isNothing(value)) return notEmulated(operation, member, instead);
  }
  const { SnapStart } = input as { readonly SnapStart?: { readonly ApplyOn?: string } };
  if (SnapStart?.ApplyOn !== 'PublishedVersions') return undefined;
  return notEmulated(operation, 'SnapStart', 'environments are always started anew; leave it out.');
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  return typeof value === 'object' && Object.values(value).every(isNothing);
}
