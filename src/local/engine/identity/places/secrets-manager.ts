import type { SecretsPlace } from '../../../../spec/iam/secrets-manager';
import type { Call } from '../../service-port';
import { arnOf, EVERYTHING, type Places } from './place';

/** In the place of the six characters at the end of an ARN, where those are not known: policies write them so. */
const UNKNOWN = '-??????';

export const SECRETS_PLACES: Places<SecretsPlace> = {
  everything: EVERYTHING,
  secret: ({ SecretId }: { readonly SecretId: string }, call) => [secretArn(SecretId, call)],
  created: ({ Name }: { readonly Name: string }, call) => [secretArn(Name, call)],
  found: ({ Filters }: { readonly Filters?: unknown }) => (Filters === undefined ? [] : ['*']),
};

function secretArn(id: string, call: Call): string {
  if (!id.startsWith('arn:')) return arnOf('secretsmanager', `secret:${id}${UNKNOWN}`, call);
  return /-[a-zA-Z0-9]{6}$/.test(id) ? id : `${id}${UNKNOWN}`;
}
