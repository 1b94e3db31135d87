import type { Program } from '../../model/code-facts';
import type { Architecture } from '../../model/function';

/** By their names: native modules, shared libraries, and what is run without an ending. */
const PROGRAMS = /\.node$|\.so(\.\d+)*$|(^|\/)bootstrap$|^(extensions|bin)\/[^.]+$/;

/** So many bytes of a program are needed. */
export const PROGRAM_START = 20;

const MACHINES: ReadonlyMap<number, Architecture> = new Map([
  [62, 'x86_64'],
  [183, 'arm64'],
]);

const MACH_O = [0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe];

export function mayBeProgram(path: string): boolean {
  return PROGRAMS.test(path);
}

export function programOf(start: Uint8Array): Program | undefined {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  if (view.byteLength >= 2 && view.getUint16(0) === 0x2321) return { format: 'script' };
  if (view.byteLength < PROGRAM_START) return undefined;
  const magic = view.getUint32(0);
  if (MACH_O.includes(magic)) return { format: 'Mach-O' };
  if (view.getUint16(0) === 0x4d5a) return { format: 'PE' };
  if (magic !== 0x7f454c46) return undefined;
  const isLittleEndian = start[5] === 1;
  const machine = MACHINES.get(view.getUint16(18, isLittleEndian));
  return { format: 'ELF', ...(machine !== undefined && { machine }) };
}
