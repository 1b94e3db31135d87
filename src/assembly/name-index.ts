import { attempt } from './unresolved';

/** Where something named stands. */
export interface Place {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly directory: string;
}

export interface Named<T> {
  readonly item: T;
  readonly place: Place;
  /** Its name, when it can be had without evaluating anything. */
  readonly literal?: string;
  /** Its name otherwise; may throw `Unresolved`, and then it cannot be found. */
  readonly name: () => string;
}

/**
 * Things by name, wherever in the app they are. Names that are written out are known first, so that making up the others may
 * look for them.
 */
export class NameIndex<T> {
  private readonly found = new Map<string, Named<T>[]>();
  private state: 'new' | 'building' | 'complete' = 'new';

  constructor(private readonly collect: () => readonly Named<T>[]) {}

  /** The one of this name that is nearest to a stack: in the same stack, else in the same stage and environment, and so on. */
  find(name: string, from: Place): T | undefined {
    this.build();
    const candidates = this.found.get(name) ?? [];
    if (candidates.length < 2) return candidates[0]?.item;
    const [nearest] = [...candidates].sort(
      (a, b) => distance(a.place, from) - distance(b.place, from) || compare(a.place.id, b.place.id),
    );
    return nearest?.item;
  }

  private build(): void {
    if (this.state !== 'new') return;
    this.state = 'building';
    const all = this.collect();
    for (const each of all) if (each.literal !== undefined) this.put(each.literal, each);
    this.putMadeUp(all.filter((each) => each.literal === undefined));
    this.state = 'complete';
  }

  /** A name may be made of what another leads to, so those that fail are tried again as long as any succeeds. */
  private putMadeUp(named: readonly Named<T>[]): void {
    const failed = named.filter((each) => {
      const { value } = attempt(each.name);
      if (value !== undefined) this.put(value, each);
      return value === undefined;
    });
    if (failed.length > 0 && failed.length < named.length) this.putMadeUp(failed);
  }

  private put(name: string, named: Named<T>): void {
    const others = this.found.get(name);
    if (others === undefined) this.found.set(name, [named]);
    else others.push(named);
  }
}

function distance(a: Place, b: Place): number {
  if (a.id === b.id) return 0;
  const isSameEnvironment = a.account === b.account && a.region === b.region;
  return (a.directory === b.directory ? 1 : 2) + (isSameEnvironment ? 0 : 2);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
