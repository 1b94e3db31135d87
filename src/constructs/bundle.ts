import { createHash } from 'node:crypto';

export interface Bundle {
  /** Sorted by path. */
  readonly files: readonly BundleFile[];
  /** Of the paths and the bytes: 64 hexadecimal digits. */
  readonly hash: string;
  /** What there is to say about it. */
  readonly warnings: readonly string[];
}

export interface BundleFile {
  /** Inside the bundle. */
  readonly path: string;
  readonly contents: Buffer;
  readonly isExecutable?: boolean;
  /** A file with the same bytes. */
  readonly source?: string;
}

/** Of files in their order. */
export function bundleHash(files: readonly BundleFile[]): string {
  const hash = createHash('sha256');
  for (const { path, contents, isExecutable } of files) {
    hash.update(`${path}\0${contents.length}\0${isExecutable ? 'executable\0' : ''}`).update(contents);
  }
  return hash.digest('hex');
}
