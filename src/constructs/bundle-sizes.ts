import type { Metafile } from 'esbuild';
import type { Content, NodeBundle } from './bundle-request';

/** How many are told of. */
const LARGEST = 12;

type Output = Metafile['outputs'][string];

/** What takes up most, packages as a whole. */
export function contentsOfBundle({ inputs }: Output): readonly Content[] {
  const sizes = new Map<string, number>();
  for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
    const name = /.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? input;
    sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
  }
  const all = [...sizes].map(([name, bytes]) => ({ name, bytes })).filter(({ bytes }) => bytes > 0);
  return all.sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1)).slice(0, LARGEST);
}

/** A line on each file, and what is in the bundle, the largest first. */
export function sizesText({ files, contents, esbuild }: NodeBundle): string {
  const all = files.map(({ path, contents: bytes }) => `${path} ${size(bytes.length)}`);
  const parts = contents.map(({ name, bytes }) => `\n  ${size(bytes).padStart(10)}  ${name}`);
  return `bundled by esbuild ${esbuild}: ${all.join(', ')}${parts.join('')}`;
}

function size(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KiB`;
}
