import { createHash } from 'node:crypto';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack, Stage, Token } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import { EDGE_REGION, OTHER_PARTITION } from '../spec/edge-limits';
import { ConstructError } from './construct-error';

/** Where functions are made that are copied to the edge. */
const HOMES = new WeakSet<IConstruct>();

/** The most characters of the name of a stack. */
const STACK_NAME = 128;

/** Whether a function is made to be copied to the edge. */
export function isAtEdge(fn: lambda.Function): boolean {
  return fn.node.scope !== undefined && HOMES.has(fn.node.scope);
}

/** Gives the place in us-east-1 for the function of `edge`: there, or in a stack beside the one that it stands in. */
export function edgeHome(edge: Construct, stackId: string | undefined): Construct {
  const stack = Stack.of(edge);
  if (Token.isUnresolved(stack.region)) {
    throw new ConstructError(edge, 'EDGE_REGION_UNKNOWN', `the stack ${stack.node.path} must have a Region, but has none.`);
  }
  if (OTHER_PARTITION.test(stack.region)) {
    const message = `the stack must be in a Region beside ${EDGE_REGION}, but ${stack.region} is in another partition.`;
    throw new ConstructError(edge, 'EDGE_ELSEWHERE', message);
  }
  const home = stack.region === EDGE_REGION ? edge : placeIn(supportStack(edge, topOf(stack), stackId), edge);
  HOMES.add(home);
  return home;
}

/** The stack that a nested one is nested in, however deep. */
export function topOf(stack: Stack): Stack {
  return stack.nestedStackParent ? topOf(stack.nestedStackParent) : stack;
}

/** Makes one stack wait for another. */
export function addStackDependency(stack: Stack, target: Stack): void {
  const isNew = (stack as Partial<Stack>).addStackDependency !== undefined;
  // Older releases of the CDK have it under the name that newer ones call deprecated.
  if (isNew) stack.addStackDependency(target);
  else stack.addDependency(target);
}

function supportStack(edge: Construct, top: Stack, stackId: string | undefined): Stack {
  const stage = Stage.of(edge);
  if (!stage) throw new Error(`bug: ${edge.node.path} is in no stage`);
  const id = stackId ?? `${top.node.id}-edge-${top.region}`;
  const found = stage.node.tryFindChild(id);
  const support =
    found ??
    new Stack(stage, id, {
      // Told by the name of the stack that it serves, which is as unique.
      stackName: stackId === undefined ? shortened(`${top.stackName}-edge-${top.region}`) : undefined,
      description: `Functions of ${top.stackName} that are copied to the edge`,
      env: { account: top.account, region: EDGE_REGION },
      tags: top.tags.tagValues(),
    });
  if (!Stack.isStack(support) || support.region !== EDGE_REGION || support.account !== top.account) {
    const what = Stack.isStack(support) ? `a stack in ${support.region} of account ${support.account}` : 'no stack';
    const message = `${stackId === undefined ? '' : 'stackId '}${id} must be a stack in ${EDGE_REGION} of the same account, but is ${what}.`;
    throw new ConstructError(edge, 'EDGE_STACK_UNFIT', message);
  }
  addStackDependency(top, support);
  return support;
}

function shortened(name: string): string {
  if (name.length <= STACK_NAME) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, STACK_NAME - hash.length - 1)}-${hash}`;
}

/** Under the same path as in the app, so that several stacks can share one. */
function placeIn(support: Stack, edge: Construct): Construct {
  const stage = Stage.of(edge);
  const names = edge.node.scopes
    .filter((scope) => scope !== stage && !stage?.node.scopes.includes(scope))
    .map(({ node }) => node.id);
  return names.reduce<Construct>((scope, id) => {
    return (scope.node.tryFindChild(id) as Construct | undefined) ?? new Construct(scope, id);
  }, support);
}
