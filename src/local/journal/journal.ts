import type { Entry, Happening } from './entry';

/** Everything that happened, in order. The command line, tests and log files are readers of it. */
export class Journal {
  private readonly kept: Entry[] = [];
  private readonly readers = new Set<(entry: Entry) => void>();

  constructor(private readonly now: () => number) {}

  append(happening: Happening): void {
    const entry: Entry = { at: this.now(), ...happening };
    this.kept.push(entry);
    for (const reader of this.readers) reader(entry);
  }

  /** All entries so far; the array is the journal's own and must not be changed. */
  get entries(): readonly Entry[] {
    return this.kept;
  }

  /** Calls `reader` with every entry from now on, until the function it returns is called. */
  subscribe(reader: (entry: Entry) => void): () => void {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  }
}
