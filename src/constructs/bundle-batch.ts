import * as fs from 'node:fs';
import type { IConstruct } from 'constructs';
import { type Built, build } from './bundle-build';
import type { BundleOutcome, BundleRequest } from './bundle-request';
import { BundleStore, type Remembered, storeKey } from './bundle-store';
import { Sight } from './bundle-witness';
import { Witnesses } from './bundle-witnesses';
import type { FoundEsbuild } from './esbuild';

/** What one synthesis needs besides the requests. */
export interface BatchOptions {
  readonly esbuild: FoundEsbuild;
  /** A folder that can be written. */
  readonly cache: string;
  /** The day of the synthesis, in milliseconds since 1970. */
  readonly day: number;
}

/** One request, whose outcome is there when somebody asks. */
export interface BundleTicket {
  outcome(): BundleOutcome;
}

const batches = new WeakMap<IConstruct, BundleBatch>();

/** All bundles of an app are made together: when the first of them is needed, which is after the last function was created. */
export function bundleBatch(scope: IConstruct, options: () => BatchOptions): BundleBatch {
  const { root } = scope.node;
  const known = batches.get(root) ?? new BundleBatch(options);
  batches.set(root, known);
  return known;
}

export class BundleBatch {
  private waiting = new Map<string, BundleRequest>();
  private before: (() => void)[] = [];
  private readonly outcomes = new Map<string, BundleOutcome>();

  constructor(private readonly options: () => BatchOptions) {}

  /** The same request twice is bundled once. `before` is called when bundling is about to begin. */
  add(request: BundleRequest, before?: () => void): BundleTicket {
    const key = JSON.stringify(request);
    if (before) this.before.push(before);
    if (!this.outcomes.has(key)) this.waiting.set(key, request);
    return {
      outcome: () => {
        if (!this.outcomes.has(key)) this.run();
        return this.outcomes.get(key) as BundleOutcome;
      },
    };
  }

  private run(): void {
    const waiting = [...this.waiting];
    this.waiting = new Map();
    for (const act of this.before.splice(0)) act();
    const outcomes = bundled(
      waiting.map(([, request]) => request),
      this.options(),
    );
    waiting.forEach(([key], index) => {
      this.outcomes.set(key, outcomes[index] as BundleOutcome);
    });
  }
}

/** From the store what is there and has not changed; the rest is made and kept. */
function bundled(requests: readonly BundleRequest[], { esbuild, cache, day }: BatchOptions): readonly BundleOutcome[] {
  const store = new BundleStore(cache);
  const sight = new Sight();
  const keys = requests.map((request) => storeKey(request, esbuild.version));
  const found = requests.map((request, index) => (isStorable(request) ? store.find(keys[index] as string, sight) : undefined));
  const missing = requests.filter((_, index) => found[index] === undefined);
  const reread = found.filter((each) => each !== undefined && sight.hasRead(each.witnesses)) as readonly Remembered[];

  const since = missing.length > 0 || reread.length > 0 ? store.now() : 0;
  const made = madeNow(store, esbuild, missing, day);
  const renewed = reread.map((each) => ({ ...each, witnesses: sight.renewed(each.witnesses, since) }));
  store.keep([...renewed, ...remembered(made, since, esbuild)], day);
  store.touch(
    keys.filter((_, index) => found[index] !== undefined),
    day,
  );
  return requests.map((request, index) => {
    const before = found[index];
    return before ? { kind: 'bundled', bundle: before.bundle } : (made.get(request) as Built).outcome;
  });
}

function madeNow(
  store: BundleStore,
  esbuild: FoundEsbuild,
  missing: readonly BundleRequest[],
  day: number,
): ReadonlyMap<BundleRequest, Built> {
  if (missing.length === 0) return new Map();
  const work = store.workFolder();
  try {
    const built = build(esbuild, missing, work).map((each): Built => {
      if (!('inputs' in each)) return each;
      return { ...each, outcome: { kind: 'bundled', bundle: store.take(each.outcome.bundle, day) } };
    });
    return new Map(missing.map((request, index) => [request, built[index] as Built]));
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** Nobody knows what a plugin reads, or what a command of the author writes. */
function isStorable({ plugins, isUnsteady }: BundleRequest): boolean {
  return plugins.length === 0 && !isUnsteady;
}

function remembered(made: ReadonlyMap<BundleRequest, Built>, since: number, { version }: FoundEsbuild): readonly Remembered[] {
  const witnesses = new Witnesses(new Sight(), since);
  return [...made].flatMap(([request, built]) => {
    if (!('inputs' in built) || !isStorable(request)) return [];
    const seen = witnesses.of(request, built.inputs);
    return seen ? [{ key: storeKey(request, version), bundle: built.outcome.bundle, witnesses: seen }] : [];
  });
}
