import type {
  CreateSecretRequest,
  CreateSecretResponse,
  DeleteSecretRequest,
  DeleteSecretResponse,
  DescribeSecretRequest,
  DescribeSecretResponse,
  RestoreSecretRequest,
  RestoreSecretResponse,
  TagResourceRequest,
  UntagResourceRequest,
  UpdateSecretRequest,
  UpdateSecretResponse,
} from '@aws-sdk/client-secrets-manager';
import { partitionOf } from '../../../spec/pseudo-parameters';
import { RECOVERY_WINDOW_DAYS } from '../../../spec/secrets-manager';
import type { Chance } from '../../chance-port';
import type { Call, Given } from '../../engine/service-port';
import { answering, notEmulated } from '../refusal';
import type { SecretPorts } from './ports';
import { invalidParameter, invalidRequest, markedForDeletion, notFound, resourceExists } from './refusals';
import {
  activeSecret,
  addTags,
  checkedDescription,
  checkedName,
  checkedToken,
  checkedValue,
  isSameValue,
  secretOf,
} from './request';
import { CURRENT, type Place } from './store';
import { putVersion } from './versions';
import { described } from './views';

const DAY_MS = 86_400_000;
const SUFFIX_CHARACTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Secrets as a whole: making, changing, describing and deleting them, and their tags. */
export function secretOperations({ store, clock, chance }: SecretPorts) {
  return {
    CreateSecret: answering((input: Given<CreateSecretRequest>, call: Call): CreateSecretResponse => {
      if (input.AddReplicaRegions?.length)
        throw notEmulated('CreateSecret', 'AddReplicaRegions', 'secrets have no replicas here.');
      if (input.Type !== undefined) throw notEmulated('CreateSecret', 'Type', 'secrets of other companies are not managed here.');
      const name = checkedName(input.Name, 'name');
      const token = checkedToken(input.ClientRequestToken);
      const value = checkedValue(input);
      const description = checkedDescription(input.Description);
      const there = store.find(name, call);
      if (there?.deletedAt !== undefined) {
        throw invalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.");
      }
      if (there) {
        const before = there.versions.get(token);
        // Asking the same twice makes one.
        if (value && before && isSameValue(before.value, value)) return { ARN: there.arn, Name: name, VersionId: token };
        throw resourceExists(`The operation failed because the secret ${name} already exists.`);
      }
      const tags = new Map<string, string>();
      addTags({ tags }, input.Tags ?? []);
      const secret = store.add(call, name, secretArn(call, name, chance));
      for (const [key, each] of tags) secret.tags.set(key, each);
      if (description) secret.description = description;
      if (input.KmsKeyId !== undefined) secret.kmsKeyId = input.KmsKeyId;
      if (value) store.addVersion(secret, token, value, [CURRENT]);
      return { ARN: secret.arn, Name: name, ...(value && { VersionId: token }) };
    }),

    UpdateSecret: answering((input: Given<UpdateSecretRequest>, call: Call): UpdateSecretResponse => {
      if (input.Type !== undefined) throw notEmulated('UpdateSecret', 'Type', 'secrets of other companies are not managed here.');
      const token = checkedToken(input.ClientRequestToken);
      const value = checkedValue(input);
      const description = checkedDescription(input.Description);
      const secret = activeSecret(store, input.SecretId, call);
      const version = value && putVersion(store, secret, token, value, [CURRENT]);
      if (description !== undefined) secret.description = description;
      if (input.KmsKeyId !== undefined) secret.kmsKeyId = input.KmsKeyId;
      secret.changed = clock.now();
      return { ARN: secret.arn, Name: secret.name, ...(version && { VersionId: version.id }) };
    }),

    DescribeSecret: answering(({ SecretId }: Given<DescribeSecretRequest>, call: Call): DescribeSecretResponse => {
      const { stages, ...others } = described(secretOf(store, SecretId, call));
      return { ...others, ...(stages && { VersionIdsToStages: stages }) };
    }),

    DeleteSecret: answering((input: Given<DeleteSecretRequest>, call: Call): DeleteSecretResponse => {
      const { SecretId, RecoveryWindowInDays: days, ForceDeleteWithoutRecovery: isForced = false } = input;
      const { min, max } = RECOVERY_WINDOW_DAYS;
      if (days !== undefined && isForced) {
        throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
      }
      if (days !== undefined && (days < min || days > max)) {
        throw invalidParameter(`The RecoveryWindowInDays value must be between ${min} and ${max} days (inclusive).`);
      }
      const secret = store.find(SecretId.startsWith('arn:') ? SecretId : checkedName(SecretId, 'secretId'), call);
      const now = clock.now();
      if (isForced) {
        if (secret) store.remove(secret);
        const { ARN, Name } = secret ? { ARN: secret.arn, Name: secret.name } : asIfThere(SecretId, call, chance);
        return { ARN, Name, DeletionDate: new Date(now) };
      }
      if (!secret) throw notFound();
      if (secret.deletedAt !== undefined) throw markedForDeletion();
      secret.deletedAt = now + (days ?? max) * DAY_MS;
      return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(secret.deletedAt) };
    }),

    RestoreSecret: answering(({ SecretId }: Given<RestoreSecretRequest>, call: Call): RestoreSecretResponse => {
      const secret = secretOf(store, SecretId, call);
      delete secret.deletedAt;
      return { ARN: secret.arn, Name: secret.name };
    }),

    TagResource: answering(({ SecretId, Tags }: Given<TagResourceRequest>, call: Call): object => {
      const secret = activeSecret(store, SecretId, call);
      addTags(secret, Tags);
      secret.changed = clock.now();
      return {};
    }),

    UntagResource: answering(({ SecretId, TagKeys }: Given<UntagResourceRequest>, call: Call): object => {
      const secret = activeSecret(store, SecretId, call);
      for (const key of TagKeys) secret.tags.delete(key);
      secret.changed = clock.now();
      return {};
    }),
  };
}

function secretArn({ account, region }: Place, name: string, chance: Chance): string {
  const suffix = Array.from({ length: 6 }, () => SUFFIX_CHARACTERS[Math.floor(chance.fraction() * SUFFIX_CHARACTERS.length)]);
  return `arn:${partitionOf(region).id}:secretsmanager:${region}:${account}:secret:${name}-${suffix.join('')}`;
}

/** What is deleted by force need not be there. */
function asIfThere(id: string, place: Place, chance: Chance): { readonly ARN: string; readonly Name: string } {
  return id.startsWith('arn:')
    ? { ARN: id, Name: id.split(':').slice(6).join(':') }
    : { ARN: secretArn(place, id, chance), Name: id };
}
