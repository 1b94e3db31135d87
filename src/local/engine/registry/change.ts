import type { Instant } from '../../time/clock';
import { type AwsError, awsError } from '../aws-error';
import { settledMapping } from './mappings';
import { type Moment, type Registered, type RegisteredVersion, type RegistryState, withFunction } from './state';

/** The registry as it is at `now`: what was under way and has had its time is done. */
export function settled(state: RegistryState, { now, newId }: Moment): RegistryState {
  const due = nextDue(state);
  if (due === undefined || due > now) return state;
  return {
    ...state,
    functions: state.functions.map((fn) => (isDue(fn, now) ? settledFunction(fn, now, newId) : fn)),
    mappings: state.mappings.flatMap((mapping) => settledMapping(mapping, now)),
  };
}

/**
 * Somebody looks at the status of a function, by its ARN, or of a mapping, by its UUID: what is under way of it ends now, so that
 * nobody has to wait for nothing.
 */
export function lookedAt(state: RegistryState, name: string, { newId }: Moment): RegistryState {
  const end = Number.POSITIVE_INFINITY;
  const fn = state.functions.find((each) => each.arn === name);
  if (fn && isDue(fn, end)) return withFunction(state, settledFunction(fn, end, newId));
  if (!state.mappings.some(({ uuid, until }) => uuid === name && until !== undefined)) return state;
  return { ...state, mappings: state.mappings.flatMap((each) => (each.uuid === name ? settledMapping(each, end) : [each])) };
}

/** When the next thing is done by itself; undefined when nothing is under way. */
export function nextDue(state: RegistryState): Instant | undefined {
  const times = [...state.functions.flatMap(untils), ...state.mappings.flatMap(({ until }) => until ?? [])];
  return times.length === 0 ? undefined : Math.min(...times);
}

/** FN-81: one change at a time. */
export function busy(fn: Registered): AwsError | undefined {
  if (fn.condition.is === 'active') return undefined;
  // Of a function that is only being created the text is not known.
  const why =
    fn.condition.is === 'updating'
      ? `An update is in progress for resource: ${fn.arn}`
      : 'The function is currently in the following state: Pending';
  return awsError('ResourceConflictException', 409, `The operation cannot be performed at this time. ${why}`);
}

function untils(fn: Registered): Instant[] {
  return [
    ...(fn.condition.is === 'active' ? [] : [fn.condition.until]),
    ...fn.versions.flatMap((version) => version.pendingUntil ?? []),
  ];
}

function isDue(fn: Registered, now: Instant): boolean {
  if (fn.condition.is !== 'active' && fn.condition.until <= now) return true;
  return fn.versions.some((version) => version.pendingUntil !== undefined && version.pendingUntil <= now);
}

/** The revision changes again when a change has ended (FN-80). */
function settledFunction(fn: Registered, now: Instant, newId: () => string): Registered {
  const versions = fn.versions.map((version) => settledVersion(version, now, newId));
  if (fn.condition.is === 'active' || fn.condition.until > now) return { ...fn, versions };
  const revised = { ...fn, versions, revisionId: newId(), condition: { is: 'active' } as const };
  if (fn.condition.is === 'creating') return revised;
  const { deadLetterArn: _, ...rest } = revised;
  return { ...rest, ...fn.condition.next };
}

function settledVersion(version: RegisteredVersion, now: Instant, newId: () => string): RegisteredVersion {
  const { pendingUntil, ...ready } = version;
  return pendingUntil !== undefined && pendingUntil <= now ? { ...ready, revisionId: newId() } : version;
}
