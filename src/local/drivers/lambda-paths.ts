import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LAMBDA_FOLDERS } from '../../spec/lambda-file-system';
import type { LaunchRequest } from './launcher';

type Folders = Pick<LaunchRequest, 'codeFolder' | 'layerFolders'>;

/** Where a path of Lambda's file system may be on this machine; one that is relative is meant from the code. */
export function placesOf(path: string, { codeFolder, layerFolders }: Folders): string[] {
  const within = (folder: string) => path.startsWith(`${folder}/`);
  const { layers, task } = LAMBDA_FOLDERS;
  if (within(layers)) return layerFolders.map((layer) => join(layer, path.slice(layers.length)));
  if (within(task)) return [join(codeFolder, path.slice(task.length))];
  return [path.startsWith('/') ? path : join(codeFolder, path)];
}

/** Whether a process would find this file, as far as that can be known before it is there. */
export function isFound(path: string, request: Folders & Pick<LaunchRequest, 'isolated'>): boolean {
  if (!request.isolated) return existsSync(path);
  // The interpreter has been found already, and is moved there.
  return path.startsWith(`${LAMBDA_FOLDERS.interpreter}/`) || placesOf(path, request).some((place) => existsSync(place));
}
