import type { ServicePermissions } from './service-permissions';

export type SecretsPlace = 'secret' | 'created' | 'found';

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html; who reads many at once needs to be
 * let read each, and is told in the answer of those that he may not: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
 */
export const SECRETS_PERMISSIONS: ServicePermissions<SecretsPlace | 'everything'> = {
  prefix: 'secretsmanager',
  named: {
    secret: [
      ...['GetSecretValue', 'DescribeSecret', 'ListSecretVersionIds', 'PutSecretValue', 'UpdateSecret'],
      ...['UpdateSecretVersionStage', 'DeleteSecret', 'RestoreSecret', 'TagResource', 'UntagResource'],
    ],
    created: ['CreateSecret'],
    everything: ['ListSecrets', 'GetRandomPassword'],
  },
  others: {
    BatchGetSecretValue: [
      ['BatchGetSecretValue', 'everything'],
      ['ListSecrets', 'found'],
    ],
  },
};
