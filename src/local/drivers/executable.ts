import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';

/** Enough for the kernel's longest first line of a script. */
const HEAD_BYTES = 256;
const ELF = 0x7f454c46;
/** `e_machine` of ELF files, by the names of `process.arch`. */
const ELF_MACHINES: Readonly<Record<string, number>> = { x64: 62, arm64: 183 };
/** Programs of macOS, for which Lambda has no use but this machine may. */
const MACH_O = [0xfeedfacf, 0xcffaedfe, 0xcafebabe];

/**
 * Why the kernel would not start `file`, in the words of Lambda's supervisor; undefined when it would. Looked at beforehand,
 * because the C library hands to a shell what the kernel refuses, and Lambda does not. `isFound`: whether it finds this interpreter.
 */
export function whyNotStarted(file: string, isFound: (path: string) => boolean): string | undefined {
  try {
    if (!statSync(file).isFile()) return 'permission denied';
    accessSync(file, constants.X_OK);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file or directory' : 'permission denied';
  }
  const head = headOf(file);
  if (head.toString('latin1', 0, 2) === '#!') {
    const interpreter = /^#![ \t]*([^\s]+)/.exec(head.toString('latin1'))?.[1];
    if (interpreter === undefined) return 'exec format error';
    return isFound(interpreter) ? undefined : 'no such file or directory';
  }
  return isProgramOfThisMachine(head) ? undefined : 'exec format error';
}

function isProgramOfThisMachine(head: Buffer): boolean {
  if (head.length < 20) return false;
  const magic = head.readUInt32BE(0);
  if (process.platform === 'darwin') return MACH_O.includes(magic);
  const machine = ELF_MACHINES[process.arch];
  return magic === ELF && (machine === undefined || head.readUInt16LE(18) === machine);
}

function headOf(file: string): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}
