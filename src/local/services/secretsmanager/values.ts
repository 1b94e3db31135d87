import type {
  APIErrorType,
  BatchGetSecretValueRequest,
  BatchGetSecretValueResponse,
  GetSecretValueRequest,
  GetSecretValueResponse,
  SecretValueEntry,
} from '@aws-sdk/client-secrets-manager';
import { SECRETS_OF_BATCH } from '../../../spec/secrets-manager';
import type { AwsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import { answering, Refusal } from '../refusal';
import { violation } from '../validation';
import { matching } from './filters';
import { checkedPage } from './paging';
import type { SecretPorts } from './ports';
import { invalidParameter, invalidRequest, notFound, noVersion } from './refusals';
import { activeSecret } from './request';
import { CURRENT, type HeldSecret, type HeldVersion, labeled } from './store';
import { stagesOf } from './views';

type Asked = Given<GetSecretValueRequest>;

/** What handlers read. */
export function valueOperations({ store, clock }: SecretPorts) {
  const read = (asked: Asked, call: Call): SecretValueEntry => {
    const secret = activeSecret(store, asked.SecretId, call);
    const version = versionOf(secret, asked);
    secret.accessed = clock.now();
    version.accessed = clock.now();
    return {
      ...{ ARN: secret.arn, Name: secret.name, VersionId: version.id, CreatedDate: new Date(version.created) },
      ...('text' in version.value ? { SecretString: version.value.text } : { SecretBinary: version.value.bytes }),
      ...(version.stages.size > 0 && { VersionStages: stagesOf(version) }),
    };
  };
  const readable = (input: Asked, call: Call): SecretValueEntry | Pick<AwsError, 'type' | 'message'> => {
    const denied = call.refusal?.('GetSecretValue', input);
    if (denied) return denied;
    try {
      return read(input, call);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  };
  return {
    GetSecretValue: answering((input: Asked, call: Call): GetSecretValueResponse => read(input, call)),

    /** What cannot be read is told of beside the others. */
    BatchGetSecretValue: answering((input: Given<BatchGetSecretValueRequest>, call: Call): BatchGetSecretValueResponse => {
      const { ids, next } = chosen(input, () => store.all(call).filter(({ deletedAt }) => deletedAt === undefined));
      const found: SecretValueEntry[] = [];
      const errors: APIErrorType[] = [];
      for (const SecretId of ids) {
        const value = readable({ SecretId }, call);
        if ('type' in value) errors.push({ SecretId, ErrorCode: value.type, Message: value.message });
        else found.push(value);
      }
      return { SecretValues: found, Errors: errors, ...next };
    }),
  };
}

function versionOf(secret: HeldSecret, { VersionId: id, VersionStage: stage }: Asked): HeldVersion {
  if (id === undefined) {
    const found = labeled(secret, stage ?? CURRENT);
    if (!found) throw notFound(`secret value for staging label: ${stage ?? CURRENT}`);
    return found;
  }
  const found = secret.versions.get(id);
  if (!found) throw noVersion(id);
  if (stage !== undefined && !found.stages.has(stage)) {
    throw invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.');
  }
  return found;
}

/** The secrets of one page: those that are listed, or all that filters find. */
function chosen(input: Given<BatchGetSecretValueRequest>, all: () => readonly HeldSecret[]) {
  const { SecretIdList: ids, Filters, MaxResults } = input;
  if ((ids === undefined) === (Filters === undefined)) {
    throw invalidParameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.");
  }
  if (ids === undefined) {
    const { items, next } = checkedPage(matching(all(), Filters), input, SECRETS_OF_BATCH);
    return { ids: items.map(({ arn }) => arn), next };
  }
  if (MaxResults !== undefined) {
    throw invalidParameter("'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.");
  }
  const [at, count] = ['secretIdList', `[${ids.join(', ')}]`];
  if (ids.length < 1) throw violation(at, 'Member must have length greater than or equal to 1', count);
  if (ids.length > SECRETS_OF_BATCH) {
    throw violation(at, `Member must have length less than or equal to ${SECRETS_OF_BATCH}`, count);
  }
  return { ids, next: {} };
}
