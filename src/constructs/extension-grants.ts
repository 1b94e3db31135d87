import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { MANAGED_POLICIES_WITHOUT_SECRETS, SERVICES_OF_SECRETS_EXTENSION } from '../spec/secrets-extension';
import { atSynthesis } from './at-synthesis';
import { warn } from './construct-warning';
import type { FunctionOptions } from './function-options';
import { servicesCalledBy } from './vpc/called-services';
import { ResourceIndex } from './vpc/resource-index';

/** Warns when the extension for parameters and secrets has nothing that it may read; of roles that are given nobody knows. */
export function checkExtensionGrants(fn: lambda.Function, { paramsAndSecrets, role }: FunctionOptions): void {
  if (!paramsAndSecrets || role) return;
  atSynthesis(fn, (resource) => {
    const { managedPolicyArns } = (fn.role?.node.defaultChild ?? {}) as { managedPolicyArns?: unknown };
    const managed = (Stack.of(fn).resolve(managedPolicyArns) ?? []) as unknown[];
    const mayAllow = managed.some(
      (policy) => !MANAGED_POLICIES_WITHOUT_SECRETS.some((name) => JSON.stringify(policy).includes(name)),
    );
    if (mayAllow) return;
    const services = servicesCalledBy(fn, resource, new ResourceIndex(fn.node.root));
    if (SERVICES_OF_SECRETS_EXTENSION.some((service) => services.includes(service))) return;
    warn(
      fn,
      'EXTENSION_WITHOUT_GRANT',
      'paramsAndSecrets is given, but the role of the function may read no parameter and no secret.',
    );
  });
}
