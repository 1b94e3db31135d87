import type { PutParameterRequest } from '@aws-sdk/client-ssm';
import {
  PARAMETER_DATA_TYPES,
  PARAMETER_KEY_DEFAULT,
  PARAMETER_KEY_ID,
  PARAMETER_TEXT_MAX,
  PARAMETER_TIERS,
  PARAMETER_TYPES,
  PARAMETER_VALUE_MAX,
} from '../../../spec/ssm';
import type { Given } from '../../engine/service-port';
import { checkOneOf, checkText } from '../validation';
import { badPattern, patternMismatch, validation } from './refusals';
import type { ParameterSettings, ParameterType, Tier } from './store';

export type Put = Given<Omit<PutParameterRequest, 'Name' | 'Overwrite' | 'Tags'>>;

/** What the validator in front of the service looks at. */
export function checkMembers({ Value, Type, Tier: tier, Description, AllowedPattern, KeyId }: Put): void {
  checkText('value', Value, { min: 1 });
  if (Type !== undefined) checkOneOf('type', Type, ['SecureString', 'StringList', 'String']);
  if (tier !== undefined) checkOneOf('tier', tier, PARAMETER_TIERS);
  if (Description !== undefined) checkText('description', Description, { max: PARAMETER_TEXT_MAX });
  if (AllowedPattern !== undefined) checkText('allowedPattern', AllowedPattern, { max: PARAMETER_TEXT_MAX });
  if (KeyId !== undefined) checkText('keyId', KeyId, PARAMETER_KEY_ID);
}

/** The settings of a new version: what is not given is that of the version before. */
export function settingsOf(given: Put, before: ParameterSettings | undefined): ParameterSettings {
  const type = PARAMETER_TYPES.find((each) => each === given.Type) ?? before?.type;
  if (type === undefined) throw validation('A parameter type is required when you create a parameter.');
  if (given.KeyId !== undefined && type !== 'SecureString') {
    throw validation('KeyId is required for SecureString type parameter only.');
  }
  const description = given.Description ?? before?.description;
  const allowedPattern = given.AllowedPattern || before?.allowedPattern;
  const dataType = given.DataType ?? before?.dataType ?? 'text';
  if (!PARAMETER_DATA_TYPES.includes(dataType)) {
    throw validation(`The following data type is not supported: ${dataType} (Data type names are all lowercase.)`);
  }
  if (/\{\{.*\}\}/s.test(given.Value)) {
    throw validation('Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.');
  }
  if (allowedPattern !== undefined) checkPattern(allowedPattern, type, given.Value);
  return {
    ...{ type, value: given.Value, dataType, tier: tierOf(given, before?.tier) },
    ...(description !== undefined && { description }),
    ...(allowedPattern !== undefined && { allowedPattern }),
    ...(type === 'SecureString' && { keyId: given.KeyId ?? before?.keyId ?? PARAMETER_KEY_DEFAULT }),
  };
}

function tierOf({ Tier: wanted, Value: { length } }: Put, before: Tier | undefined): Tier {
  if (wanted === 'Standard' && before === 'Advanced') {
    throw validation(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter. Be aware that standard parameters have a value limit of 4096 characters.",
    );
  }
  const needsMore = wanted === 'Intelligent-Tiering' && length > PARAMETER_VALUE_MAX.Standard;
  const tier = wanted === 'Advanced' || needsMore ? 'Advanced' : (before ?? 'Standard');
  if (length > PARAMETER_VALUE_MAX[tier]) throw validation(TOO_LONG[tier]);
  return tier;
}

const TOO_LONG: Readonly<Record<Tier, string>> = {
  Standard:
    'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html',
  Advanced:
    'The specified parameter value is too large. Advanced-tier parameters support a maximum parameter value of 8192 characters.',
};

/** What regular expressions of Java have, and those of JavaScript have not or mean otherwise. */
const OF_JAVA = /\(\?[a-zA-Z>]|[*+?}]\+|\\[pPQEAzZGhRX]|&&/;

/** Whether patterns are for the whole of a list or for its items is not documented, and either is enough. */
function checkPattern(pattern: string, type: ParameterType, value: string): void {
  if (OF_JAVA.test(pattern)) return;
  const whole = compiled(pattern);
  if (whole.test(value)) return;
  if (type === 'StringList' && value.split(',').every((item) => whole.test(item))) return;
  throw patternMismatch(pattern);
}

function compiled(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    throw badPattern();
  }
}
