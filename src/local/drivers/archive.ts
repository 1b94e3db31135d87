import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { unzipSync } from 'fflate';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/** Unpacks a .zip archive into `folder` with the modes of its files. Fails when it is broken or an entry would leave the folder. */
export async function extract(archive: string, folder: string): Promise<void> {
  const bytes = await readFile(archive);
  const modes = modesOf(bytes);
  const links: Array<{ readonly path: string; readonly target: string }> = [];
  for (const [name, content] of Object.entries(unzipSync(bytes))) {
    const path = within(folder, name, archive);
    const mode = modes.get(name) ?? 0;
    if (name.endsWith('/')) {
      await mkdir(path, { recursive: true });
    } else if ((mode & FILE_TYPE) === SYMBOLIC_LINK) {
      links.push({ path, target: Buffer.from(content).toString() });
    } else {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      if (mode) await chmod(path, (mode & 0o777) | 0o400);
    }
  }
  // Last, so that no entry is written through a link.
  for (const { path, target } of links) {
    within(folder, resolve(dirname(path), target), archive);
    await mkdir(dirname(path), { recursive: true });
    await symlink(target, path);
  }
}

function within(folder: string, name: string, archive: string): string {
  const path = resolve(folder, name);
  if (!`${path}${sep}`.startsWith(`${folder}${sep}`)) throw new Error(`${archive} has an entry outside of itself: ${name}`);
  return path;
}

/** File modes, which stand only in the archive's central directory and only when it was made on a system that has them. */
function modesOf(archive: Buffer): Map<string, number> {
  const modes = new Map<string, number>();
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) return modes;
  let at = archive.readUInt32LE(end + 16);
  while (at + 46 <= archive.length && archive.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    modes.set(archive.toString('utf8', at + 46, nameEnd), archive.readUInt16LE(at + 40));
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return modes;
}
