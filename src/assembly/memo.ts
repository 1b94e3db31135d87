import type { FindingCode } from './finding-codes';
import { Unresolved, unresolvedFrom } from './unresolved';

/** Something the user should know about a value: it was made up. */
export interface Note {
  readonly code: FindingCode;
  /** The construct path it is about; absent when it is about whatever uses the value. */
  readonly where?: string;
  readonly message: string;
}

type Entry =
  | { readonly state: 'working' }
  | { readonly state: 'known'; readonly value: unknown; readonly notes: readonly Note[] }
  | { readonly state: 'lost'; readonly problem: Unresolved };

const WORKING: Entry = { state: 'working' };
const NO_NOTES: readonly Note[] = [];

/** No value is made of values that are made of values … more often than this; each step costs a dozen calls. */
const LONGEST_CHAIN = 200;

/** Values of one kind by name, as `Ref` of one stack. */
export class Known {
  readonly entries = new Map<string, Entry>();

  /** `kind` and `owner` go around the name in messages. */
  constructor(
    readonly kind: string,
    readonly owner: string,
  ) {}
}

/** Every value of the app that is worked out is worked out once; a value that is made of itself is found on the way. */
export class Memo {
  private notes: Note[] = [];
  private chain = 0;

  /** `compute`, unless that was done before; its notes belong to everyone who asks. */
  once<T>(known: Known, name: string, compute: () => T): T {
    const entry = known.entries.get(name);
    if (entry?.state === 'known') {
      if (entry.notes.length > 0) this.notes.push(...entry.notes);
      return entry.value as T;
    }
    if (entry?.state === 'lost') throw entry.problem;
    const what = `${known.kind} ${name} of ${known.owner}`;
    if (entry?.state === 'working') throw new Unresolved('CIRCULAR_REFERENCE', `${what} is made of itself`);
    if (this.chain === LONGEST_CHAIN)
      throw new Unresolved('VALUE_TOO_LARGE', `${what} hangs on more than ${LONGEST_CHAIN} others`);

    known.entries.set(name, WORKING);
    this.chain++;
    try {
      const { value, notes } = this.listen(compute);
      known.entries.set(name, { state: 'known', value, notes: notes.length > 0 ? notes : NO_NOTES });
      this.notes.push(...notes);
      return value;
    } catch (error) {
      const problem = unresolvedFrom(error);
      known.entries.set(name, { state: 'lost', problem });
      throw problem;
    } finally {
      this.chain--;
    }
  }

  note(note: Note): void {
    this.notes.push(note);
  }

  /** `compute`, with the notes on everything it used. */
  listen<T>(compute: () => T): { readonly value: T; readonly notes: readonly Note[] } {
    const outer = this.notes;
    const inner: Note[] = [];
    this.notes = inner;
    try {
      return { value: compute(), notes: inner };
    } finally {
      this.notes = outer;
    }
  }
}
