import { UNRESERVED_MINIMUM } from '../../../spec/reserved-concurrency';
import type { AwsError } from '../aws-error';
import type { Change } from './change-result';
import { aliasOf, qualifierMissing, versionOf } from './locate';
import { conflict, invalidParameter, invalidWithoutOrigin } from './preconditions';
import {
  type Moment,
  type Registered,
  type RegisteredAlias,
  type RegisteredVersion,
  type RegistryState,
  withFunction,
} from './state';

/** CON-02, CON-03, CON-05; undefined ends the reservation. */
export function reserveConcurrency(state: RegistryState, fn: Registered, reserved: number | undefined): Change<undefined> {
  const { reservedConcurrency: _, ...free } = fn;
  if (reserved === undefined) return [withFunction(state, free), undefined];
  const provisioned = provisionedOf(fn);
  if (reserved < provisioned) {
    return invalidParameter(
      ` ReservedConcurrentExecutions  ${reserved} should not be lower than function's total provisioned concurrency [${provisioned}].`,
    );
  }
  if (unreserved(state, fn) - reserved < minimumOf(state)) return belowMinimum('ReservedConcurrentExecutions', state);
  return [withFunction(state, { ...free, reservedConcurrency: reserved }), undefined];
}

/** What has provisioned concurrency, or may have it: a published version or an alias of one (CON-04). */
export type Provisionable =
  | { readonly kind: 'alias'; readonly alias: RegisteredAlias }
  | { readonly kind: 'version'; readonly version: RegisteredVersion };

/** CON-04, CON-05, ALS-10. */
export function provision(
  state: RegistryState,
  fn: Registered,
  qualifier: string,
  wanted: number,
  { now }: Moment,
): Change<Provisionable> {
  const target = provisionable(fn, qualifier);
  if (target.kind === 'awsError') return target;
  // FN-68; the text is not known.
  if (fn.isolatesTenants) return invalidParameter('A function that isolates its tenants cannot have provisioned concurrency.');
  const others = provisionedOf(fn) - (countOf(target) ?? 0);
  const refused =
    ownerConflict(fn, target) ?? (fn.reservedConcurrency === undefined ? poolError(state, fn, wanted + others) : undefined);
  if (refused) return refused;
  if (fn.reservedConcurrency !== undefined && wanted + others > fn.reservedConcurrency) {
    return invalidParameter(
      'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
    );
  }
  return replaced(state, fn, target, { provisionedConcurrency: wanted, provisioned: { lastModified: now } });
}

/** Nothing stays ready for it; without a word when nothing was. */
export function unprovision(state: RegistryState, fn: Registered, qualifier: string): Change<Provisionable> {
  const target = provisionable(fn, qualifier);
  if (target.kind === 'awsError') return target;
  return countOf(target) === undefined ? [state, target] : replaced(state, fn, target, {});
}

/** The alias or version that the qualifier means, or why it can have none. */
export function provisionable(fn: Registered, qualifier: string): Provisionable | AwsError {
  if (qualifier === '$LATEST') return unpublished();
  const version = versionOf(fn, qualifier);
  if (version) return { kind: 'version', version };
  const alias = aliasOf(fn, qualifier);
  if (!alias) return qualifierMissing(fn.arn, qualifier);
  if (alias.version === '$LATEST') return unpublished();
  return { kind: 'alias', alias };
}

function unpublished(): AwsError {
  return invalidParameter('Provisioned Concurrency Configs cannot be applied to unpublished function versions.');
}

export function countOf(target: Provisionable): number | undefined {
  return (target.kind === 'alias' ? target.alias : target.version).provisionedConcurrency;
}

function provisionedOf(fn: Registered): number {
  return [...fn.versions, ...fn.aliases].reduce((sum, { provisionedConcurrency = 0 }) => sum + provisionedConcurrency, 0);
}

/** What reservations and the provisioned concurrency of other functions leave of the account's quota. */
function unreserved(state: RegistryState, fn: Registered): number {
  const others = state.functions.filter(
    (each) => each.arn !== fn.arn && each.region === fn.region && each.account === fn.account,
  );
  return others.reduce((left, other) => left - (other.reservedConcurrency ?? provisionedOf(other)), state.accountConcurrency);
}

function poolError(state: RegistryState, fn: Registered, wanted: number): AwsError | undefined {
  const left = unreserved(state, fn);
  if (wanted > left) {
    return invalidWithoutOrigin(
      `Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [${left}].`,
    );
  }
  return left - wanted < minimumOf(state) ? belowMinimum('ConcurrentExecutions', state) : undefined;
}

/** What always stays for functions without a reservation: less only where the account has less (CON-02). */
function minimumOf({ accountConcurrency }: RegistryState): number {
  return Math.min(UNRESERVED_MINIMUM, accountConcurrency);
}

function belowMinimum(member: string, state: RegistryState): AwsError {
  return invalidWithoutOrigin(
    `Specified ${member} for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minimumOf(state)}].`,
  );
}

function ownerConflict(fn: Registered, target: Provisionable): AwsError | undefined {
  const isProvisioned = ({ provisionedConcurrency }: { readonly provisionedConcurrency?: number }) =>
    provisionedConcurrency !== undefined;
  if (target.kind === 'alias') {
    const { version, additional } = target.alias;
    const taken = fn.versions.some(
      (each) => isProvisioned(each) && (each.number === version || each.number === additional?.version),
    );
    return taken
      ? conflict("Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version")
      : undefined;
  }
  const { number } = target.version;
  const pointed = fn.aliases.some(
    (each) => isProvisioned(each) && (each.version === number || each.additional?.version === number),
  );
  return pointed ? conflict('Version is pointed by a Provisioned Concurrency alias') : undefined;
}

function replaced(
  state: RegistryState,
  fn: Registered,
  target: Provisionable,
  provisioned: Pick<RegisteredAlias, 'provisionedConcurrency' | 'provisioned'>,
): Change<Provisionable> {
  const without = <T extends Pick<RegisteredAlias, 'provisionedConcurrency' | 'provisioned'>>(owner: T) => {
    const { provisionedConcurrency: _, provisioned: __, ...rest } = owner;
    return rest;
  };
  if (target.kind === 'alias') {
    const alias = { ...without(target.alias), ...provisioned } as RegisteredAlias;
    const aliases = fn.aliases.map((each) => (each === target.alias ? alias : each));
    return [withFunction(state, { ...fn, aliases }), { kind: 'alias', alias }];
  }
  const version = { ...without(target.version), ...provisioned } as RegisteredVersion;
  const versions = fn.versions.map((each) => (each === target.version ? version : each));
  return [withFunction(state, { ...fn, versions }), { kind: 'version', version }];
}
