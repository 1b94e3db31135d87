import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Construct } from 'constructs';
import type { Installed } from './bundle-cache';
import { BundledAsset } from './bundled-asset';

/** Code that a package manager has installed. */
export class BundledFolder extends BundledAsset {
  constructor(sources: string, installed: Installed | undefined) {
    const made = installed && {
      hash: installed.hash,
      files: installed.files.map((file) => ({
        path: file.path,
        isExecutable: file.executable,
        write: (target: string) => fs.copyFileSync(path.join(installed.folder, file.path), target, fs.constants.COPYFILE_FICLONE),
      })),
    };
    super(sources, made, 'Content');
  }

  protected standInName(scope: Construct): string {
    return `not installed: ${scope.node.path}`;
  }
}
