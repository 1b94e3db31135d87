import { CHANGE_TAKES_MS } from '../../../spec/control-plane';
import { busy } from './change';
import type { Change } from './change-result';
import { aliasOf, functionNotFound, versionOf } from './locate';
import { conflict, invalidParameter, revisionError } from './preconditions';
import { type Latest, type Moment, type Registered, type RegistryState, withFunction } from './state';

export type NewFunction = Pick<Registered, 'name' | 'arn' | 'account' | 'region' | 'configuration' | 'tags'> &
  Pick<Latest, 'deadLetterArn'>;

/** FN-80; FN-06. */
export function createFunction(state: RegistryState, wanted: NewFunction, { now, newId }: Moment): Change<Registered> {
  if (state.functions.some((fn) => fn.arn === wanted.arn)) return conflict(`Function already exist: ${wanted.name}`);
  const fn: Registered = {
    ...wanted,
    // It stands in no template; this is how it is named in the journal.
    address: { stack: '', logicalId: wanted.name, path: wanted.name },
    revisionId: newId(),
    lastModified: now,
    condition: { is: 'creating', until: now + CHANGE_TAKES_MS },
    versions: [],
    aliases: [],
    urls: [],
    permissions: [],
    asyncConfigurations: [],
    recursiveLoop: 'Terminate',
  };
  return [{ ...state, functions: [...state.functions, fn] }, fn];
}

/** `$LATEST` becomes `next`, though not at once (FN-81). */
export function updateFunction(
  state: RegistryState,
  fn: Registered,
  next: Latest,
  revisionId: string | undefined,
  { now, newId }: Moment,
): Change<Registered> {
  const refused = busy(fn) ?? revisionError(revisionId, fn.revisionId);
  if (refused) return refused;
  const changed: Registered = {
    ...fn,
    revisionId: newId(),
    lastModified: now,
    condition: { is: 'updating', until: now + CHANGE_TAKES_MS, next },
  };
  return [withFunction(state, changed), changed];
}

/** The function with all that hangs on it, or one of its versions (FN-84, VER-09). */
export function deleteFunction(state: RegistryState, fn: Registered, qualifier: string | undefined): Change<undefined> {
  if (qualifier === undefined) return [{ ...state, functions: state.functions.filter((each) => each.arn !== fn.arn) }, undefined];
  if (qualifier === '$LATEST') return invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  if (aliasOf(fn, qualifier)) return invalidParameter('Deletion of aliases is not currently supported.');
  if (!/^\d+$/.test(qualifier)) return functionNotFound(`${fn.arn}:${qualifier}`, qualifier);
  // A version that is not there is gone already.
  if (!versionOf(fn, qualifier)) return [state, undefined];
  const pointing = fn.aliases.filter(({ version, additional }) => version === qualifier || additional?.version === qualifier);
  if (pointing.length > 0) {
    return conflict(
      `Version ${qualifier} of ${fn.name} is in use by ${pointing.map(({ name }) => `alias ${name}`).join(', ')} and cannot be deleted.`,
    );
  }
  const without = <T extends { readonly qualifier?: string }>(list: readonly T[]) =>
    list.filter((each) => each.qualifier !== qualifier);
  return [
    withFunction(state, {
      ...fn,
      versions: fn.versions.filter((version) => version.number !== qualifier),
      permissions: without(fn.permissions),
      asyncConfigurations: fn.asyncConfigurations.filter((each) => each.qualifier !== qualifier),
    }),
    undefined,
  ];
}
