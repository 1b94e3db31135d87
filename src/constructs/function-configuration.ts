import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { SizeRoundingBehavior, Stack } from 'aws-cdk-lib/core';
import { DESCRIPTION, EPHEMERAL_STORAGE, MEMORY_SIZE, TIMEOUT } from '../spec/function-limits';
import { fitting, within } from './check';
import { ConstructError, type Place } from './construct-error';
import { checkEnvironmentSize, checkVariable } from './environment';

/** Refuses what Lambda would refuse of any function, whatever its code. */
export function checkConfiguration(place: Place, options: lambda.FunctionOptions): void {
  const { description, memorySize, timeout, ephemeralStorageSize, environment = {} } = options;

  if (description !== undefined) fitting(place, 'description', description, DESCRIPTION);
  if (memorySize !== undefined) within(place, 'memorySize', memorySize, MEMORY_SIZE);
  if (timeout && !timeout.isUnresolved()) within(place, 'timeout', timeout.toSeconds({ integral: false }), TIMEOUT);
  if (ephemeralStorageSize && !ephemeralStorageSize.isUnresolved()) {
    const megabytes = ephemeralStorageSize.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
    within(place, 'ephemeralStorageSize', megabytes, EPHEMERAL_STORAGE);
  }
  for (const [key, value] of Object.entries(environment)) checkVariable(place, key, value);
  checkEnvironmentSize(place, environment);
}

/** Checks at synthesis what `addEnvironment` can still change until then. */
export function checkEnvironmentAtSynthesis(construct: lambda.Function): void {
  construct.node.addValidation({
    validate() {
      const resource = construct.node.defaultChild as lambda.CfnFunction;
      const environment = Stack.of(construct).resolve(resource.environment) as lambda.CfnFunction.EnvironmentProperty | undefined;
      try {
        checkEnvironmentSize(construct, (environment?.variables ?? {}) as Record<string, unknown>);
        return [];
      } catch (error) {
        if (error instanceof ConstructError) return [error.message];
        throw error;
      }
    },
  });
}
