import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** FN-52: `bin` and `lib` of layers. */
export function searchPaths(path: string, layerFolders: readonly string[]): Record<string, string> {
  const folders = (name: string) => layerFolders.map((layer) => join(layer, name)).filter((folder) => existsSync(folder));
  const libraries = folders('lib');
  return {
    PATH: [...folders('bin'), path].join(delimiter),
    ...(libraries.length > 0 && { LD_LIBRARY_PATH: libraries.join(delimiter) }),
  };
}
