import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Unsupported } from '../../model/application';
import { BUCKET_DEPLOYMENT, type BucketDeployment, type DeployedSource } from '../../model/bucket-deployment';
import { CONTENT_TYPES } from '../../spec/content-types';
import type { DeployedObject } from '../engine/bucket-port';

/** The ends of names that tell how a file is packed, not what it is. */
const PACKED: ReadonlySet<string> = new Set(['.gz', '.Z', '.bz2', '.xz', '.br']);

interface Deployed {
  /** In the order in which they are put there. */
  readonly objects: readonly DeployedObject[];
  /** Deployments whose files cannot be read. */
  readonly unsupported: readonly Unsupported[];
}

/** What is in the buckets of an app when it has been deployed. */
export async function deployedFiles(deployments: readonly BucketDeployment[]): Promise<Deployed> {
  const objects: DeployedObject[] = [];
  const unsupported: Unsupported[] = [];
  for (const deployment of deployments) {
    try {
      objects.push(...(await objectsOf(deployment)));
    } catch (error) {
      const why = `Its files cannot be read, so none are copied: ${(error as Error).message}.`;
      unsupported.push({ address: deployment.address, type: BUCKET_DEPLOYMENT, why });
    }
  }
  return { objects, unsupported };
}

async function objectsOf(deployment: BucketDeployment): Promise<readonly DeployedObject[]> {
  const { bucket, prefix, sources, exclude, include, headers, metadata } = deployment;
  const files = new Map<string, Uint8Array>();
  for (const source of sources) for (const [path, bytes] of await filesOf(source)) files.set(path, replaced(bytes, source));
  return [...files]
    .filter(([path]) => !matches(path, exclude) || matches(path, include))
    .map(([path, bytes]) => {
      const type = typeOf(path);
      return { bucket, key: prefix + path, bytes, headers: { ...(type && { 'content-type': type }), ...headers }, metadata };
    });
}

/** By their paths, with slashes. */
async function filesOf({ kind, path, name }: DeployedSource): Promise<readonly (readonly [string, Uint8Array])[]> {
  if (kind === 'file') return [[name, await readFile(path)]];
  if (kind === 'archive') return Object.entries(unzipSync(await readFile(path))).filter(([entry]) => !entry.endsWith('/'));
  return folderFiles(path, '');
}

async function folderFiles(folder: string, below: string): Promise<readonly (readonly [string, Uint8Array])[]> {
  const found: Array<readonly [string, Uint8Array]> = [];
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    if ((await stat(path)).isDirectory()) found.push(...(await folderFiles(path, `${below}${name}/`)));
    else found.push([`${below}${name}`, await readFile(path)]);
  }
  return found;
}

function replaced(bytes: Uint8Array, { markers }: DeployedSource): Uint8Array {
  let content = Buffer.from(bytes);
  for (const [marker, value] of Object.entries(markers)) {
    // Files are no text, but each of their bytes is one of these characters.
    if (content.includes(marker)) content = Buffer.from(split(content, marker).join(latin(value)), 'latin1');
  }
  return new Uint8Array(content);
}

const split = (content: Buffer, marker: string) => content.toString('latin1').split(latin(marker));
const latin = (text: string) => Buffer.from(text).toString('latin1');

function typeOf(path: string): string | undefined {
  const end = extname(path);
  return CONTENT_TYPES.get((PACKED.has(end) ? extname(path.slice(0, -end.length)) : end).slice(1).toLowerCase());
}

function matches(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => expressionOf(pattern).test(path));
}

/** A list in brackets, which may begin with the bracket that ends others; or any other sign. */
const SIGNS = /\[(!|(?!!))(\][^\]]*|[^\]]+)\]|./gsu;

/** As file names are matched in shells, but that `*` goes over slashes. */
function expressionOf(pattern: string): RegExp {
  const written = pattern.replace(SIGNS, (sign, not: string | undefined, listed = '') => {
    if (not !== undefined) return `[${not && '^'}${listed.replace(RANGE, withoutEmpty).replace(/[\\^[\]]/g, '\\$&')}]`;
    if (sign === '*') return '.*';
    return sign === '?' ? '.' : sign.replace(/[\\^$.|+(){}[\]]/, '\\$&');
  });
  return new RegExp(`^${written}$`, 'su');
}

const RANGE = /(.)-(.)/gsu;
const withoutEmpty = (range: string, first: string, last: string) => (first <= last ? range : '');
