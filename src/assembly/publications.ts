import type { Resource } from './resource';
import { attempt } from './unresolved';

/**
 * The numbers of what is published one after the other: versions of a function, versions of a layer.
 *
 * CloudFormation publishes in no order that a template could tell, so this one is as good as any and always the same: first
 * those of the owner's own stack, then those of other stacks by their ids; in a stack in the order of the template, but none
 * before what its `DependsOn` names.
 */
export class Publications {
  private numbers: ReadonlyMap<Resource, string> | undefined;

  /** `ownerOf` gives what a resource is a version of, and the stack of that; it may throw `Unresolved`. */
  constructor(
    private readonly resources: () => readonly Resource[],
    private readonly ownerOf: (resource: Resource) => { readonly key: string; readonly stack: string },
  ) {}

  numberOf(resource: Resource): string | undefined {
    this.numbers ??= this.count();
    return this.numbers.get(resource);
  }

  private count(): ReadonlyMap<Resource, string> {
    const groups = new Map<string, Resource[]>();
    const stacks = new Map<string, string>();
    for (const resource of this.resources()) {
      const { value: owner } = attempt(() => this.ownerOf(resource));
      if (owner === undefined) continue;
      stacks.set(owner.key, owner.stack);
      groups.set(owner.key, [...(groups.get(owner.key) ?? []), resource]);
    }
    const numbers = new Map<Resource, string>();
    for (const [key, group] of groups) {
      inOrder(group, stacks.get(key) ?? '').forEach((resource, i) => {
        numbers.set(resource, String(i + 1));
      });
    }
    return numbers;
  }
}

function inOrder(group: readonly Resource[], ownStack: string): readonly Resource[] {
  const rank = ({ home }: Resource) => `${home.id === ownStack ? 0 : 1}${home.id}`;
  const waiting = [...group].sort((a, b) => (rank(a) < rank(b) ? -1 : Number(rank(a) > rank(b))));
  const ordered: Resource[] = [];
  while (waiting.length > 0) {
    const isFree = (resource: Resource) =>
      !waiting.some(
        (other) => other.home === resource.home && other !== resource && resource.dependsOn.includes(other.logicalId),
      );
    const next = Math.max(waiting.findIndex(isFree), 0);
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}
