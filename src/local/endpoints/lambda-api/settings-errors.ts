import { ENVIRONMENT_SIZE } from '../../../spec/environment-limits';
import { RESERVED_VARIABLES } from '../../../spec/environment-variables';
import { MEMORY_SIZE, TIMEOUT } from '../../../spec/function-limits';
import { runtimeStanding, supportedRuntimes } from '../../../spec/runtimes';
import type { AwsError } from '../../engine/aws-error';
import { invalidParameter } from '../../engine/registry/preconditions';
import { textBytes } from '../../engine/text';
import type { Instant } from '../../time/clock';
import { dayOf } from '../../time/day';
import type { Settings } from './given-settings';
import { detected, violation } from './shape-errors';

/** Why Lambda does not take these settings, whatever the function is; undefined when it does. */
export function settingsError(settings: Settings, creates: boolean, now: Instant): AwsError | undefined {
  return (
    runtimeError(settings.Runtime, creates, dayOf(now)) ??
    aboveError('memorySize', settings.MemorySize, MEMORY_SIZE.max) ??
    aboveError('timeout', settings.Timeout, TIMEOUT.max) ??
    environmentError(settings.Environment?.Variables) ??
    loggingError(settings.LoggingConfig)
  );
}

/** FN-31, FN-32, FN-33. */
function runtimeError(runtime: string | undefined, creates: boolean, today: string): AwsError | undefined {
  if (runtime === undefined) return undefined;
  const { is } = runtimeStanding(runtime, today);
  if (is === 'unknown' || is === 'newer') {
    return invalidParameter(
      `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${supportedRuntimes(today).join(', ')}] or be a valid ARN`,
    );
  }
  if (is === 'blocked' || (creates && is === 'creation-blocked')) {
    return invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  }
  return undefined;
}

/** FN-12, FN-13: the service model takes more, for functions that run on a capacity provider. */
function aboveError(member: string, value: number | undefined, max: number): AwsError | undefined {
  if (value === undefined || value <= max) return undefined;
  return invalidParameter(detected([violation(value, member, `Member must have value less than or equal to ${max}`)]));
}

/** FN-41, FN-42. */
function environmentError(variables: Readonly<Record<string, string>> | undefined): AwsError | undefined {
  if (!variables) return undefined;
  const reserved = Object.keys(variables).filter((key) => RESERVED_VARIABLES.includes(key));
  const failed = 'Lambda was unable to configure your environment variables because the environment variables you have provided';
  if (reserved.length > 0) {
    return invalidParameter(
      `${failed} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const measured = JSON.stringify(variables);
  if (textBytes(measured).length <= ENVIRONMENT_SIZE.max) return undefined;
  return invalidParameter(`${failed} exceeded the 4KB limit. String measured: ${measured}`);
}

/** FN-63. */
function loggingError(logging: Settings['LoggingConfig']): AwsError | undefined {
  if (logging?.LogFormat !== 'Text') return undefined;
  if (logging.ApplicationLogLevel === undefined && logging.SystemLogLevel === undefined) return undefined;
  return invalidParameter('ApplicationLogLevel and SystemLogLevel need the LogFormat JSON.');
}
