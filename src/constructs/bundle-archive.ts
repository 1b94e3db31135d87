import * as fs from 'node:fs';

/** A file of a folder or archive that goes to Lambda. */
export interface BundledFile {
  /** Relative, with slashes. */
  readonly path: string;
  /** Unpacked. */
  readonly bytes: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;
const ENTRY = 0x02014b50;
/** The end of a directory and the longest comment behind it. */
const LONGEST_END = 22 + 0xffff;
/** A size of 4 GiB and more stands elsewhere. */
const ELSEWHERE = 0xffffffff;

/** Reads no more of a .zip archive than its directory: what it has, unpacked. Gives undefined when it is none. */
export function archivedFiles(archive: string): readonly BundledFile[] | undefined {
  const file = fs.openSync(archive, 'r');
  try {
    return directoryOf((from, length) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, fs.readSync(file, bytes, 0, length, from));
    }, fs.fstatSync(file).size);
  } catch (error) {
    // What says that something is where nothing is, is broken.
    if (error instanceof RangeError) return undefined;
    throw error;
  } finally {
    fs.closeSync(file);
  }
}

type Read = (from: number, length: number) => Buffer;

function directoryOf(read: Read, size: number): readonly BundledFile[] | undefined {
  const tailFrom = Math.max(0, size - LONGEST_END);
  const tail = read(tailFrom, size - tailFrom);
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || tail.readUInt32LE(end) !== END) return undefined;

  let length = tail.readUInt32LE(end + 12);
  let from = tail.readUInt32LE(end + 16);
  if (from === ELSEWHERE || length === ELSEWHERE || tail.readUInt16LE(end + 10) === 0xffff) {
    if (end < 20 || tail.readUInt32LE(end - 20) !== END_64_LOCATOR) return undefined;
    const record = read(Number(tail.readBigUInt64LE(end - 12)), 56);
    if (record.readUInt32LE(0) !== END_64) return undefined;
    length = Number(record.readBigUInt64LE(40));
    from = Number(record.readBigUInt64LE(48));
  }
  // A broken archive must not ask for more memory than it has bytes.
  if (from + length > size) return undefined;
  return entriesOf(read(from, length));
}

function entriesOf(directory: Buffer): readonly BundledFile[] | undefined {
  const files: BundledFile[] = [];
  let at = 0;
  while (at < directory.length) {
    if (directory.readUInt32LE(at) !== ENTRY) return undefined;
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const name = directory.toString('utf8', at + 46, nameEnd);
    const size = directory.readUInt32LE(at + 24);
    const bytes = size === ELSEWHERE ? sizeElsewhere(directory.subarray(nameEnd, extraEnd)) : size;
    if (!name.endsWith('/')) files.push({ path: name, bytes });
    at = extraEnd + directory.readUInt16LE(at + 32);
  }
  return files;
}

/** In the extra field of ZIP64, the uncompressed size comes first. */
function sizeElsewhere(extra: Buffer): number {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1) return Number(extra.readBigUInt64LE(at + 4));
  }
  return ELSEWHERE;
}
