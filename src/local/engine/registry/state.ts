import type { EventSourceMapping } from '../../../model/event-source-mapping';
import type { Alias, AsyncConfiguration, FunctionConfiguration, LambdaFunction, Version } from '../../../model/function';
import type { FunctionUrl } from '../../../model/function-url';
import type { Permission } from '../../../model/permission';
import type { SourceKind } from '../../../spec/event-source-mapping';
import type { Instant } from '../../time/clock';

/** Every function of a run with all that can be changed of it; replaced as a whole, so that a part that is the same is unchanged. */
export interface RegistryState {
  /** Environments that may be busy at once in one account and Region (CON-01). */
  readonly accountConcurrency: number;
  readonly functions: readonly Registered[];
  readonly mappings: readonly RegisteredMapping[];
  /** The highest version number that was ever given, by the function's ARN: none is given twice (VER-01). */
  readonly published: Readonly<Record<string, number>>;
}

/** A function as Lambda knows it; what it is now can be read like that of an app. */
export interface Registered extends LambdaFunction {
  readonly revisionId: string;
  readonly lastModified: Instant;
  readonly condition: Condition;
  readonly versions: readonly RegisteredVersion[];
  readonly aliases: readonly RegisteredAlias[];
  readonly urls: readonly RegisteredUrl[];
  readonly permissions: readonly RegisteredPermission[];
  readonly asyncConfigurations: readonly RegisteredAsyncConfiguration[];
  readonly tags: Readonly<Record<string, string>>;
  /** FN-72. */
  readonly recursiveLoop: 'Terminate' | 'Allow';
}

/** Where `$LATEST` stands (FN-80 to FN-82). */
export type Condition =
  | { readonly is: 'active' }
  /** It cannot be invoked before it is ready. */
  | { readonly is: 'creating'; readonly until: Instant }
  /** What it was is invoked until the update is done. */
  | { readonly is: 'updating'; readonly until: Instant; readonly next: Latest };

/** What an update replaces. */
export interface Latest {
  readonly configuration: FunctionConfiguration;
  readonly deadLetterArn?: string;
}

export interface RegisteredVersion extends Version {
  readonly revisionId: string;
  readonly lastModified: Instant;
  /** What `$LATEST` was when it was published, so that the next publication can tell whether something is new (VER-02). */
  readonly from: FunctionConfiguration;
  /** Of its code; absent when the app itself declares the version. */
  readonly codeSha256?: string;
  /** Absent when it is ready. */
  readonly pendingUntil?: Instant;
  readonly provisioned?: Provisioned;
}

export interface RegisteredAlias extends Alias {
  readonly revisionId: string;
  readonly description: string;
  readonly provisioned?: Provisioned;
}

/** Provisioned concurrency of a version or an alias (CON-04); how much is asked for stands in `provisionedConcurrency`. */
export interface Provisioned {
  readonly lastModified: Instant;
}

export interface RegisteredUrl extends FunctionUrl {
  readonly created: Instant;
  readonly lastModified: Instant;
}

export interface RegisteredPermission extends Permission {
  readonly sid: string;
}

export interface RegisteredAsyncConfiguration extends AsyncConfiguration {
  readonly lastModified: Instant;
}

/** An event source mapping (ESM-30 to ESM-36). */
export interface RegisteredMapping extends Omit<EventSourceMapping, 'address'> {
  readonly arn: string;
  readonly kind: SourceKind;
  readonly state: 'Creating' | 'Enabling' | 'Enabled' | 'Updating' | 'Disabling' | 'Disabled' | 'Deleting';
  /** Until when `state` is on its way to another. */
  readonly until?: Instant;
  readonly lastModified: Instant;
  readonly lastProcessingResult?: string;
}

/** When something is done, and where its ids come from. */
export interface Moment {
  readonly now: Instant;
  readonly newId: () => string;
}

/** The function with this one in the place of the one of its ARN. */
export function withFunction(state: RegistryState, changed: Registered): RegistryState {
  return { ...state, functions: state.functions.map((fn) => (fn.arn === changed.arn ? changed : fn)) };
}

/** What `$LATEST` is, or will be when the update under way has ended: what the API tells of it. */
export function latestOf(fn: Registered): Latest {
  if (fn.condition.is === 'updating') return fn.condition.next;
  return { configuration: fn.configuration, ...(fn.deadLetterArn !== undefined && { deadLetterArn: fn.deadLetterArn }) };
}
