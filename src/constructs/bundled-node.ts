import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { bundleBatch } from './bundle-batch';
import { cacheFolder } from './bundle-cache-folder';
import { Surrounded } from './bundle-made';
import type { BundleRequest } from './bundle-request';
import { BundledNodeCode } from './bundled-node-code';
import { ConstructError, type Place } from './construct-error';
import { findEsbuild } from './esbuild';
import type { NodeBundlingOptions } from './node-bundling-options';
import { today } from './today';

export interface NodeCodeRequest {
  readonly request: BundleRequest;
  /** The export that must be there; absent when the handler is elsewhere. */
  readonly handler?: string;
  readonly bundling: NodeBundlingOptions;
  readonly projectRoot?: string;
  readonly lockFile?: string;
  readonly architecture?: lambda.Architecture;
}

/** The code of a function, which is bundled with that of all others of its app. */
export function nodeCode(place: Place, scope: Construct, asked: NodeCodeRequest): BundledNodeCode {
  const { request, handler, bundling, projectRoot, lockFile, architecture } = asked;
  // Found now, so that the message is about the function that needs it.
  const esbuild = findEsbuild(place, [process.cwd(), __dirname]);
  const batch = bundleBatch(scope, () => ({
    esbuild,
    cache: cacheFolder(scope, 'bundles'),
    day: Date.parse(today(place, scope)),
  }));
  const surrounded = new Surrounded(place, scope, {
    entry: request.entry,
    root: request.root.folder,
    projectRoot,
    lockFile,
    platform: { os: 'linux', cpu: architecture?.name === 'x86_64' ? 'x64' : 'arm64', libc: 'glibc' },
    nodeModules: bundling.nodeModules ?? [],
    hooks: bundling.commandHooks,
  });
  let refused: ConstructError | undefined;
  const begin = () => {
    try {
      surrounded.begin();
    } catch (error) {
      // It is about this function only; the others go on.
      if (!(error instanceof ConstructError)) throw error;
      refused = error;
    }
  };
  return new BundledNodeCode(batch.add(request, bundling.commandHooks && begin), {
    entry: request.entry,
    handler: Token.isUnresolved(handler) ? undefined : handler,
    analyze: bundling.analyze ?? false,
    refused: () => refused,
    made: (bundle) => surrounded.make(bundle),
    unmade: () => surrounded.end(),
  });
}
