import { copyFile, link, lstat, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Puts folders, files and links of one folder over those of another. */
export async function lay(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    const there = await lstat(target).catch(() => undefined);
    if (entry.isDirectory()) {
      if (there && !there.isDirectory()) await rm(target);
      await lay(source, target);
      continue;
    }
    if (there) await rm(target, { recursive: true });
    if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    // On another file system, or of another user: a copy.
    else if (entry.isFile()) await link(source, target).catch(() => copyFile(source, target));
  }
}
