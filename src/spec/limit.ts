/** A range of numbers that AWS accepts, both ends included. */
export interface Limit {
  readonly min: number;
  readonly max: number;
  /** Of what, in the plural. */
  readonly unit: string;
  /** Fractions are refused. */
  readonly whole: boolean;
  /** The rule in our reference. */
  readonly rule: string;
  /** Where AWS says so. */
  readonly source: string;
}

/** How long a text may be and what it may be made of. */
export interface TextLimit {
  readonly min: number;
  /** Absent where AWS states none. */
  readonly max?: number;
  /** What the whole text matches, with the same in words. */
  readonly pattern?: { readonly matches: RegExp; readonly words: string };
  readonly rule: string;
  readonly source: string;
}
