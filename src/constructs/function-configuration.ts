import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { SizeRoundingBehavior, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { DESCRIPTION, EPHEMERAL_STORAGE, MEMORY_SIZE, TIMEOUT } from '../spec/function-limits';
import { FUNCTION_NAME } from '../spec/function-name';
import { MEMORY_SIZE_ANYWHERE, TIMEOUT_ANYWHERE } from '../spec/managed-instances';
import { RESERVED_CONCURRENCY } from '../spec/reserved-concurrency';
import { RUNTIME_VERSION_ARN } from '../spec/runtime-version-arn';
import { checkAsynchronous } from './asynchronous';
import { atSynthesis } from './at-synthesis';
import { fitting, ofKind, within } from './check';
import { ConstructError, type Place } from './construct-error';
import { checkDeadLetters } from './dead-letters';
import { checkEnvironmentSize, checkVariable } from './environment';

/** Refuses what Lambda would refuse of any function, whatever its code. */
export function checkConfiguration(place: Place, scope: IConstruct, options: lambda.FunctionOptions): void {
  const { functionName, description, memorySize, timeout, ephemeralStorageSize, environment = {} } = options;

  if (functionName !== undefined) fitting(place, 'functionName', functionName, FUNCTION_NAME);
  if (description !== undefined) fitting(place, 'description', description, DESCRIPTION);
  // A capacity provider, which allows more, is told of the function only after the function is made.
  if (memorySize !== undefined) within(place, 'memorySize', memorySize, ordinary(memorySize, MEMORY_SIZE, MEMORY_SIZE_ANYWHERE));
  if (timeout !== undefined) ofKind(place, 'timeout', timeout, 'a Duration, as Duration.seconds(10)', (it) => it.toSeconds);
  if (timeout && !timeout.isUnresolved()) {
    const seconds = timeout.toSeconds({ integral: false });
    within(place, 'timeout', seconds, ordinary(seconds, TIMEOUT, TIMEOUT_ANYWHERE));
  }
  if (ephemeralStorageSize !== undefined)
    ofKind(place, 'ephemeralStorageSize', ephemeralStorageSize, 'a Size, as Size.gibibytes(1)', (it) => it.toMebibytes);
  if (ephemeralStorageSize && !ephemeralStorageSize.isUnresolved()) {
    const megabytes = ephemeralStorageSize.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
    within(place, 'ephemeralStorageSize', megabytes, EPHEMERAL_STORAGE);
  }
  if (options.reservedConcurrentExecutions !== undefined) {
    within(place, 'reservedConcurrentExecutions', options.reservedConcurrentExecutions, RESERVED_CONCURRENCY);
  }
  for (const [key, value] of Object.entries(environment)) checkVariable(place, key, value);
  checkEnvironmentSize(place, environment);
  checkAsynchronous(place, options);
  checkDeadLetters(place, options);
  checkRuntimeVersion(place, scope, options.runtimeManagementMode?.arn);
}

type Range = typeof MEMORY_SIZE;

/** The range that a refused value is told about: only what a capacity provider allows is looked at later. */
function ordinary(value: number, range: Range, anywhere: Range): Range {
  return value > range.max && value <= anywhere.max ? anywhere : range;
}

function checkRuntimeVersion(place: Place, scope: IConstruct, arn: string | undefined): void {
  if (arn === undefined) return;
  fitting(place, 'the ARN in runtimeManagementMode', arn, RUNTIME_VERSION_ARN);
  const [, , , theirs] = arn.split(':');
  const { region } = Stack.of(scope);
  if (Token.isUnresolved(arn) || Token.isUnresolved(region) || theirs === region) return;
  const message = `runtimeManagementMode must name a runtime version of ${region}, but ${arn} is in ${theirs}.`;
  throw new ConstructError(place, 'RUNTIME_VERSION_OTHER_REGION', message);
}

/** Checks at synthesis what `addEnvironment` and a capacity provider can still change until then. */
export function checkConfigurationAtSynthesis(fn: lambda.Function): void {
  atSynthesis(fn, (resource) => {
    const stack = Stack.of(fn);
    const environment = stack.resolve(resource.environment) as lambda.CfnFunction.EnvironmentProperty | undefined;
    checkEnvironmentSize(fn, (environment?.variables ?? {}) as Record<string, unknown>);

    // Older releases of the CDK know no capacity providers.
    if ((resource as Partial<lambda.CfnFunction>).capacityProviderConfig !== undefined) return;
    const { memorySize, timeout } = resource;
    if (memorySize !== undefined) within(fn, 'memorySize', memorySize, MEMORY_SIZE);
    if (timeout !== undefined) within(fn, 'timeout', timeout, TIMEOUT);
  });
}
