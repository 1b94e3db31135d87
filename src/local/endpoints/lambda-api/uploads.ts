import type { Code } from '../../../model/code';
import { CODE_QUOTAS } from '../../../spec/control-plane';
import { type AwsError, awsError } from '../../engine/aws-error';
import { invalidParameter } from '../../engine/registry/preconditions';
import { type Context, notEmulated } from './context';

/** Where a request says that the code is. */
export interface CodeSource {
  readonly ZipFile?: Uint8Array;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly ImageUri?: string;
}

/** Takes in the code of a request (FN-21 to FN-24, FN-29). */
export async function codeFrom(
  source: CodeSource,
  { operation, code }: Context,
): Promise<{ readonly code: Code; readonly sha256: string } | AwsError> {
  if (source.S3Bucket !== undefined || source.S3Key !== undefined) {
    return notEmulated(operation, 'S3Bucket and S3Key', 'give the archive itself as ZipFile.');
  }
  if (source.ImageUri !== undefined) {
    return notEmulated(operation, 'ImageUri', 'give a .zip archive as ZipFile; container images are not run here.');
  }
  // The text is known of clients that asked for nothing at all.
  if (source.ZipFile === undefined) return invalidParameter('Please provide a source for function code.');
  if (source.ZipFile.length > CODE_QUOTAS.zipped) {
    return awsError('RequestEntityTooLargeException', 413, `Zipped size must be smaller than ${CODE_QUOTAS.zipped} bytes`);
  }
  const taken = await code.takeIn(source.ZipFile, CODE_QUOTAS.unzipped);
  if (taken.kind === 'broken') {
    return invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.');
  }
  if (taken.kind === 'tooLarge') {
    return invalidParameter(`Unzipped size must be smaller than ${CODE_QUOTAS.unzipped} bytes`);
  }
  return { code: taken.code, sha256: taken.sha256 };
}
