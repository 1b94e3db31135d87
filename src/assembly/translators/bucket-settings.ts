import type { BucketSettings, LifecycleRule, Setting } from '../../model/bucket-settings';
import { defined, isList, isObject, type Json, member, textFrom, textMember } from '../json';
import type { Resource } from '../resource';
import { optional, type Translation } from './draft';
import { numberIn } from './json-values';

/** What a bucket tells of itself when it is asked. */
export function bucketSettings(resource: Resource, policy: string | undefined, context: Translation): BucketSettings | undefined {
  const read = <T>(property: string, to: (written: Json) => T) =>
    optional(resource, context, property, () => {
      const written = resource.value(property);
      return written === undefined ? undefined : to(written);
    });
  const settings: BucketSettings = defined({
    lifecycle: read('LifecycleConfiguration', (written) => listOf(member(written, 'Rules')).map(lifecycleRule)),
    encryption: read('BucketEncryption', (written) =>
      listOf(member(written, 'ServerSideEncryptionConfiguration')).map(encryptionRule),
    ),
    publicAccess: read('PublicAccessBlockConfiguration', (written) =>
      Object.fromEntries(PUBLIC_ACCESS.map((name) => [name, isTrue(member(written, name))])),
    ),
    ownership: read('OwnershipControls', (written) => textMember(listOf(member(written, 'Rules'))[0], 'ObjectOwnership')),
    website: read('WebsiteConfiguration', website),
    logging: read('LoggingConfiguration', (written) => ({
      TargetBucket: textMember(written, 'DestinationBucketName') ?? '',
      TargetPrefix: textMember(written, 'LogFilePrefix') ?? '',
    })),
    acceleration: read('AccelerateConfiguration', (written) => textMember(written, 'AccelerationStatus')),
    objectLock: objectLock(read('ObjectLockEnabled', isTrue), read('ObjectLockConfiguration', asSetting)),
    isReplicated: resource.has('ReplicationConfiguration') ? true : undefined,
    accessControl: read('AccessControl', textFrom),
    policy,
  });
  return Object.keys(settings).length > 0 ? settings : undefined;
}

/** The policies of buckets, by the names of those. */
export function bucketPolicies(declared: readonly Resource[], context: Translation): ReadonlyMap<string, string> {
  return new Map(
    declared.flatMap((resource) => {
      const bucket = optional(resource, context, 'Bucket', () => resource.text('Bucket'));
      const document = optional(resource, context, 'PolicyDocument', () => resource.value('PolicyDocument'));
      return bucket === undefined || document === undefined ? [] : [[bucket, JSON.stringify(document)] as const];
    }),
  );
}

const PUBLIC_ACCESS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;

/** CloudFormation has other names, and single rules beside lists of them. */
function lifecycleRule(rule: Json): LifecycleRule {
  const transition = (each: Json) =>
    defined({
      Date: textMember(each, 'TransitionDate'),
      Days: numberIn(each, 'TransitionInDays'),
      StorageClass: textMember(each, 'StorageClass'),
    });
  const noncurrentTransition = (each: Json) =>
    defined({
      NoncurrentDays: numberIn(each, 'TransitionInDays'),
      StorageClass: textMember(each, 'StorageClass'),
      NewerNoncurrentVersions: numberIn(each, 'NewerNoncurrentVersions'),
    });
  const expired = defined({
    Date: textMember(rule, 'ExpirationDate'),
    Days: numberIn(rule, 'ExpirationInDays'),
    ExpiredObjectDeleteMarker: isTrue(member(rule, 'ExpiredObjectDeleteMarker')) ? true : undefined,
  });
  const noncurrent = member(rule, 'NoncurrentVersionExpiration') ?? {};
  const noncurrentExpired = defined({
    NoncurrentDays: numberIn(noncurrent, 'NoncurrentDays') ?? numberIn(rule, 'NoncurrentVersionExpirationInDays'),
    NewerNoncurrentVersions: numberIn(noncurrent, 'NewerNoncurrentVersions'),
  });
  const aborted = numberIn(member(rule, 'AbortIncompleteMultipartUpload'), 'DaysAfterInitiation');
  return defined({
    ID: textMember(rule, 'Id'),
    Status: textMember(rule, 'Status'),
    Filter: lifecycleFilter(rule),
    Expiration: some(expired),
    Transitions: someOf([...listOf(member(rule, 'Transitions')), ...listOf(member(rule, 'Transition'))].map(transition)),
    NoncurrentVersionExpiration: some(noncurrentExpired),
    NoncurrentVersionTransitions: someOf(
      [...listOf(member(rule, 'NoncurrentVersionTransitions')), ...listOf(member(rule, 'NoncurrentVersionTransition'))].map(
        noncurrentTransition,
      ),
    ),
    AbortIncompleteMultipartUpload: aborted === undefined ? undefined : { DaysAfterInitiation: aborted },
  });
}

/** One condition stands alone, several stand together. */
function lifecycleFilter(rule: Json): Setting {
  const tags = listOf(member(rule, 'TagFilters')).map((tag) =>
    defined({ Key: textMember(tag, 'Key'), Value: textMember(tag, 'Value') }),
  );
  const single = defined({
    Prefix: textMember(rule, 'Prefix'),
    ObjectSizeGreaterThan: numberIn(rule, 'ObjectSizeGreaterThan'),
    ObjectSizeLessThan: numberIn(rule, 'ObjectSizeLessThan'),
  });
  const count = Object.keys(single).length + tags.length;
  if (count > 1) return { And: { ...single, ...(tags.length > 0 && { Tags: tags }) } };
  if (tags.length === 1) return { Tag: tags[0] };
  return count === 0 ? { Prefix: '' } : single;
}

function encryptionRule(rule: Json): Setting {
  const byDefault = member(rule, 'ServerSideEncryptionByDefault');
  const applied = {
    SSEAlgorithm: textMember(byDefault, 'SSEAlgorithm'),
    KMSMasterKeyID: textMember(byDefault, 'KMSMasterKeyID'),
  };
  return { ApplyServerSideEncryptionByDefault: defined(applied), BucketKeyEnabled: isTrue(member(rule, 'BucketKeyEnabled')) };
}

function website(written: Json): Setting {
  const index = textMember(written, 'IndexDocument');
  const error = textMember(written, 'ErrorDocument');
  const all = member(written, 'RedirectAllRequestsTo');
  const rules = listOf(member(written, 'RoutingRules')).map((rule) => ({
    ...(isObject(member(rule, 'RoutingRuleCondition')) && { Condition: member(rule, 'RoutingRuleCondition') }),
    Redirect: member(rule, 'RedirectRule'),
  }));
  return defined({
    IndexDocument: index === undefined ? undefined : { Suffix: index },
    ErrorDocument: error === undefined ? undefined : { Key: error },
    RedirectAllRequestsTo: isObject(all) ? all : undefined,
    RoutingRules: someOf(rules),
  });
}

function objectLock(isEnabled: boolean | undefined, written: Setting | undefined): Setting | undefined {
  if (isEnabled !== true && written === undefined) return undefined;
  return { ObjectLockEnabled: 'Enabled', ...(written?.Rule !== undefined && { Rule: written.Rule }) };
}

function asSetting(written: Json): Setting {
  return isObject(written) ? written : {};
}

function isTrue(value: Json | undefined): boolean {
  return textFrom(value) === 'true';
}

function some<T extends object>(value: T): T | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}

function someOf<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length > 0 ? values : undefined;
}

export function listOf(value: Json | undefined): readonly Json[] {
  if (isList(value)) return value;
  return isObject(value) ? [value] : [];
}
