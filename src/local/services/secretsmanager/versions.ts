import type {
  ListSecretVersionIdsRequest,
  ListSecretVersionIdsResponse,
  PutSecretValueRequest,
  PutSecretValueResponse,
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse,
} from '@aws-sdk/client-secrets-manager';
import { SECRETS_PAGE, VERSION_STAGES } from '../../../spec/secrets-manager';
import type { Call, Given } from '../../engine/service-port';
import { answering } from '../refusal';
import { violation } from '../validation';
import { checkedPage } from './paging';
import type { SecretPorts } from './ports';
import { invalidParameter, invalidRequest, noVersion, resourceExists } from './refusals';
import { activeSecret, checkedToken, checkedValue, isSameValue, secretOf } from './request';
import { CURRENT, type HeldSecret, type HeldVersion, label, labeled, type SecretStore, type SecretValue } from './store';
import { dayOf, stagesOf } from './views';

/** Versions of secrets, and their labels. */
export function versionOperations({ store, clock }: SecretPorts) {
  return {
    PutSecretValue: answering((input: Given<PutSecretValueRequest>, call: Call): PutSecretValueResponse => {
      const token = checkedToken(input.ClientRequestToken);
      const value = checkedValue(input);
      if (!value) throw invalidRequest('You must provide either SecretString or SecretBinary.');
      const stages = checkedStages(input.VersionStages ?? [CURRENT]);
      const secret = activeSecret(store, input.SecretId, call);
      const version = putVersion(store, secret, token, value, stages);
      return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: stagesOf(version) };
    }),

    UpdateSecretVersionStage: answering(
      (input: Given<UpdateSecretVersionStageRequest>, call: Call): UpdateSecretVersionStageResponse => {
        const { SecretId, VersionStage: stage, RemoveFromVersionId: from, MoveToVersionId: to } = input;
        checkedStages([stage]);
        const secret = activeSecret(store, SecretId, call);
        moveLabel(secret, stage, from, to);
        secret.changed = clock.now();
        return { ARN: secret.arn, Name: secret.name };
      },
    ),

    ListSecretVersionIds: answering((input: Given<ListSecretVersionIdsRequest>, call: Call): ListSecretVersionIdsResponse => {
      const secret = secretOf(store, input.SecretId, call);
      const versions = [...secret.versions.values()].filter(({ stages }) => input.IncludeDeprecated || stages.size > 0);
      const { items, next } = checkedPage(versions, input, SECRETS_PAGE);
      return {
        ...{ ARN: secret.arn, Name: secret.name, ...next },
        Versions: items.map((version) => ({
          ...{ VersionId: version.id, CreatedDate: new Date(version.created) },
          KmsKeyIds: [secret.kmsKeyId ?? 'DefaultEncryptionKey'],
          ...(version.stages.size > 0 && { VersionStages: stagesOf(version) }),
          ...(version.accessed !== undefined && { LastAccessedDate: dayOf(version.accessed) }),
        })),
      };
    }),
  };
}

/** The new version, or that which the same request made before. */
export function putVersion(
  store: SecretStore,
  secret: HeldSecret,
  token: string,
  value: SecretValue,
  stages: readonly string[],
): HeldVersion {
  const before = secret.versions.get(token);
  if (!before) return store.addVersion(secret, token, value, stages);
  if (isSameValue(before.value, value)) return before;
  throw resourceExists(
    `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${secret.arn}.`,
  );
}

function moveLabel(secret: HeldSecret, stage: string, from: string | undefined, to: string | undefined): void {
  for (const id of [from, to]) if (id !== undefined && !secret.versions.has(id)) throw noVersion(id);
  const holder = labeled(secret, stage);
  const target = to === undefined ? undefined : secret.versions.get(to);
  if (holder && holder !== target && from === undefined) {
    throw invalidParameter(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  }
  if (from !== undefined && from !== holder?.id) {
    throw invalidParameter(
      `When you move staging label ${stage}, if you specify RemoveFromVersionId, it must be set to the version that currently has the staging label ${stage}.`,
    );
  }
  if (target) {
    if (!target.stages.has(stage) && target.stages.size >= VERSION_STAGES.most) throw tooManyLabels();
    label(secret, stage, target);
    return;
  }
  if (stage === CURRENT) {
    throw invalidParameter(
      `You can only move staging label ${CURRENT} to a different secret version. It can't be completely removed.`,
    );
  }
  holder?.stages.delete(stage);
}

function checkedStages(stages: readonly string[]): readonly string[] {
  const { most, characters } = VERSION_STAGES;
  const [short, long] = [`length greater than or equal to 1`, `length less than or equal to`];
  if (stages.length < 1) throw violation('versionStages', `Member must have ${short}`, '[]');
  if (new Set(stages).size > most) throw violation('versionStages', `Member must have ${long} ${most}`, `[${stages.join(', ')}]`);
  for (const stage of stages) {
    if (stage.length < 1) throw violation('versionStage', `Member must have ${short}`, stage);
    if (stage.length > characters) throw violation('versionStage', `Member must have ${long} ${characters}`, stage);
  }
  return stages;
}

function tooManyLabels() {
  return invalidParameter(`A version can have at most ${VERSION_STAGES.most} staging labels.`);
}
