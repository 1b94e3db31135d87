import type { GetRandomPasswordRequest, GetRandomPasswordResponse } from '@aws-sdk/client-secrets-manager';
import { PASSWORD_FLAWS, randomPassword } from '../../../model/random-password';
import { PASSWORD_EXCLUDED_MAX, PASSWORD_LENGTH } from '../../../spec/secrets-manager';
import type { Given } from '../../engine/service-port';
import { answering } from '../refusal';
import { violation } from '../validation';
import type { SecretPorts } from './ports';
import { invalidParameter } from './refusals';

export function passwordOperations({ chance }: Pick<SecretPorts, 'chance'>) {
  return {
    GetRandomPassword: answering((input: Given<GetRandomPasswordRequest>): GetRandomPasswordResponse => {
      const { PasswordLength: length = PASSWORD_LENGTH.usual, ExcludeCharacters: excluded = '' } = input;
      if (length < 1) throw violation('passwordLength', 'Member must have value greater than or equal to 1', length);
      if (length > PASSWORD_LENGTH.max) {
        throw violation('passwordLength', `Member must have value less than or equal to ${PASSWORD_LENGTH.max}`, length);
      }
      if (excluded.length > PASSWORD_EXCLUDED_MAX) {
        throw violation('excludeCharacters', `Member must have length less than or equal to ${PASSWORD_EXCLUDED_MAX}`, excluded);
      }
      const made = randomPassword(input, () => chance.fraction());
      if (typeof made !== 'string') throw invalidParameter(PASSWORD_FLAWS[made.flaw]);
      return { RandomPassword: made };
    }),
  };
}
