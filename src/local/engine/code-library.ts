import type { Code } from '../../model/code';

/** The code of functions and layers beside running it: what it weighs, and where it stays as it is. */
export interface CodeLibrary {
  /** Never fails: code that cannot be read has no bytes. */
  facts(code: Code): Promise<PackageFacts>;
  /** The same code in a place where nothing changes it any more, for a published version (VER-07). */
  keep(code: Code): Promise<Code>;
  /** Takes in a .zip archive that was uploaded, of less than `limit` bytes when unpacked; gone when the run ends. */
  takeIn(archive: Uint8Array, limit: number): Promise<TakenIn>;
}

export interface PackageFacts {
  /** In base64: of the archive, or of all files where there is none. */
  readonly sha256: string;
  /** Of the archive, or of all files where there is none. */
  readonly bytes: number;
}

export type TakenIn =
  | { readonly kind: 'taken'; readonly code: Code; readonly sha256: string }
  | { readonly kind: 'tooLarge' }
  /** It is not a .zip archive, or has an entry outside of itself. */
  | { readonly kind: 'broken' };
