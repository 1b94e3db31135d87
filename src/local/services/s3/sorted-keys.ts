/** Keys in the order of their UTF-8 bytes, as S3 lists them. */
export class SortedKeys {
  private readonly sorted: string[] = [];

  get length(): number {
    return this.sorted.length;
  }

  at(place: number): string | undefined {
    return this.sorted[place];
  }

  add(key: string): void {
    const place = this.firstFrom(key);
    if (this.sorted[place] !== key) this.sorted.splice(place, 0, key);
  }

  remove(key: string): void {
    const place = this.firstFrom(key);
    if (this.sorted[place] === key) this.sorted.splice(place, 1);
  }

  /** The place of the first key that is not before `key`. */
  firstFrom(key: string): number {
    return this.first((each) => compareKeys(each, key) >= 0);
  }

  /** The place of the first key that is behind `key`. */
  firstAfter(key: string): number {
    return this.first((each) => compareKeys(each, key) > 0);
  }

  /** The place of the first key that is behind all that begin with `prefix`. */
  firstBeyond(prefix: string): number {
    return this.first((each) => compareKeys(each, prefix) > 0 && !each.startsWith(prefix));
  }

  /** `isThere` is false up to some place and true from there on. */
  private first(isThere: (key: string) => boolean): number {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isThere(this.sorted[middle] as string)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** By UTF-8 bytes: surrogates, which stand for what lies above all else, are put behind the rest of UTF-16. */
export function compareKeys(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) return rank(a) - rank(b);
  }
  return one.length - other.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
