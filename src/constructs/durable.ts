import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import { DURABLE_EXECUTION_TIMEOUT, DURABLE_RETENTION, DURABLE_RUNTIMES } from '../spec/durable-functions';
import { KEY_ACTIONS_OF_SENDERS } from '../spec/execution-role';
import { within } from './check';
import { ConstructError, type Place } from './construct-error';
import { warn } from './construct-warning';
import type { FunctionOptions } from './function-options';
import { allowKey } from './key-grants';

/** Refuses what durable functions cannot have (FN-67). */
export function checkDurable(place: Place, options: FunctionOptions): void {
  const { durableConfig, durableEncryption, onFailure, onSuccess } = options;
  if (!durableConfig) {
    if (durableEncryption) {
      throw new ConstructError(place, 'DURABLE_KEY_WITHOUT_DURABLE', 'durableEncryption is given without durableConfig.');
    }
    return;
  }
  const { executionTimeout, retentionPeriod } = durableConfig as Partial<lambda.DurableConfig>;
  if (!executionTimeout) throw new ConstructError(place, 'DURABLE_TIMEOUT_MISSING', 'durableConfig has no executionTimeout.');
  if (!executionTimeout.isUnresolved()) {
    const seconds = executionTimeout.toSeconds({ integral: false });
    within(place, 'durableConfig.executionTimeout', seconds, DURABLE_EXECUTION_TIMEOUT);
  }
  if (retentionPeriod && !retentionPeriod.isUnresolved()) {
    within(place, 'durableConfig.retentionPeriod', retentionPeriod.toDays({ integral: false }), DURABLE_RETENTION);
  }
  if (onFailure || onSuccess) {
    const prop = onFailure ? 'onFailure' : 'onSuccess';
    throw new ConstructError(place, 'DESTINATION_OF_DURABLE', `${prop} must not be given together with durableConfig.`);
  }
}

/** aws-cdk-lib's own configuration has no key (FN-67). */
export function encryptDurable(fn: lambda.Function, { durableEncryption, role }: FunctionOptions): void {
  if (!durableEncryption) return;
  const resource = fn.node.defaultChild as lambda.CfnFunction;
  resource.addPropertyOverride('DurableConfig.KMSKeyArn', durableEncryption.keyArn);
  allowKey(fn, role, durableEncryption, KEY_ACTIONS_OF_SENDERS);
}

export function warnOfDurable(fn: lambda.Function, { durableConfig, functionName }: FunctionOptions): void {
  if (!durableConfig) return;
  const { name } = fn.runtime;
  if (!Token.isUnresolved(name) && name !== 'FROM_IMAGE' && !DURABLE_RUNTIMES.includes(name)) {
    warn(fn, 'DURABLE_RUNTIME', `durableConfig is known to work with ${DURABLE_RUNTIMES.join(', ')}, but runtime is ${name}.`);
  }
  if (functionName !== undefined) {
    const message = `durableConfig replaces a function that is there already, which fails while its name is ${functionName}.`;
    warn(fn, 'DURABLE_NAME', message);
  }
}
