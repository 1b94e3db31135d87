import { chmod, mkdir } from 'node:fs/promises';
import type { Prepared } from '../environment-request';
import type { Sandbox, Surroundings } from './sandbox';

/** The processes of one environment. */
type Programs = Pick<Prepared, 'runtime' | 'extensions'>;

/**
 * Puts all processes of one environment into Lambda's file system. Each has a view of its own, and what is in memory cannot be
 * in two of them: where there are extensions, `sharedFolder` of this machine is the `/tmp` of all.
 */
export async function enclosed(
  sandbox: Sandbox,
  { runtime, extensions }: Programs,
  surroundings: Surroundings,
  sharedFolder: string,
): Promise<Programs> {
  if (extensions.length === 0) return { runtime: await sandbox.enclose(runtime, surroundings), extensions };
  await mkdir(sharedFolder, { recursive: true });
  await chmod(sharedFolder, 0o1777);
  const shared = { ...surroundings, sharedFolder, interpreterOf: runtime };
  return {
    runtime: await sandbox.enclose(runtime, shared),
    extensions: await Promise.all(
      extensions.map(async (extension) => ({ ...extension, options: await sandbox.enclose(extension.options, shared) })),
    ),
  };
}
