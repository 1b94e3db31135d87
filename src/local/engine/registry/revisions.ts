import type { Moment, Registered } from './state';

/**
 * The revision of what a qualifier means: the function itself, a version or an alias. Its policy has the same one, since a change of
 * the policy is one of what it belongs to (IAM-05; recorded).
 */
export function revisionOf(fn: Registered, qualifier: string | undefined): string | undefined {
  if (isLatest(qualifier)) return fn.revisionId;
  const owner = fn.aliases.find(({ name }) => name === qualifier) ?? fn.versions.find((version) => version.number === qualifier);
  return owner?.revisionId;
}

/** The function with another revision of what the qualifier means. */
export function revised(fn: Registered, qualifier: string | undefined, { newId }: Pick<Moment, 'newId'>): Registered {
  if (isLatest(qualifier)) return { ...fn, revisionId: newId() };
  return {
    ...fn,
    aliases: fn.aliases.map((alias) => (alias.name === qualifier ? { ...alias, revisionId: newId() } : alias)),
    versions: fn.versions.map((version) => (version.number === qualifier ? { ...version, revisionId: newId() } : version)),
  };
}

function isLatest(qualifier: string | undefined): boolean {
  return qualifier === undefined || qualifier === '$LATEST';
}
