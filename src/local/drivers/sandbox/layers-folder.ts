import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lay } from './file-tree';

/** Layers laid one over the other, as Lambda unpacks them into `/opt` (FN-52); once for each list of them. */
export class LayersFolder {
  private readonly merged = new Map<string, Promise<string>>();

  constructor(private readonly folder: string) {}

  /** `layers` are folders, the one that wins first; `places` are folders that must be there for something to be mounted on. */
  async of(layers: readonly string[], places: readonly string[]): Promise<string> {
    const [only, ...others] = layers;
    if (only !== undefined && others.length === 0 && places.length === 0) return only;
    const key = JSON.stringify([layers, places]);
    const known = this.merged.get(key) ?? this.merge(key, layers, places);
    this.merged.set(key, known);
    return known;
  }

  private async merge(key: string, layers: readonly string[], places: readonly string[]): Promise<string> {
    const folder = join(this.folder, 'opt', createHash('sha256').update(key).digest('hex').slice(0, 16));
    await mkdir(folder, { recursive: true });
    for (const layer of [...layers].reverse()) await lay(layer, folder);
    for (const place of places) await mkdir(join(folder, place), { recursive: true });
    return folder;
  }
}
