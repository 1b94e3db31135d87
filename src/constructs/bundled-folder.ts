import type { Construct } from 'constructs';
import type { Installed } from './bundle-cache';
import { BundledAsset } from './bundled-asset';
import { copied } from './bundled-files';

/** Code that a package manager has installed. */
export class BundledFolder extends BundledAsset {
  constructor(sources: string, installed: Installed | undefined) {
    const made = installed && {
      hash: installed.hash,
      files: installed.files.map((file) => copied(installed.folder, file)),
    };
    super(sources, made, 'Content');
  }

  protected standInName(scope: Construct): string {
    return `not installed: ${scope.node.path}`;
  }
}
