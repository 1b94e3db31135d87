import * as fs from 'node:fs';
import * as path from 'node:path';

/** `e_machine` of an ELF file, as Lambda calls it. */
const MACHINES: Readonly<Record<number, 'arm64' | 'x86_64'>> = { 62: 'x86_64', 183: 'arm64' };

/** What the `bootstrap` of a folder is built for; undefined for a script, for an archive, and when there is none. */
export function machineOfBootstrap(folder: string): 'arm64' | 'x86_64' | undefined {
  const file = path.join(folder, 'bootstrap');
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;

  const header = Buffer.alloc(20);
  const opened = fs.openSync(file, 'r');
  try {
    fs.readSync(opened, header, 0, header.length, 0);
  } finally {
    fs.closeSync(opened);
  }
  return header.toString('latin1', 0, 4) === '\x7fELF' ? MACHINES[header.readUInt16LE(18)] : undefined;
}
