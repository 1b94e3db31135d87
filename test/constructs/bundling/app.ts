import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { type NodeBundlingOptions, NodeFunction } from 'cdk-lambda-kit';
import { sources, temporaryFolder } from '../scene';

/** When sources were written: a cache trusts only what is older than the build. */
const LONG_AGO = new Date('2026-01-01T00:00:00Z');

export interface Project {
  readonly folder: string;
  readonly cache: string;
  /** Writes files; by default as if that had been a while ago. */
  write(files: Readonly<Record<string, string>>, when?: Date): void;
}

/** A project with a lockfile, which names its root. */
export function project(files: Readonly<Record<string, string>>): Project {
  const folder = temporaryFolder();
  const write = (written: Readonly<Record<string, string>>, when = LONG_AGO) => {
    sources(written, folder);
    for (const name of Object.keys(written)) {
      utimesSync(path.join(folder, name), when, when);
      for (let at = path.dirname(name); ; at = path.dirname(at)) {
        utimesSync(path.join(folder, at), LONG_AGO, LONG_AGO);
        if (at === '.') break;
      }
    }
  };
  write({ 'package-lock.json': '{"lockfileVersion":3}', 'package.json': '{"name":"app"}', ...files });
  return { folder, cache: temporaryFolder(), write };
}

export interface Synthesized {
  /** The code of each function, by its id. */
  readonly code: Readonly<Record<string, string>>;
  readonly assets: Readonly<Record<string, string>>;
  readonly stack: Stack;
  readonly app: App;
}

/** An app with a function for each entry of the project, by id, synthesized. */
export function synthesized(
  { folder, cache }: Project,
  entries: Readonly<Record<string, string>>,
  bundling: NodeBundlingOptions = {},
): Synthesized {
  const { app, stack } = appOf({ folder, cache }, entries, bundling);
  const assembly = app.synth();
  const template = assembly.getStackByName('Shop').template as { Resources: Record<string, any> };
  const assets = Object.fromEntries(
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
      .map(([id, { Properties }]) => [id.slice(0, -8), (Properties.Code.S3Key as string).replace('.zip', '')]),
  );
  const code = Object.fromEntries(
    Object.entries(assets).map(([id, hash]) => {
      const asset = path.join(assembly.directory, `asset.${hash}`);
      const main = readdirSync(asset).find((name) => /^index\.m?js$/.test(name)) ?? '';
      return [id, readFileSync(path.join(asset, main), 'utf8')];
    }),
  );
  return { code, assets, app, stack };
}

export function appOf(
  { folder, cache }: Pick<Project, 'folder' | 'cache'>,
  entries: Readonly<Record<string, string>>,
  bundling: NodeBundlingOptions = {},
): { readonly app: App; readonly stack: Stack } {
  const app = new App({
    outdir: temporaryFolder(),
    context: { 'cdk-lambda-kit:today': '2026-11-20', 'cdk-lambda-kit:cache': cache },
    postCliContext: { 'cdk-lambda-kit:cache': cache },
  });
  const stack = new Stack(app, 'Shop');
  for (const [id, entry] of Object.entries(entries)) new NodeFunction(stack, id, { entry: path.join(folder, entry), bundling });
  return { app, stack };
}
