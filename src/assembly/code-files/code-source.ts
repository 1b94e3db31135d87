import type { CodeFile } from '../../model/code-facts';

/** The files of a folder or of an archive. */
export interface CodeSource {
  readonly files: readonly CodeFile[];
  /** False when there are more. */
  readonly isWhole: boolean;
  /** At least the first `length` bytes, unpacked; undefined when the file is not there, or shorter than it says. */
  start(path: string, length: number): Uint8Array | undefined;
  close(): void;
}

/** So many files of one asset are looked at. */
export const MOST_FILES = 10_000;
