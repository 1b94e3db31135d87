import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { RUNTIMES_SOURCE, type RuntimeStanding, runtimeStanding } from '../spec/runtimes';
import { ConstructError, type Place } from './construct-error';
import { warn } from './construct-warning';
import { today } from './today';

/** What `lambda.Runtime.FROM_IMAGE` is called. */
const IMAGE = 'FROM_IMAGE';

/** Refuses a runtime that Lambda would refuse for every function, new or old. */
export function checkRuntime(place: Place, scope: IConstruct, runtime: lambda.Runtime): void {
  const standing = standingOf(place, scope, runtime);
  if (standing?.is === 'unknown') {
    throw new ConstructError(place, 'RUNTIME_UNKNOWN', `runtime must be one of Lambda's, but is '${runtime.name}'.`);
  }
  if (standing?.is === 'blocked') {
    throw new ConstructError(
      place,
      'RUNTIME_BLOCKED',
      `runtime must not be ${runtime.name}: since ${standing.updateBlocked} no function can be created or changed with it (${RUNTIMES_SOURCE}).`,
    );
  }
}

/** Says what is to come, or what holds for new functions only; whether this one is new, nobody knows here. */
export function warnOfRuntime(fn: lambda.Function): void {
  const { name } = fn.runtime;
  const standing = standingOf(fn, fn, fn.runtime);
  if (standing?.is === 'preview') warn(fn, 'RUNTIME_PREVIEW', `runtime ${name} is a preview.`);
  if (standing?.is === 'newer') warn(fn, 'RUNTIME_NEWER', `runtime ${name} is newer than this release of cdk-lambda-kit.`);
  if (standing?.is === 'deprecated' || standing?.is === 'creation-blocked') {
    warn(fn, 'RUNTIME_DEPRECATED', `runtime ${name} is deprecated since ${standing.deprecated}${blocks(standing)}.`);
  }
}

function blocks({ is, creationBlocked, updateBlocked }: RuntimeStanding): string {
  if (creationBlocked === undefined) return '';
  const creation = is === 'creation-blocked' ? 'cannot be created any more' : `cannot be created from ${creationBlocked} on`;
  return `; functions with it ${creation}, and not changed from ${updateBlocked} on`;
}

/** Nothing for images, which bring their own, and for runtimes that the CDK or the deployment is still to choose. */
function standingOf(place: Place, scope: IConstruct, runtime: lambda.Runtime): RuntimeStanding | undefined {
  if (runtime.name === IMAGE || runtime.isVariable || Token.isUnresolved(runtime.name)) return undefined;
  return runtimeStanding(runtime.name, today(place, scope));
}
