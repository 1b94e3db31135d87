import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { LOG_RETENTION_DAYS } from '../spec/construct-defaults';
import { ConstructError, type Place } from './construct-error';

const ID = 'LogGroup';

/** The options that aws-cdk-lib carries out with a custom resource of its own. */
export function checkLogOptions(place: Place, options: lambda.FunctionOptions): void {
  for (const prop of ['logRetentionRole', 'logRetentionRetryOptions'] as const) {
    if (options[prop] !== undefined) throw new ConstructError(place, 'LOG_RETENTION_LEGACY', `${prop} has nothing to do.`);
  }
  for (const prop of ['logRetention', 'logRemovalPolicy'] as const) {
    if (!options.logGroup || options[prop] === undefined) continue;
    throw new ConstructError(place, 'LOG_GROUP_TWICE', `${prop} must not be given together with logGroup.`);
  }
}

/** Makes a log group for a function that was given none; gives the ARN of the one it has. */
export function giveLogGroup(fn: lambda.Function, options: lambda.FunctionOptions): string {
  if (options.logGroup) return arnOf(options.logGroup);

  const resource = dropLogGroup(fn);
  const group = new logs.LogGroup(fn, ID, {
    retention: options.logRetention ?? LOG_RETENTION_DAYS,
    removalPolicy: options.logRemovalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  const logging = resource.loggingConfig as lambda.CfnFunction.LoggingConfigProperty | undefined;
  resource.loggingConfig = { ...logging, logGroup: group.logGroupName };
  return group.logGroupArn;
}

/** Takes away the log group without a retention that aws-cdk-lib has made, when the app has its feature flag; gives the resource. */
export function dropLogGroup(fn: lambda.Function): lambda.CfnFunction {
  const resource = fn.node.defaultChild;
  if (!(resource instanceof lambda.CfnFunction)) throw new Error(`bug: ${fn.node.path} is no function`);
  fn.node.tryRemoveChild(ID);
  const logging = resource.loggingConfig as lambda.CfnFunction.LoggingConfigProperty | undefined;
  resource.loggingConfig = logging && { ...logging, logGroup: undefined };
  return resource;
}

/** The log group that was made here; undefined when one was given. */
export function ownLogGroup(fn: lambda.Function): logs.ILogGroup | undefined {
  return fn.node.tryFindChild(ID) as logs.ILogGroup | undefined;
}

/** Older releases of the CDK have no `logGroupRef` on every log group, newer ones take groups that have nothing else. */
function arnOf(group: NonNullable<lambda.FunctionOptions['logGroup']>): string {
  return (group as Partial<logs.ILogGroup>).logGroupArn ?? group.logGroupRef.logGroupArn;
}
