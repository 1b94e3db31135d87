import type { Interpreter } from '../launcher';
import type { Candidate } from './candidate';
import { distance, isVersion, newestFirst, type Version, versionText } from './version';

/** What an interpreter says of itself when it is started. */
export interface Answer {
  readonly command: string;
  readonly version: Version;
}

export interface InterpretersOptions<A extends Answer> {
  /** `22` of `nodejs22.x`, `3.13` of `python3.13`. */
  readonly wanted: (runtime: string) => Version;
  /** The executable that the user named for a runtime. */
  readonly named: (runtime: string) => string | undefined;
  /** Among equals, the first is taken. */
  readonly candidates: (runtime: string) => readonly Candidate[];
  /** The oldest that the bootstrap runs on. */
  readonly oldest: Version;
  /** Starts it; undefined when it cannot be used. */
  readonly ask: (file: string) => Promise<A | undefined>;
  /** A sentence for when there is none. */
  readonly missing: (runtime: string) => string;
}

/** Finds what runs a runtime: what the user named, its own version, or the nearest; looked for once, when it is needed. */
export class Interpreters<A extends Answer> {
  private readonly found = new Map<string, Promise<A & { readonly exact: boolean }>>();
  private readonly answers = new Map<string, Promise<A | undefined>>();

  constructor(private readonly options: InterpretersOptions<A>) {}

  /** Starts interpreters to learn their versions. Fails when there is none. */
  find(runtime: string): Promise<A & { readonly exact: boolean }> {
    const known = this.found.get(runtime) ?? this.choose(runtime);
    this.found.set(runtime, known);
    return known;
  }

  /** What `find` would give as far as names and places tell; nothing is started. */
  likely(runtime: string): Interpreter | undefined {
    const wanted = this.options.wanted(runtime);
    const named = this.options.named(runtime);
    const [best] = named === undefined ? this.ranked(runtime) : [{ file: named }];
    if (!best) return undefined;
    const { version } = best as Candidate;
    return {
      command: best.file,
      ...(version && { version: versionText(version) }),
      exact: version !== undefined && isVersion(version, wanted),
    };
  }

  isThere(runtime: string): boolean {
    return this.options.named(runtime) !== undefined || this.usable(runtime).length > 0;
  }

  private async choose(runtime: string): Promise<A & { readonly exact: boolean }> {
    const wanted = this.options.wanted(runtime);
    const named = this.options.named(runtime);
    if (named !== undefined) {
      const answer = await this.ask(named);
      if (!answer) throw new Error(`${named}, which is named for ${runtime}, cannot be used as its interpreter.`);
      return { ...answer, exact: isVersion(answer.version, wanted) };
    }
    const ranked = this.ranked(runtime);
    const known = ranked.filter(({ version }) => version && isVersion(version, wanted));
    const unknown = ranked.filter(({ version }) => !version);
    for (const { file } of [...known, ...unknown]) {
      const answer = await this.ask(file);
      if (answer && isVersion(answer.version, wanted)) return { ...answer, exact: true };
    }
    const others = ranked.filter((candidate) => !known.includes(candidate));
    const answers = await Promise.all(
      others.map(async (candidate) => candidate.version ?? (await this.ask(candidate.file))?.version),
    );
    const nearest = byDistance(
      others.flatMap(({ file }, at) => (answers[at] ? [{ file, version: answers[at] as Version }] : [])),
      wanted,
    );
    for (const { file } of nearest) {
      const answer = await this.ask(file);
      if (answer) return { ...answer, exact: isVersion(answer.version, wanted) };
    }
    throw new Error(this.options.missing(runtime));
  }

  /** Its own version first, then those whose version nobody knows, then the nearest. */
  private ranked(runtime: string): Candidate[] {
    const wanted = this.options.wanted(runtime);
    const usable = this.usable(runtime);
    const known = usable.filter((candidate): candidate is Required<Candidate> => candidate.version !== undefined);
    const exact = known.filter(({ version }) => isVersion(version, wanted));
    const others = known.filter(({ version }) => !isVersion(version, wanted));
    return [...exact, ...usable.filter(({ version }) => !version), ...byDistance(others, wanted)];
  }

  private usable(runtime: string): Candidate[] {
    const { oldest } = this.options;
    return this.options
      .candidates(runtime)
      .filter(
        ({ version }) => !version || ((version[0] === oldest[0] || oldest.length === 1) && newestFirst(oldest, version) >= 0),
      );
  }

  private ask(file: string): Promise<A | undefined> {
    const { oldest } = this.options;
    const asked =
      this.answers.get(file) ??
      this.options.ask(file).then((answer) => (answer && newestFirst(oldest, answer.version) >= 0 ? answer : undefined));
    this.answers.set(file, asked);
    return asked;
  }
}

/** The nearest first; of two that are equally far, the newer. */
function byDistance(candidates: readonly Required<Candidate>[], wanted: Version): Required<Candidate>[] {
  return candidates
    .filter(({ version }) => Number.isFinite(distance(version, wanted)))
    .sort(
      (one, other) => distance(one.version, wanted) - distance(other.version, wanted) || newestFirst(one.version, other.version),
    );
}
