import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack, Token } from 'aws-cdk-lib/core';
import { ADVISED_MEMORY_MB, CONCURRENCY_PER_ENVIRONMENT, MEMORY_PER_VCPU } from '../spec/capacity-providers';
import { FUNCTION_DEFAULTS } from '../spec/function-defaults';
import { atSynthesis } from './at-synthesis';
import { within } from './check';
import { ConstructError } from './construct-error';
import { warn } from './construct-warning';
import { pathOf, provisionersOf, usersOf } from './exclusions';
import { madeBy } from './vpc/reference-key';

/** What the CDK writes; older releases of it have neither the type nor the property. */
interface ManagedFunction {
  readonly capacityProviderConfig?: {
    readonly lambdaManagedInstancesCapacityProviderConfig?: {
      readonly capacityProviderArn?: unknown;
      readonly perExecutionEnvironmentMaxConcurrency?: unknown;
      readonly executionEnvironmentMemoryGiBPerVCpu?: unknown;
    };
  };
  readonly publishToLatestPublished?: unknown;
}

/** Checks a function that a capacity provider was told of (FN-69), which happens after the function is made. */
export function checkManagedInstancesAtSynthesis(fn: lambda.Function): void {
  atSynthesis(fn, (resource) => {
    const { capacityProviderConfig, publishToLatestPublished } = resource as ManagedFunction;
    const config = capacityProviderConfig?.lambdaManagedInstancesCapacityProviderConfig;
    if (!config) return;
    const { perExecutionEnvironmentMaxConcurrency: events, executionEnvironmentMemoryGiBPerVCpu: memory } = config;
    if (typeof events === 'number') within(fn, 'perExecutionEnvironmentMaxConcurrency', events, CONCURRENCY_PER_ENVIRONMENT);
    if (typeof memory === 'number') within(fn, 'executionEnvironmentMemoryGiBPerVCpu', memory, MEMORY_PER_VCPU);

    checkArchitecture(fn, resource, madeBy(config.capacityProviderArn));
    checkLogFormat(fn, resource);
    warnOfManaged(fn, resource, publishToLatestPublished === true);
  });
}

function checkArchitecture(fn: lambda.Function, resource: lambda.CfnFunction, provider: unknown): void {
  const requirements: unknown = (provider as { instanceRequirements?: unknown } | undefined)?.instanceRequirements;
  const { architectures } = (Stack.of(fn).resolve(requirements) ?? {}) as { architectures?: unknown };
  const [own = FUNCTION_DEFAULTS.architecture] = (Stack.of(fn).resolve(resource.architectures) ?? []) as unknown[];
  if (!Array.isArray(architectures) || architectures.length === 0 || typeof own !== 'string') return;
  if (architectures.includes(own)) return;
  throw new ConstructError(
    fn,
    'MANAGED_ARCHITECTURE',
    `architecture is ${own}, but the instances of the capacity provider are ${architectures.join(', ')}.`,
  );
}

/** Managed instances log in JSON only (FN-63). */
function checkLogFormat(fn: lambda.Function, resource: lambda.CfnFunction): void {
  const logging = Stack.of(fn).resolve(resource.loggingConfig) as lambda.CfnFunction.LoggingConfigProperty | undefined;
  if (logging?.logFormat !== lambda.LoggingFormat.TEXT) return;
  throw new ConstructError(fn, 'MANAGED_LOG_FORMAT', 'loggingFormat must be JSON for a function with a capacity provider.');
}

/** What is known from hearsay, or may still be done outside the app. */
function warnOfManaged(fn: lambda.Function, resource: lambda.CfnFunction, isPublished: boolean): void {
  const memory = resource.memorySize ?? FUNCTION_DEFAULTS.memoryMb;
  if (!Token.isUnresolved(memory) && memory < ADVISED_MEMORY_MB) {
    warn(
      fn,
      'MANAGED_MEMORY',
      `memorySize is ${memory} MB; on managed instances it is said to be at least ${ADVISED_MEMORY_MB}.`,
    );
  }
  if (resource.vpcConfig !== undefined) {
    warn(fn, 'MANAGED_VPC', 'The function has a VPC and a capacity provider, whose instances are in subnets of their own.');
  }
  const [provisioner] = provisionersOf(resource);
  if (provisioner) {
    const message = `The function has a capacity provider, and ${pathOf(provisioner)} has provisioned concurrency.`;
    warn(fn, 'MANAGED_WITH_PROVISIONED', message);
  }
  if (!isPublished && !usersOf(resource).some(({ cfnResourceType }) => cfnResourceType === 'AWS::Lambda::Version')) {
    warn(
      fn,
      'MANAGED_UNPUBLISHED',
      'The function has a capacity provider, which runs published versions only, and none is published.',
    );
  }
}
