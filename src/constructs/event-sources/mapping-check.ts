import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack, Token } from 'aws-cdk-lib/core';
import {
  BATCH_SIZE,
  BATCHING_WINDOW,
  DURABLE_BEHIND_MAPPING,
  KIND_NAMES,
  OWN_ACCOUNT_ONLY,
  SLOW_SOURCE_TIMEOUT_SECONDS,
  SLOW_SOURCES,
  type SourceKind,
} from '../../spec/event-source-mapping';
import { within } from '../check';
import { ConstructError, type Place } from '../construct-error';
import { functionBehind, timeoutSeconds } from './function-behind';
import type { BatchOptions } from './mapping-options';
import { secondsWithin } from './whole-seconds';

/** Where the source is; nothing for what only the deployment knows. */
export interface SourceEnvironment {
  readonly region?: string;
  readonly account?: string;
}

/** SQS has limits of its own, which are checked where they are. */
export function checkBatches(place: Place, kind: SourceKind, { batchSize, maxBatchingWindow }: BatchOptions): void {
  if (kind === 'sqs') return;
  if (batchSize !== undefined) within(place, 'batchSize', batchSize, BATCH_SIZE);
  if (maxBatchingWindow !== undefined) secondsWithin(place, 'maxBatchingWindow', maxBatchingWindow, BATCHING_WINDOW);
}

/** Whether Lambda lets this function, alias or version read such a source (SQS-03, ESM-65, ESM-66). */
export function checkTarget(target: lambda.IFunction, kind: SourceKind, source: SourceEnvironment): void {
  const { region, account } = Stack.of(target);
  const name = KIND_NAMES[kind];
  if (areOther(source.region, region)) {
    const message = `${name} must be in the Region of the function, ${region}, but is in ${source.region} (SQS-03, DDB-06).`;
    throw new ConstructError(target, 'SOURCE_OTHER_REGION', message);
  }
  if (OWN_ACCOUNT_ONLY.includes(kind) && areOther(source.account, account)) {
    const message = `${name} must be in the account of the function, ${account}, but is in ${source.account} (MQ-02, DOC-01).`;
    throw new ConstructError(target, 'SOURCE_OTHER_ACCOUNT', message);
  }
  const timeout = timeoutSeconds(target);
  if (SLOW_SOURCES.includes(kind) && timeout !== undefined && timeout > SLOW_SOURCE_TIMEOUT_SECONDS) {
    throw new ConstructError(
      target,
      'SOURCE_TIMEOUT',
      `timeout must not be above ${SLOW_SOURCE_TIMEOUT_SECONDS} s for a function that reads ${name}, but is ${timeout} s (ESM-65).`,
    );
  }
  checkDurable(target, kind);
}

function areOther(one: string | undefined, other: string): boolean {
  return one !== undefined && one !== '' && !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}

/** The resource tells it, as releases of aws-cdk-lib differ in what the construct keeps. */
interface Durable {
  readonly durableConfig?: { readonly executionTimeout?: number };
  readonly capacityProviderConfig?: unknown;
}

function checkDurable(target: lambda.IFunction, kind: SourceKind): void {
  const fn = functionBehind(target);
  const { durableConfig, capacityProviderConfig } = (fn?.node.defaultChild ?? {}) as Durable;
  if (durableConfig === undefined) return;
  if (fn === target) {
    const message = 'a durable function reads event sources through a version or an alias only (ESM-66).';
    throw new ConstructError(target, 'DURABLE_UNQUALIFIED', message);
  }
  const { seconds, onInstancesSeconds, neverLonger } = DURABLE_BEHIND_MAPPING;
  const mayBeLonger = capacityProviderConfig !== undefined && !(neverLonger as readonly SourceKind[]).includes(kind);
  const most = mayBeLonger ? onInstancesSeconds : seconds;
  const { executionTimeout } = durableConfig;
  if (executionTimeout === undefined || Token.isUnresolved(executionTimeout) || executionTimeout <= most) return;
  throw new ConstructError(
    target,
    'DURABLE_TOO_LONG',
    `durableConfig.executionTimeout must not be above ${most} s for a function that reads ${KIND_NAMES[kind]}, but is ${executionTimeout} s (ESM-66).`,
  );
}
