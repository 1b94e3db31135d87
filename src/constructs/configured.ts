import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Place } from './construct-error';
import { checkDurable } from './durable';
import { scopedFileSystem } from './file-system-scope';
import { checkFileSystemOption } from './file-systems';
import { checkConfiguration } from './function-configuration';
import type { FunctionOptions } from './function-options';
import { checkLogOptions } from './log-group';
import { checkRole } from './role-check';
import { checkPlainVpc } from './vpc/plain-vpc';
import { withVpc } from './vpc/vpc-options';

/** Checks the options of a function of any kind, and gives them as `lambda.Function` takes them, with our defaults. */
export function configured(
  place: Place,
  scope: Construct,
  id: string,
  options: FunctionOptions,
  architecture: lambda.Architecture = lambda.Architecture.ARM_64,
): lambda.FunctionOptions {
  checkConfiguration(place, scope, options);
  checkLogOptions(place, options);
  checkDurable(place, options);
  checkPlainVpc(place, options);
  checkFileSystemOption(place, options);
  if (options.role) checkRole(place, scope, options.role);

  // The log group is made after the function, and carries these out.
  const {
    logRetention: _retention,
    logRemovalPolicy: _removal,
    durableEncryption: _key,
    compactPermissions: _compact,
    ...others
  } = options;
  return {
    ...withVpc(scope, id, others),
    filesystem: others.filesystem && scopedFileSystem(others.filesystem),
    architecture: options.architecture ?? architecture,
    // aws-cdk-lib refuses a format that is given twice.
    loggingFormat: options.loggingFormat ?? (options.logFormat === undefined ? lambda.LoggingFormat.JSON : undefined),
  };
}
