/** Below zero, zero or above: how an entry stands to what is looked for. */
export type Compare<T> = (entry: T) => number;

/** Pieces of a list are split when they are longer. */
const PIECE = 512;

/** Entries in order, none twice; found, put in and taken out in about the logarithm of their number. */
export class SortedList<T> {
  private pieces: T[][] = [];
  private count = 0;

  constructor(private readonly order: (one: T, other: T) => number) {}

  get size(): number {
    return this.count;
  }

  find(compare: Compare<T>): T | undefined {
    const entry = this.from(compare).next().value as T | undefined;
    return entry !== undefined && compare(entry) === 0 ? entry : undefined;
  }

  /** In the place of the one that is the same by the order. */
  put(entry: T): void {
    const compare = (other: T) => this.order(other, entry);
    const at = Math.min(
      first(this.pieces, (piece) => compare(piece.at(-1) as T) >= 0),
      Math.max(0, this.pieces.length - 1),
    );
    const piece = this.pieces[at];
    if (!piece) {
      this.pieces.push([entry]);
      this.count++;
      return;
    }
    const place = first(piece, (other) => compare(other) >= 0);
    if (place < piece.length && compare(piece[place] as T) === 0) {
      piece[place] = entry;
      return;
    }
    piece.splice(place, 0, entry);
    this.count++;
    if (piece.length > PIECE) this.pieces.splice(at, 1, piece.slice(0, PIECE / 2), piece.slice(PIECE / 2));
  }

  /** The one that is the same by the order, if it is there. */
  remove(entry: T): void {
    const compare = (other: T) => this.order(other, entry);
    const at = first(this.pieces, (piece) => compare(piece.at(-1) as T) >= 0);
    const piece = this.pieces[at];
    if (!piece) return;
    const place = first(piece, (other) => compare(other) >= 0);
    if (compare(piece[place] as T) !== 0) return;
    piece.splice(place, 1);
    this.count--;
    if (piece.length === 0) this.pieces.splice(at, 1);
  }

  clear(): void {
    this.pieces = [];
    this.count = 0;
  }

  /** From the first entry that is not below; the list must not be changed meanwhile. */
  *from(compare: Compare<T>): Generator<T, void> {
    let at = first(this.pieces, (piece) => compare(piece.at(-1) as T) >= 0);
    let piece = this.pieces[at];
    if (!piece) return;
    let place = first(piece, (entry) => compare(entry) >= 0);
    for (; piece; piece = this.pieces[++at], place = 0) {
      for (; place < piece.length; place++) yield piece[place] as T;
    }
  }

  /** From the last entry that is not above, backwards. */
  *backFrom(compare: Compare<T>): Generator<T, void> {
    let at = first(this.pieces, (piece) => compare(piece[0] as T) > 0) - 1;
    let piece = this.pieces[at];
    if (!piece) return;
    let place = first(piece, (entry) => compare(entry) > 0) - 1;
    for (; piece; piece = this.pieces[--at], place = (piece?.length ?? 0) - 1) {
      for (; place >= 0; place--) yield piece[place] as T;
    }
  }
}

/** The index of the first that fits, when all behind it fit too; the length when none does. */
function first<T>(list: readonly T[], fits: (entry: T) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(list[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
