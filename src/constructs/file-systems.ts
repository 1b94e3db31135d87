import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { ACCESS_POINT_ARN, DIRECT_S3_READ_FROM_MB, FILE_SYSTEMS, MOUNT_PATH, S3_FILES_ARN } from '../spec/file-systems';
import { FUNCTION_DEFAULTS } from '../spec/function-defaults';
import { atSynthesis } from './at-synthesis';
import { fitting, within } from './check';
import { ConstructError, type Place } from './construct-error';
import { warn } from './construct-warning';
import type { FunctionOptions } from './function-options';

/** Refuses a file system that Lambda would not mount (FN-61). */
export function checkFileSystemOption(place: Place, { filesystem, vpc, vpcAccess }: FunctionOptions): void {
  if (!filesystem) return;
  if (!vpc && !vpcAccess) {
    throw new ConstructError(place, 'FILE_SYSTEM_WITHOUT_VPC', 'filesystem must not be given to a function outside a VPC.');
  }
  fitting(place, 'the mount path of filesystem', filesystem.config.localMountPath, MOUNT_PATH);
  fitting(place, 'the ARN of filesystem', filesystem.config.arn, ACCESS_POINT_ARN);
}

/** Checks what can also be set on the resource itself, which has options that the props have not. */
export function checkFileSystemsAtSynthesis(fn: lambda.Function): void {
  atSynthesis(fn, (resource) => {
    const mounts: unknown = Stack.of(fn).resolve(resource.fileSystemConfigs);
    if (!Array.isArray(mounts)) return;
    within(fn, 'the number of file systems', mounts.length, FILE_SYSTEMS);
    for (const mount of mounts as Mount[]) checkMount(fn, resource, mount);
  });
}

/** Of what older releases of the CDK do not know, too. */
interface Mount {
  readonly arn?: unknown;
  readonly localMountPath?: unknown;
  readonly s3FilesConfig?: { readonly directS3Read?: unknown };
}

function checkMount(fn: lambda.Function, resource: lambda.CfnFunction, { arn, localMountPath, s3FilesConfig }: Mount): void {
  if (typeof localMountPath === 'string') fitting(fn, 'the mount path of filesystem', localMountPath, MOUNT_PATH);
  if (typeof arn === 'string') fitting(fn, 'the ARN of filesystem', arn, ACCESS_POINT_ARN);
  const directS3Read = s3FilesConfig?.directS3Read;
  if (directS3Read === undefined) return;
  if (typeof arn === 'string' && !S3_FILES_ARN.test(arn)) {
    throw new ConstructError(fn, 'DIRECT_S3_READ_OF_EFS', `directS3Read must not be given for ${arn}.`);
  }
  const memory = resource.memorySize ?? FUNCTION_DEFAULTS.memoryMb;
  if (directS3Read !== 'AUTO' || !(memory < DIRECT_S3_READ_FROM_MB)) return;
  warn(
    fn,
    'DIRECT_S3_READ_IDLE',
    `directS3Read is AUTO, which reads directly from ${DIRECT_S3_READ_FROM_MB} MB on, and memorySize is ${memory} MB.`,
  );
}
