import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import {
  CALLED_BY_LAMBDA,
  CALLED_BY_POLLERS,
  CALLED_FOR_DESTINATIONS,
  CALLED_THROUGH_SERVICES,
} from '../../spec/vpc-endpoint-services';
import { keyOf, keysOf } from './reference-key';
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
  const polled = arnsOf(target, polledSources(index));
  const sentTo = arnsOf(target, destinationsOf(target, resource, index));

  const actions = statementsOf(target, index).flatMap(({ Action, Resource }) => {
    const resources = list(Resource).map((arn) => JSON.stringify(arn));
    const areIn = (arns: ReadonlySet<string>) => resources.length > 0 && resources.every((arn) => arns.has(arn));
    const isForLambda = (action: string) =>
      CALLED_BY_LAMBDA.test(action) ||
      (areIn(polled) && CALLED_BY_POLLERS.test(action)) ||
      (areIn(sentTo) && CALLED_FOR_DESTINATIONS.test(action));
    return list(Action).filter((action) => typeof action === 'string' && action.includes(':') && !isForLambda(action));
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
  const own = index
    .of<iam.CfnRole>('AWS::IAM::Role')
    .filter((resource) => resource.node.path === key)
    .flatMap((resource) => list(Stack.of(resource).resolve(resource.policies)) as { PolicyDocument?: unknown }[]);
  const attached = [
    ...index.of<iam.CfnPolicy>('AWS::IAM::Policy'),
    ...index.of<iam.CfnManagedPolicy>('AWS::IAM::ManagedPolicy'),
  ].filter((policy) => keysOf(policy, policy.roles).includes(key));

  const documents = [
    ...own.map((policy) => policy.PolicyDocument ?? (policy as { policyDocument?: unknown }).policyDocument),
    ...attached.map((policy) => Stack.of(policy).resolve(policy.policyDocument) as unknown),
  ];
  return documents
    .flatMap((document) => list((document as { Statement?: unknown } | undefined)?.Statement) as Statement[])
    .filter(({ Effect }) => Effect === 'Allow');
}

/** Everything that Lambda polls for functions of the app, also through aliases. */
function polledSources(index: ResourceIndex): unknown[] {
  return index.of<lambda.CfnEventSourceMapping>('AWS::Lambda::EventSourceMapping').map(({ eventSourceArn }) => eventSourceArn);
}

/** Where Lambda sends what the function could not handle, or its results. */
function destinationsOf(target: lambda.Function, resource: lambda.CfnFunction, index: ResourceIndex): unknown[] {
  const stack = Stack.of(target);
  const deadLetters = stack.resolve(resource.deadLetterConfig) as { targetArn?: unknown } | undefined;
  const configs = index
    .of<lambda.CfnEventInvokeConfig>('AWS::Lambda::EventInvokeConfig')
    .filter((config) => keyOf(config, config.functionName) === resource.node.path);
  const destinations = configs.flatMap(({ destinationConfig }) => {
    const config = stack.resolve(destinationConfig) as Record<string, { destination?: unknown } | undefined> | undefined;
    return [config?.onFailure?.destination, config?.onSuccess?.destination];
  });
  return [deadLetters?.targetArn, ...destinations];
}

/** In the form in which statements name them. */
function arnsOf(target: lambda.Function, arns: readonly unknown[]): ReadonlySet<string> {
  const stack = Stack.of(target);
  return new Set(arns.filter((arn) => arn !== undefined).map((arn) => JSON.stringify(stack.resolve(arn))));
}

function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
