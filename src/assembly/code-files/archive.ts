import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { constants, inflateRawSync } from 'node:zlib';
import type { CodeFile } from '../../model/code-facts';
import { type CodeSource, MOST_FILES } from './code-source';

const END = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
/** The end of a directory and the longest comment behind it. */
const LONGEST_END = 22 + 0xffff;
/** A number that has no room in its four bytes stands elsewhere. */
const ELSEWHERE = 0xffffffff;
const MADE_ON_UNIX = 3;

interface Entry extends CodeFile {
  readonly packed: number;
  readonly method: number;
  /** Of its local header. */
  readonly at: number;
}

type Read = (from: number, length: number) => Buffer;

/**
 * The files of a .zip or .jar archive, as its directory lists them; nothing else of it is read before somebody asks. Undefined
 * when it is none, or is broken.
 */
export function openArchive(archive: string): CodeSource | undefined {
  const handle = openSync(archive, 'r');
  const read: Read = (from, length) => {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(handle, bytes, 0, length, from));
  };
  const entries = orUndefined(() => entriesOf(read, fstatSync(handle).size));
  if (entries === undefined) {
    closeSync(handle);
    return undefined;
  }
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  return {
    files: entries
      .slice(0, MOST_FILES)
      .map(({ path, bytes, isExecutable }) => ({ path, bytes, ...(isExecutable !== undefined && { isExecutable }) })),
    isWhole: entries.length <= MOST_FILES,
    start: (path, length) => {
      const entry = byPath.get(path);
      return entry && orUndefined(() => startOf(entry, length, read));
    },
    close: () => closeSync(handle),
  };
}

function entriesOf(read: Read, size: number): readonly Entry[] | undefined {
  const tailFrom = Math.max(0, size - LONGEST_END);
  const tail = read(tailFrom, size - tailFrom);
  const end = tail.lastIndexOf(END);
  if (end < 0) return undefined;
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
  return from + length > size ? undefined : directoryOf(read(from, length));
}

function directoryOf(directory: Buffer): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  for (let at = 0; at < directory.length; ) {
    if (directory.readUInt32LE(at) !== ENTRY) return undefined;
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const path = directory.toString('utf8', at + 46, nameEnd).replaceAll('\\', '/');
    const extra = directory.subarray(nameEnd, extraEnd);
    const [bytes, packed, offset] = elsewhere(
      extra,
      [at + 24, at + 20, at + 42].map((each) => directory.readUInt32LE(each)),
    );
    const mode = directory.readUInt16LE(at + 40);
    const isExecutable = directory[at + 5] === MADE_ON_UNIX && mode !== 0 ? (mode & 0o111) !== 0 : undefined;
    const found = { path, bytes, packed, at: offset, method: directory.readUInt16LE(at + 10) };
    if (!path.endsWith('/')) entries.push(isExecutable === undefined ? found : { ...found, isExecutable });
    at = extraEnd + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** The extra field of ZIP64 has, in this order, those of the numbers that found no room. */
function elsewhere(extra: Buffer, numbers: readonly number[]): [number, number, number] {
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== 1) at += 4 + extra.readUInt16LE(at + 2);
  let next = at + 4;
  const [bytes = 0, packed = 0, offset = 0] = numbers.map((number) => {
    if (number !== ELSEWHERE || next + 8 > extra.length) return number;
    next += 8;
    return Number(extra.readBigUInt64LE(next - 8));
  });
  return [bytes, packed, offset];
}

function startOf({ at, packed, bytes, method }: Entry, length: number, read: Read): Uint8Array | undefined {
  const header = read(at, 30);
  if (header.readUInt32LE(0) !== LOCAL_ENTRY) return undefined;
  const from = at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  // What is packed is seldom longer than what it becomes, and then by a few bytes.
  const contents = read(from, Math.min(packed, length + 64));
  if (method === 0) return contents.subarray(0, length);
  if (method !== 8) return undefined;
  const unpacked = inflateRawSync(contents, { finishFlush: constants.Z_SYNC_FLUSH });
  return unpacked.length < Math.min(bytes, length) ? undefined : unpacked.subarray(0, length);
}

/** What says that something is where nothing is, is broken. */
function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
