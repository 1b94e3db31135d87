import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import {
  CALLED_BY_LAMBDA,
  CALLED_BY_POLLERS,
  CALLED_FOR_DESTINATIONS,
  CALLED_THROUGH_SERVICES,
} from '../../spec/vpc-endpoint-services';
import { keyOf, keysOf, listOf, withPaths } from './reference-key';
import type { ResourceIndex } from './resource-index';

interface Statement {
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

/**
 * The AWS services that a function's role lets its code call, by the prefixes of their IAM actions; without those that only
 * Lambda calls for it.
 */
export function servicesCalledBy(target: lambda.Function, resource: lambda.CfnFunction, index: ResourceIndex): string[] {
  const polled = index.once('polled sources', () => polledSources(index));
  const sentTo = arnsOf(target, destinationsOf(target, resource, index));

  const actions = statementsOf(target, index).flatMap(({ Action, Resource }) => {
    const resources = listOf(Resource).map((arn) => keyOf(target, arn));
    const areIn = (arns: ReadonlySet<string>) => resources.length > 0 && resources.every((arn) => arns.has(arn));
    const isForLambda = (action: string) =>
      CALLED_BY_LAMBDA.test(action) ||
      (areIn(polled) && CALLED_BY_POLLERS.test(action)) ||
      (areIn(sentTo) && CALLED_FOR_DESTINATIONS.test(action));
    return listOf(Action).filter((action) => typeof action === 'string' && action.includes(':') && !isForLambda(action));
  }) as string[];
  const direct = actions.filter((action) => !CALLED_THROUGH_SERVICES.test(action));
  // Whoever may decrypt and nothing else calls KMS itself; beside other services it is they who call it.
  const told = direct.length > 0 ? direct : actions;
  return [...new Set(told.map((action) => action.slice(0, action.indexOf(':')).toLowerCase()))].sort();
}

/** What the role allows in this app: its own policies, and policies elsewhere that name it. */
function statementsOf(target: lambda.Function, index: ResourceIndex): Statement[] {
  const { role } = target;
  if (!role) return [];
  const key = keyOf(role, role.roleName);
  const made = index.once('roles', () => byPath(index.of<iam.CfnRole>('AWS::IAM::Role'))).get(key);
  const own = (made ? listOf(withPaths(made, made.policies)) : []) as { PolicyDocument?: unknown; policyDocument?: unknown }[];
  const managed = index.once('managed policies', () => byPath(index.of<iam.CfnManagedPolicy>('AWS::IAM::ManagedPolicy')));
  const attached = new Set([
    ...(index.once('policies by role', () => policiesByRole(index)).get(key) ?? []),
    ...(made ? keysOf(made, made.managedPolicyArns) : []).flatMap((path) => managed.get(path) ?? []),
  ]);

  const documents = [
    ...own.map((policy) => policy.PolicyDocument ?? policy.policyDocument),
    ...[...attached].map((policy) => withPaths(policy, policy.policyDocument)),
  ];
  return documents
    .flatMap((document) => listOf((document as { Statement?: unknown } | undefined)?.Statement) as Statement[])
    .filter(({ Effect }) => Effect === 'Allow');
}

function byPath<T extends IConstruct>(resources: readonly T[]): Map<string, T> {
  return new Map(resources.map((resource) => [resource.node.path, resource]));
}

type Policy = iam.CfnPolicy | iam.CfnManagedPolicy;

function policiesByRole(index: ResourceIndex): Map<string, Policy[]> {
  const byRole = new Map<string, Policy[]>();
  for (const policy of [...index.of<Policy>('AWS::IAM::Policy'), ...index.of<Policy>('AWS::IAM::ManagedPolicy')]) {
    for (const role of keysOf(policy, policy.roles)) byRole.set(role, [...(byRole.get(role) ?? []), policy]);
  }
  return byRole;
}

/** Everything that Lambda polls for functions of the app, also through aliases. */
function polledSources(index: ResourceIndex): ReadonlySet<string> {
  const mappings = index.of<lambda.CfnEventSourceMapping>('AWS::Lambda::EventSourceMapping');
  return new Set(mappings.map((mapping) => keyOf(mapping, mapping.eventSourceArn)));
}

/** Where Lambda sends what the function could not handle, or its results. */
function destinationsOf(target: lambda.Function, resource: lambda.CfnFunction, index: ResourceIndex): unknown[] {
  const deadLetters = withPaths(target, resource.deadLetterConfig) as { targetArn?: unknown } | undefined;
  const configs = index
    .of<lambda.CfnEventInvokeConfig>('AWS::Lambda::EventInvokeConfig')
    .filter((config) => keyOf(config, config.functionName) === resource.node.path);
  const destinations = configs.flatMap(({ destinationConfig }) => {
    const config = withPaths(target, destinationConfig) as Record<string, { destination?: unknown } | undefined> | undefined;
    return [config?.onFailure?.destination, config?.onSuccess?.destination];
  });
  return [deadLetters?.targetArn, ...destinations];
}

/** In the form in which statements name them. */
function arnsOf(target: lambda.Function, arns: readonly unknown[]): ReadonlySet<string> {
  return new Set(arns.filter((arn) => arn !== undefined).map((arn) => keyOf(target, arn)));
}
