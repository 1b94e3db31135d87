import type { Secret } from '../../../model/secret';
import type { Chance } from '../../chance-port';
import type { AwsService } from '../../engine/service-port';
import type { Clock } from '../../time/clock';
import { secretsManagerService } from './api';
import { CURRENT, SecretStore } from './store';

export interface SecretsOptions {
  readonly secrets: readonly Secret[];
  readonly clock: Pick<Clock, 'now'>;
  readonly chance: Chance;
}

export interface Secrets {
  readonly service: AwsService;
  /** The whole ARN of a secret that is named without the six characters at its end; others as they are. */
  fullArn(arn: string): string;
}

/** AWS Secrets Manager with the secrets of the app. */
export function wireSecrets({ secrets, clock, chance }: SecretsOptions): Secrets {
  const store = new SecretStore(() => clock.now());
  for (const { name, arn, account, region, value, description, kmsKeyId, tags } of secrets) {
    const secret = store.add({ account, region }, name, arn);
    for (const [key, each] of Object.entries(tags)) secret.tags.set(key, each);
    if (description) secret.description = description;
    if (kmsKeyId !== undefined) secret.kmsKeyId = kmsKeyId;
    // Of its own, so that one secret more does not change the versions of the others.
    if (value !== undefined) store.addVersion(secret, chance.fork(arn).uuid(), { text: value }, [CURRENT]);
  }
  return {
    service: secretsManagerService({ store, clock, chance }),
    fullArn(arn) {
      if (!arn.includes(':secretsmanager:')) return arn;
      const [, , , region = '', account = '', , name = ''] = arn.split(':');
      // A name may itself end as ARNs do.
      const id = arn.endsWith('-??????') ? name.replace(/-\?{6}$/, '') : arn;
      return store.find(id, { account, region })?.arn ?? arn;
    },
  };
}
