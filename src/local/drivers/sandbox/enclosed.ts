import type { Prepared } from '../environment-request';
import type { Sandbox, Surroundings } from './sandbox';
import type { TemporaryFolders } from './temporary-folders';

/** The processes of one environment. */
export type Programs = Pick<Prepared, 'runtime' | 'extensions' | 'temporary'>;

export interface Enclosing {
  readonly sandbox: Sandbox;
  readonly surroundings: Surroundings;
  readonly folders: TemporaryFolders;
  readonly environmentId: string;
  /** Under which the environment before has left its `/tmp`. */
  readonly heritage: string;
}

/**
 * Puts all processes of one environment into Lambda's file system. Each has a view of its own, and what is in memory cannot be
 * in two of them: where there are extensions, a folder of this machine is the `/tmp` of all.
 */
export async function enclosed(
  { runtime, extensions }: Programs,
  { sandbox, surroundings, folders, environmentId, heritage }: Enclosing,
): Promise<Programs> {
  const inherited = folders.take(heritage);
  if (extensions.length === 0) {
    const temporary = { descriptor: inherited, isShared: false };
    try {
      return { runtime: await sandbox.enclose(runtime, { ...surroundings, temporary: inherited }), extensions, temporary };
    } catch (error) {
      if (inherited !== undefined) folders.keep(heritage, inherited);
      throw error;
    }
  }
  const { folder, descriptor } = await folders.share(environmentId, inherited);
  try {
    const shared = { ...surroundings, sharedFolder: folder, interpreterOf: runtime };
    return {
      runtime: await sandbox.enclose(runtime, shared),
      extensions: await Promise.all(
        extensions.map(async (extension) => ({ ...extension, options: await sandbox.enclose(extension.options, shared) })),
      ),
      temporary: { descriptor, isShared: true },
    };
  } catch (error) {
    folders.keep(heritage, descriptor);
    throw error;
  }
}
