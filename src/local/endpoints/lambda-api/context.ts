import type { FunctionConfiguration } from '../../../model/function';
import type { FunctionUrl } from '../../../model/function-url';
import type { LayerVersion } from '../../../model/layer';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { CodeLibrary } from '../../engine/code-library';
import type { Lambda } from '../../engine/ports';
import type { LiveRegistry } from '../../engine/registry/live-registry';
import { type Located, locate, type Missing } from '../../engine/registry/locate';
import type { Instant } from '../../time/clock';

/** What the operations of Lambda's API work with. */
export interface LambdaApi {
  readonly registry: LiveRegistry;
  readonly code: CodeLibrary;
  readonly lambda: Lambda;
  readonly layers: readonly LayerVersion[];
  /** When the run began: what the app declares is as old. */
  readonly startedAt: Instant;
  /** Where a function URL is served. */
  readonly hrefOf: (url: FunctionUrl) => string;
  /** Why a configuration cannot be run here, as a sentence. */
  readonly refuses: (configuration: FunctionConfiguration) => string | undefined;
  /** How far the environments are that a version keeps ready. @default all are there */
  readonly provisionedStatus?: (functionArn: string, version: string) => ProvisionedStatus | undefined;
}

export interface ProvisionedStatus {
  readonly available: number;
  readonly state: 'IN_PROGRESS' | 'READY' | 'FAILED';
}

/** The same, for one call. */
export interface Context extends LambdaApi {
  readonly requestId: string;
  /** As the caller sent it. */
  readonly traceHeader?: string;
  readonly operation: string;
  readonly region: string;
  readonly account: string;
}

/** One operation: the input has the members of the SDK's request, the output those of its response. */
export type LambdaOperation<Input, Output> = (input: Input, context: Context) => Output | AwsError | Promise<Output | AwsError>;

export function isError(value: unknown): value is AwsError {
  return typeof value === 'object' && value !== null && (value as { readonly kind?: unknown }).kind === 'awsError';
}

/** The function that a request is about. */
export function find(
  { registry, region }: Context,
  { FunctionName, Qualifier }: { readonly FunctionName: string; readonly Qualifier?: string },
  missing?: Missing,
): Located | AwsError {
  return locate(registry.functions, FunctionName, Qualifier, { region, ...(missing && { missing }) });
}

/** A member that would change what happens, and that nothing here carries out. */
export function notEmulated(operation: string, member: string, instead: string): AwsError {
  return awsError('NotEmulatedException', 400, `lambda-kit does not emulate ${member} of ${operation}: ${instead}`);
}
