import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { bundleBatch } from './bundle-batch';
import { cacheFolder } from './bundle-cache-folder';
import type { BundleRequest, NodeBundle } from './bundle-request';
import type { MadeFolder } from './bundled-asset';
import { madeOf } from './bundled-code';
import { BundledNodeCode } from './bundled-node-code';
import type { Place } from './construct-error';
import { findEsbuild } from './esbuild';
import type { NodeBundlingOptions } from './node-bundling-options';
import { today } from './today';

export interface NodeCodeRequest {
  readonly request: BundleRequest;
  /** The export that must be there; absent when the handler is elsewhere. */
  readonly handler?: string;
  readonly bundling: NodeBundlingOptions;
}

/** The code of a function, which is bundled with that of all others of its app. */
export function nodeCode(place: Place, scope: Construct, { request, handler, bundling }: NodeCodeRequest): BundledNodeCode {
  // Found now, so that the message is about the function that needs it.
  const esbuild = findEsbuild(place, [process.cwd(), __dirname]);
  const batch = bundleBatch(scope, () => ({
    esbuild,
    cache: cacheFolder(scope, 'bundles'),
    day: Date.parse(today(place, scope)),
  }));
  return new BundledNodeCode(batch.add(request), {
    entry: request.entry,
    handler: Token.isUnresolved(handler) ? undefined : handler,
    analyze: bundling.analyze ?? false,
    made: (bundle: NodeBundle): MadeFolder => madeOf(bundle),
  });
}
