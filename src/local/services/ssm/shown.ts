import type { Parameter, ParameterHistory, ParameterMetadata } from '@aws-sdk/client-ssm';
import type { Found } from './name';
import { type HeldParameter, latest, type ParameterVersion } from './store';

/** A version with its value, as it is read. */
export function shown({ parameter, version, name, selector }: Found, decrypts: boolean | undefined): Parameter {
  return {
    ...{ Name: name, Type: version.type, Value: valueOf(parameter, version, decrypts), Version: version.version },
    ...(selector !== undefined && { Selector: `:${selector}` }),
    ...{ LastModifiedDate: new Date(version.modified), ARN: parameter.arn, DataType: version.dataType },
  };
}

/** The newest version without its value, as it is listed. */
export function described(parameter: HeldParameter): ParameterMetadata {
  return { ...aboutVersion(parameter, latest(parameter)), ARN: parameter.arn };
}

export function historical(parameter: HeldParameter, version: ParameterVersion, decrypts: boolean | undefined): ParameterHistory {
  return {
    ...aboutVersion(parameter, version),
    ...{ Value: valueOf(parameter, version, decrypts), Labels: [...version.labels] },
  };
}

function aboutVersion({ name }: HeldParameter, version: ParameterVersion) {
  const { description, allowedPattern, keyId } = version;
  return {
    ...{ Name: name, Type: version.type, Version: version.version, Tier: version.tier, DataType: version.dataType },
    ...{ LastModifiedDate: new Date(version.modified), LastModifiedUser: version.modifiedBy, Policies: [] },
    ...(description !== undefined && { Description: description }),
    ...(allowedPattern !== undefined && { AllowedPattern: allowedPattern }),
    ...(keyId !== undefined && { KeyId: keyId }),
  };
}

/** What is not decrypted can be read by nobody, here as there. */
function valueOf({ arn }: HeldParameter, { type, value, version, keyId }: ParameterVersion, decrypts = false): string {
  if (type !== 'SecureString' || decrypts) return value;
  return Buffer.from(`lambda-kit: ${arn}:${version} encrypted with ${keyId}`).toString('base64');
}
