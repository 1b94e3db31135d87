import type { Entry, Happening } from './entry';

export interface JournalLimits {
  /** How many entries are kept at least. */
  readonly entries: number;
  /** How many characters of events, results and log lines the kept entries have together, about. */
  readonly characters: number;
}

/** Room for the invocations of a long session, in less than 100 MB. */
export const JOURNAL_LIMITS: JournalLimits = { entries: 100_000, characters: 32_000_000 };

/** What happened, in order; the oldest entries make room for new ones. The command line, tests and log files are readers of it. */
export class Journal {
  private kept: Entry[] = [];
  private characters = 0;
  private lost = 0;
  /** Findings that have been told. */
  private readonly found = new Set<string>();
  private readonly readers = new Set<(entry: Entry) => void>();

  constructor(
    private readonly now: () => number,
    private readonly limits: JournalLimits = JOURNAL_LIMITS,
  ) {}

  /** The happening is the journal's from here on: it becomes the entry, since copying every one takes longer than all else. */
  append(happening: Happening): void {
    if (happening.kind === 'permission.missing') {
      if (this.found.has(happening.finding)) return;
      this.found.add(happening.finding);
    }
    const entry = happening as Happening & { at: number };
    entry.at = this.now();
    this.kept.push(entry);
    this.characters += charactersOf(entry);
    // In steps, since taking entries from the front costs as much as all that stay.
    if (this.kept.length > 1.25 * this.limits.entries || this.characters > 1.25 * this.limits.characters) this.makeRoom();
    for (const reader of this.readers) reader(entry);
  }

  /** The entries that are kept; the array is the journal's own and must not be changed. */
  get entries(): readonly Entry[] {
    return this.kept;
  }

  /** How many older entries had to make room. */
  get dropped(): number {
    return this.lost;
  }

  /** Calls `reader` with every entry from now on, until the function it returns is called. */
  subscribe(reader: (entry: Entry) => void): () => void {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  }

  /** The newest entry stays, however large it is. */
  private makeRoom(): void {
    let first = Math.max(0, this.kept.length - this.limits.entries);
    for (let at = 0; at < first; at++) this.characters -= charactersOf(this.kept[at] as Entry);
    while (this.characters > this.limits.characters && first < this.kept.length - 1) {
      this.characters -= charactersOf(this.kept[first++] as Entry);
    }
    this.lost += first;
    this.kept = this.kept.slice(first);
  }
}

/** Of what an app can make as long as it likes. */
function charactersOf(entry: Entry): number {
  if (entry.kind === 'log') return entry.line.length;
  if (entry.kind === 'invocation.started') return entry.event.length;
  if (entry.kind === 'invocation.ended') return entry.payload.length;
  if (entry.kind === 'topic.published') return entry.message.length;
  if (entry.kind === 'bus.received') return entry.event.length;
  return 'body' in entry ? entry.body.length : 0;
}
