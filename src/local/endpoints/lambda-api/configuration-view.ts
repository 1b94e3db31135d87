import type { ImageConfig, FunctionConfiguration as View } from '@aws-sdk/client-lambda';
import type { FunctionConfiguration } from '../../../model/function';
import type { ImageSettings } from '../../../model/image';
import { CREATING, RUNTIME_VERSION_HASH } from '../../../spec/control-plane';
import { partitionOf } from '../../../spec/pseudo-parameters';
import type { AwsError } from '../../engine/aws-error';
import { aliasOf, versionOf } from '../../engine/registry/locate';
import { notFound } from '../../engine/registry/not-found';
import { latestOf, type Registered, type RegisteredVersion } from '../../engine/registry/state';
import type { Context } from './context';
import { timestamp } from './dates';

/** What a qualifier leads to: `$LATEST` (undefined) or a version. */
export function resolved(fn: Registered, qualifier: string | undefined): { readonly version?: RegisteredVersion } | AwsError {
  if (qualifier === undefined || qualifier === '$LATEST') return {};
  const number = aliasOf(fn, qualifier)?.version ?? qualifier;
  if (number === '$LATEST') return {};
  const version = versionOf(fn, number);
  return version ? { version } : notFound(`Function not found: ${fn.arn}:${qualifier}`);
}

/** The configuration of `$LATEST`; `arn` is how it was addressed (FN-80, VER-08). */
export async function latestView(fn: Registered, arn: string, context: Context): Promise<View> {
  const { configuration, deadLetterArn } = latestOf(fn);
  return {
    ...(await described(fn, configuration, deadLetterArn, context)),
    FunctionArn: arn,
    Version: '$LATEST',
    LastModified: timestamp(fn.lastModified),
    RevisionId: fn.revisionId,
    ...statusOf(fn),
  };
}

/** That of a published version. */
export async function versionView(fn: Registered, version: RegisteredVersion, arn: string, context: Context): Promise<View> {
  const { CodeSha256, ...rest } = await described(fn, version.configuration, version.deadLetterArn, context);
  return {
    ...rest,
    CodeSha256: version.codeSha256 ?? CodeSha256,
    FunctionArn: arn,
    Version: version.number,
    LastModified: timestamp(version.lastModified),
    RevisionId: version.revisionId,
    ...(version.pendingUntil === undefined ? READY : PENDING),
  };
}

const READY = { State: 'Active', LastUpdateStatus: 'Successful' } as const;
const PENDING = { State: 'Pending', StateReason: CREATING.reason, StateReasonCode: CREATING.code } as const;

/** FN-80, FN-81. */
function statusOf({ condition }: Registered): Partial<View> {
  if (condition.is === 'active') return READY;
  if (condition.is === 'creating') return PENDING;
  return {
    State: 'Active',
    LastUpdateStatus: 'InProgress',
    LastUpdateStatusReason: CREATING.reason,
    LastUpdateStatusReasonCode: CREATING.code as View['LastUpdateStatusReasonCode'],
  };
}

async function described(
  fn: Registered,
  configuration: FunctionConfiguration,
  deadLetterArn: string | undefined,
  { code }: Context,
): Promise<View> {
  const { logging, environment, emptyEnvironment = false, runtime, handler, packageType, image } = configuration;
  const { sha256, bytes } = await code.facts(configuration.code);
  const layers = await Promise.all(
    configuration.layers.flatMap((layer) =>
      layer.arn === undefined ? [] : [code.facts(layer).then((facts) => ({ Arn: layer.arn, CodeSize: facts.bytes }))],
    ),
  );
  return {
    FunctionName: fn.name,
    Runtime: runtime as View['Runtime'],
    Role: configuration.roleArn,
    Handler: handler,
    CodeSize: bytes,
    CodeSha256: sha256,
    Description: configuration.description,
    Timeout: configuration.timeoutSeconds,
    MemorySize: configuration.memoryMb,
    ...(deadLetterArn !== undefined && { DeadLetterConfig: { TargetArn: deadLetterArn } }),
    ...((emptyEnvironment || Object.keys(environment).length > 0) && { Environment: { Variables: { ...environment } } }),
    TracingConfig: { Mode: configuration.tracing },
    ...(layers.length > 0 && { Layers: layers }),
    PackageType: packageType,
    ...(image && { ImageConfigResponse: { ImageConfig: imageConfig(image) } }),
    Architectures: [configuration.architecture],
    EphemeralStorage: { Size: configuration.ephemeralStorageMb },
    ...(fn.isolatesTenants && { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } }),
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    ...(runtime !== undefined && { RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(fn.region) } }),
    LoggingConfig: {
      LogFormat: logging.format,
      ApplicationLogLevel: logging.applicationLevel as NonNullable<View['LoggingConfig']>['ApplicationLogLevel'],
      SystemLogLevel: logging.systemLevel as NonNullable<View['LoggingConfig']>['SystemLogLevel'],
      LogGroup: logging.group,
    },
  };
}

function imageConfig({ entryPoint, command, workingDirectory }: ImageSettings): ImageConfig {
  return {
    ...(entryPoint && { EntryPoint: [...entryPoint] }),
    ...(command && { Command: [...command] }),
    ...(workingDirectory !== undefined && { WorkingDirectory: workingDirectory }),
  };
}

/** Which build of a runtime it is cannot be told; the form is Lambda's. */
export function runtimeVersionArn(region: string): string {
  return `arn:${partitionOf(region).id}:lambda:${region}::runtime:${RUNTIME_VERSION_HASH}`;
}
