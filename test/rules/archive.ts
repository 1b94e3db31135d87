import { type Zippable, zipSync } from 'fflate';

interface ArchivedFile {
  readonly text?: string;
  readonly bytes?: Uint8Array;
  readonly isExecutable?: boolean;
  /** What the directory of the archive claims, so that large files need not be made. */
  readonly size?: number;
}

/** A .zip archive as made on Unix. */
export function archive(files: Readonly<Record<string, string | ArchivedFile>>): Uint8Array {
  const contents: Zippable = {};
  for (const [name, file] of Object.entries(files)) {
    const { text = '', bytes, isExecutable } = typeof file === 'string' ? { text: file } : file;
    contents[name] = [bytes ?? new TextEncoder().encode(text), { os: 3, attrs: (0o100644 | (isExecutable ? 0o111 : 0)) << 16 }];
  }
  const zip = Buffer.from(zipSync(contents, { mtime: new Date(2026, 0, 1) }));
  for (const [name, file] of Object.entries(files)) {
    // The name is there twice: before the file, and in the directory at the end.
    if (typeof file !== 'string' && file.size !== undefined) zip.writeUInt32LE(file.size, zip.lastIndexOf(name) - 46 + 24);
  }
  return zip;
}

/** The beginning of a program for Linux. */
export function elf(machine: 'x86_64' | 'arm64'): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes[18] = machine === 'arm64' ? 183 : 62;
  return bytes;
}

/** The beginning of a program for macOS. */
export const MACH_O = Uint8Array.from([0xcf, 0xfa, 0xed, 0xfe, ...Array.from({ length: 60 }, () => 0)]);
