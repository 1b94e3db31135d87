import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack, Token } from 'aws-cdk-lib/core';
import { LATEST } from '../spec/alias-limits';
import { PROVISIONED_CONCURRENCY, SCALING_CAPACITY } from '../spec/provisioned-concurrency-limits';
import { within } from './check';
import { ConstructError, type Place } from './construct-error';
import { functionResource, provisionedOf, reservationOf, versionResource } from './function-facts';
import type { Traffic } from './traffic';

/** Refuses an amount that the alias of `traffic` could not have ready. */
export function checkProvisioned(place: Place, traffic: Traffic, amount: number): void {
  within(place, 'provisionedConcurrentExecutions', amount, PROVISIONED_CONCURRENCY);
  checkProvisionable(place, traffic);
  mustFitReservation(place, 'provisionedConcurrentExecutions', amount, traffic._primary.lambda);
}

/** Refuses provisioned concurrency, of whatever amount, where Lambda has none (CON-04, CON-06, ALS-10). */
export function checkProvisionable(place: Place, { _primary: primary, _second: second }: Traffic): void {
  if (primary.version === LATEST) {
    throw notSupported(place, 'the alias must not point to $LATEST, because only published versions are provisioned');
  }
  if (second) {
    throw new ConstructError(
      place,
      'WEIGHTS_WITH_PROVISIONED',
      'provisionedConcurrentExecutions must not meet traffic that is split between versions.',
    );
  }
  const resource = functionResource(primary.lambda);
  if (resource) checkFunction(place, resource);
  if (versionResource(primary)?.provisionedConcurrencyConfig) {
    throw new ConstructError(
      place,
      'PROVISIONED_TWICE',
      `provisionedConcurrentExecutions must not be on the alias, because the version ${primary.node.path} has it already.`,
    );
  }
}

function checkFunction(place: Place, resource: lambda.CfnFunction): void {
  const resolved = (value: unknown) => Stack.of(resource).resolve(value) as Readonly<Record<string, unknown>> | undefined;
  if (resolved(resource.snapStart)?.applyOn === 'PublishedVersions') {
    throw notSupported(place, 'the function must not use SnapStart');
  }
  if (resolved(resource.tenancyConfig)?.tenantIsolationMode !== undefined) {
    throw notSupported(place, 'the function must not isolate tenants');
  }
}

function notSupported(place: Place, why: string): ConstructError {
  return new ConstructError(place, 'PROVISIONED_NOT_SUPPORTED', `for provisionedConcurrentExecutions ${why}.`);
}

/** A reservation is for all qualifiers of the function, what is kept ready among them (CON-05). */
export function mustFitReservation(place: Place, prop: string, amount: number, fn: lambda.IFunction): void {
  const reserved = reservationOf(fn);
  if (reserved === undefined || Token.isUnresolved(amount) || amount <= reserved) return;
  throw new ConstructError(
    place,
    'PROVISIONED_ABOVE_RESERVED',
    `${prop} must be at most ${reserved} environments, which are reserved for ${fn.node.path}, but is ${amount}.`,
  );
}

/** Between what the amount is scaled. */
export interface ScalingRange {
  readonly minCapacity?: number;
  readonly maxCapacity?: number;
}

/** Refuses a range that could never hold, and an amount outside, which each deployment would set again (CON-05). */
export function checkRange(
  place: Place,
  { minCapacity: min, maxCapacity: max }: ScalingRange,
  fn: lambda.IFunction,
  amount?: number,
): void {
  for (const [prop, value] of Object.entries({ minCapacity: min, maxCapacity: max })) {
    if (value === undefined) continue;
    within(place, prop, value, SCALING_CAPACITY);
    mustFitReservation(place, prop, value, fn);
  }
  const ordered = [min, amount, max].filter((value) => value !== undefined && !Token.isUnresolved(value)) as number[];
  if (ordered.every((value, index) => index === 0 || value >= (ordered[index - 1] as number))) return;
  const names = [min !== undefined && 'minCapacity', amount !== undefined && 'provisionedConcurrentExecutions', 'maxCapacity'];
  throw new ConstructError(
    place,
    'SCALING_RANGE',
    `${names.filter(Boolean).join(', ')} must ascend, but are ${ordered.join(', ')} environments.`,
  );
}

/** What is kept ready on the aliases and versions of one function together. */
export function totalProvisioned(aliases: readonly lambda.Alias[]): number {
  const resources = new Set(
    aliases.flatMap((alias) => [alias.node.defaultChild as lambda.CfnAlias, versionResource(alias.version)]),
  );
  return [...resources].reduce((total, resource) => total + (provisionedOf(resource) ?? 0), 0);
}
