import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';
import type { Instant } from '../../time/clock';
import type { HeldSecret, HeldVersion } from './store';

const DAY_MS = 86_400_000;

/** Labels as answers have them. */
export function stagesOf({ stages }: HeldVersion): string[] {
  return [...stages].sort();
}

/** When something was last read is told by the day. */
export function dayOf(instant: Instant): Date {
  return new Date(Math.floor(instant / DAY_MS) * DAY_MS);
}

interface Described extends SecretListEntry {
  /** Of the versions that have labels. */
  readonly stages?: Record<string, string[]>;
}

/** What is told of a secret beside its values. */
export function described(secret: HeldSecret): Described {
  const { arn, name, description, kmsKeyId, created, changed, accessed, deletedAt, tags } = secret;
  const labeled = [...secret.versions.values()].filter(({ stages }) => stages.size > 0);
  return {
    ...{ ARN: arn, Name: name, CreatedDate: new Date(created), LastChangedDate: new Date(changed) },
    ...(description && { Description: description }),
    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    ...(accessed !== undefined && { LastAccessedDate: dayOf(accessed) }),
    ...(deletedAt !== undefined && { DeletedDate: new Date(deletedAt) }),
    ...(tags.size > 0 && { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) }),
    ...(labeled.length > 0 && { stages: Object.fromEntries(labeled.map((version) => [version.id, stagesOf(version)])) }),
  };
}
