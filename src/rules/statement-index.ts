import { isOneOf } from './arn-patterns';

interface Speaking {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

interface Index<S> {
  readonly named: ReadonlyMap<string, readonly S[]>;
  /** Those with wildcards, variables or unknown parts: they may speak of anything. */
  readonly open: readonly S[];
}

/** Fewer are looked through faster than they are indexed. */
const FEW = 8;

const known = new WeakMap<readonly Speaking[], Map<string, Index<Speaking>>>();

/**
 * Those of the statements that can speak of the action on the resource, whatever they say of it.
 *
 * A role that a thousand functions share is asked about thousands of times, and has as many statements.
 */
export function speakingOf<S extends Speaking>(statements: readonly S[], action: string, resource: string): readonly S[] {
  if (statements.length <= FEW) return statements;
  const indexes = (known.get(statements) ?? new Map()) as Map<string, Index<S>>;
  known.set(statements, indexes);
  const index = indexes.get(action) ?? indexOf(statements, action);
  indexes.set(action, index);
  const named = index.named.get(placeless(resource));
  return named === undefined ? index.open : [...index.open, ...named];
}

function indexOf<S extends Speaking>(statements: readonly S[], action: string): Index<S> {
  const named = new Map<string, S[]>();
  const open: S[] = [];
  for (const each of statements) {
    if (each.actions.length > 0 && !isOneOf(each.actions, action)) continue;
    if (each.resources.length === 0 || each.resources.some((pattern) => /[*?$]/.test(pattern))) open.push(each);
    else {
      for (const place of new Set(each.resources.map(placeless))) {
        const others = named.get(place);
        if (others === undefined) named.set(place, [each]);
        else others.push(each);
      }
    }
  }
  return { named, open };
}

/** The ARN without Region and account, which may stand for any. */
function placeless(arn: string): string {
  const parts = arn.split(':');
  if (parts.length < 6) return arn;
  return [...parts.slice(0, 3), '', '', ...parts.slice(5)].join(':');
}
