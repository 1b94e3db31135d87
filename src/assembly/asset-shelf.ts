import { dirname, posix, resolve } from 'node:path';
import { ImageShelf } from './image-shelf';
import { isObject, type JsonObject, member, textMember } from './json';

/** A file or folder of the assembly that is uploaded to S3 when the app is deployed. */
export interface FileAsset {
  /** Absolute; absent when a command makes the asset at deployment. */
  readonly path?: string;
  /** The folder of the assembly that declares it. */
  readonly directory: string;
  readonly manifest: string;
}

/** The assets of all asset manifests: files by their key in S3 and by its last part, and container images. */
export class AssetShelf {
  readonly images = new ImageShelf();
  private readonly byKey = new Map<string, FileAsset[]>();

  /** `mayLackCode`: code that is not there is told, not refused; an assembly can be judged without it, but not run. */
  constructor(readonly mayLackCode = false) {}

  /** Takes in what an asset manifest declares. */
  add(contents: JsonObject, manifest: string, directory: string): void {
    this.images.add(contents, manifest, directory);
    const files = member(contents, 'files');
    for (const file of isObject(files) ? Object.values(files) : []) {
      const source = textMember(member(file, 'source'), 'path');
      const path = source === undefined ? undefined : resolve(dirname(manifest), source);
      const destinations = member(file, 'destinations');
      for (const destination of isObject(destinations) ? Object.values(destinations) : []) {
        const key = textMember(destination, 'objectKey');
        if (key !== undefined) this.put(key, { path, directory, manifest });
      }
    }
  }

  put(key: string, asset: FileAsset): void {
    for (const name of new Set([key, posix.basename(key)])) {
      const others = this.byKey.get(name);
      if (others === undefined) this.byKey.set(name, [asset]);
      else others.push(asset);
    }
  }

  /** The asset with this key, or whose key ends in this name; one of the same folder before those of other stages. */
  find(key: string, directory: string): FileAsset | undefined {
    const candidates = this.byKey.get(key);
    return candidates?.find((asset) => asset.directory === directory) ?? candidates?.[0];
  }
}
