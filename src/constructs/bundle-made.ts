import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ICommandHooks } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Annotations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { bundleHash } from './bundle';
import { installedOnce } from './bundle-cache';
import { cacheFolder } from './bundle-cache-folder';
import { contentsOf } from './bundle-contents';
import { functionModules } from './bundle-function-modules';
import { runHooks } from './bundle-hooks';
import type { NodePlatform } from './bundle-node-managers';
import type { NodeBundle } from './bundle-request';
import type { MadeFolder } from './bundled-asset';
import { copied, filesIn, madeOf } from './bundled-files';
import type { Place } from './construct-error';

/** What is put beside a bundle, and who has a say in it. */
export interface Surroundings {
  /** Absolute. */
  readonly entry: string;
  /** The folder of the project. */
  readonly root: string;
  readonly lockFile?: string;
  readonly projectRoot?: string;
  readonly platform: NodePlatform;
  readonly nodeModules: readonly string[];
  readonly hooks?: ICommandHooks;
}

/** The folder of a function's asset: its bundle, the packages beside it, and what commands of the author make of them. */
export class Surrounded {
  private output?: string;

  constructor(
    private readonly place: Place,
    private readonly scope: Construct,
    private readonly about: Surroundings,
  ) {}

  /** Before anything is bundled. */
  begin(): void {
    const { hooks, root } = this.about;
    if (!hooks) return;
    this.output = fs.mkdtempSync(path.join(cacheFolder(this.scope, 'bundles'), '.work-'));
    runHooks(this.place, 'beforeBundling', hooks.beforeBundling(root, this.output), root);
  }

  make(bundle: NodeBundle): MadeFolder {
    const { hooks, root, nodeModules } = this.about;
    if (!hooks || !this.output) return this.withModules(madeOf(bundle));
    try {
      const { output } = this;
      if (nodeModules.length > 0) runHooks(this.place, 'beforeInstall', hooks.beforeInstall(root, output), root);
      for (const file of this.withModules(madeOf(bundle)).files) {
        const target = path.join(output, file.path);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        file.write(target);
        if (file.isExecutable) fs.chmodSync(target, 0o755);
      }
      runHooks(this.place, 'afterBundling', hooks.afterBundling(root, output), root);
      const names = (contentsOf(output) ?? []).map((file) => file.path);
      const files = filesIn(output, names.sort());
      return madeOf({ files, hash: bundleHash(files) });
    } finally {
      this.end();
    }
  }

  /** When there is nothing to make. */
  end(): void {
    if (this.output !== undefined) fs.rmSync(this.output, { recursive: true, force: true });
    this.output = undefined;
  }

  private withModules(own: MadeFolder): MadeFolder {
    const { entry, nodeModules, lockFile, projectRoot, platform } = this.about;
    if (nodeModules.length === 0) return own;
    const installation = functionModules(this.place, { entry, modules: nodeModules, lockFile, projectRoot, platform });
    const installed = installedOnce(cacheFolder(this.scope, 'layers'), installation);
    for (const warning of installed.notes.warnings) {
      Annotations.of(this.scope).addWarningV2('cdk-lambda-kit:install-scripts', warning);
    }
    const hash = createHash('sha256').update(`${own.hash}\0packages\0${installed.hash}`).digest('hex');
    return { hash, files: [...own.files, ...installed.files.map((file) => copied(installed.folder, file))] };
  }
}
