import { dirname } from 'node:path';
import type { ImageSource } from '../model/image';
import { imageSourceIn } from './image-source';
import { isObject, type JsonObject, member, textMember } from './json';

/** A container image that the app makes. */
export interface ImageAsset {
  readonly source: ImageSource;
  /** The folder of the assembly that declares it. */
  readonly directory: string;
  readonly manifest: string;
}

/** The container images of all asset manifests, by the tags under which they are published. */
export class ImageShelf {
  private readonly byTag = new Map<string, { readonly repository: RegExp; readonly asset: ImageAsset }[]>();

  /** Takes in what an asset manifest declares. */
  add(contents: JsonObject, manifest: string, directory: string): void {
    const images = member(contents, 'dockerImages');
    for (const [hash, image] of isObject(images) ? Object.entries(images) : []) {
      const source = imageSourceIn(member(image, 'source'), hash, dirname(manifest));
      const destinations = member(image, 'destinations');
      for (const destination of source && isObject(destinations) ? Object.values(destinations) : []) {
        const tag = textMember(destination, 'imageTag');
        const repository = textMember(destination, 'repositoryName');
        if (source && tag !== undefined && repository !== undefined) this.put(repository, tag, { source, directory, manifest });
      }
    }
  }

  /** `repository` may have pseudo parameters in it, as `images-${AWS::Region}`. */
  put(repository: string, tag: string, asset: ImageAsset): void {
    const name = repository.split(/\$\{AWS::\w+\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const entry = { repository: new RegExp(`^[^/]+/${name.join('[^/:@]+')}$`), asset };
    this.byTag.set(tag, [...(this.byTag.get(tag) ?? []), entry]);
  }

  /** What is published at this place of a registry; one of the same folder before those of other stages. */
  find(uri: string, directory: string): ImageAsset | undefined {
    const at = uri.lastIndexOf(':');
    const candidates = (this.byTag.get(uri.slice(at + 1)) ?? []).filter(({ repository }) => repository.test(uri.slice(0, at)));
    return (candidates.find(({ asset }) => asset.directory === directory) ?? candidates[0])?.asset;
  }
}
