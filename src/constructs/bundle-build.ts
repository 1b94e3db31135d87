import * as fs from 'node:fs';
import * as path from 'node:path';
import type { BuildFailure, BuildOptions, BuildResult, Message, Metafile } from 'esbuild';
import { buildInProcess } from './bundle-build-process';
import { finished } from './bundle-finished';
import type { BundleInput } from './bundle-inputs';
import { type BuildOutputs, type BuiltFile, NAME, noteOf } from './bundle-outputs';
import { type BundleOutcome, type BundleRequest, buildKey, canShareBuild } from './bundle-request';
import type { FoundEsbuild } from './esbuild';

/** A bundle that was just made, with the absolute paths of all sources that decide about it. */
export type Built =
  | { readonly outcome: Extract<BundleOutcome, { readonly kind: 'bundled' }>; readonly inputs: readonly BundleInput[] }
  | { readonly outcome: Extract<BundleOutcome, { readonly kind: 'failed' }> };

/** How many entries share a run of esbuild: enough to read what they share once, few enough for the memory of one machine. */
const TOGETHER = 100;
/** With source maps, which go through the memory of this process. */
const TOGETHER_IN_MEMORY = 20;

interface Group {
  readonly requests: readonly BundleRequest[];
  /** Empty, and its own. */
  readonly folder: string;
}

/** Makes bundles in a folder. Entries with the same options share one run of esbuild, which reads what they share once. */
export function build(esbuild: FoundEsbuild, requests: readonly BundleRequest[], folder: string): readonly Built[] {
  const results = new Map<BundleRequest, Built>();
  const groups = grouped(requests).map((each, index): Group => ({ requests: each, folder: path.join(folder, `${index}`) }));
  const [plugged, plain] = [groups.filter(needsProcess), groups.filter((group) => !needsProcess(group))];
  for (const group of plain) buildGroup(esbuild, group, results);
  buildGroupsInProcess(esbuild, plugged, results);
  return requests.map((request) => results.get(request) as Built);
}

function grouped(requests: readonly BundleRequest[]): readonly (readonly BundleRequest[])[] {
  const groups = new Map<string, BundleRequest[][]>();
  for (const request of requests) {
    const key = canShareBuild(request) ? buildKey(request) : request.entry + buildKey(request);
    const all = groups.get(key) ?? [[]];
    groups.set(key, all);
    const last = all.at(-1) as BundleRequest[];
    if (last.length < (isInMemory(request) ? TOGETHER_IN_MEMORY : TOGETHER)) last.push(request);
    else all.push([request]);
  }
  return [...groups.values()].flat();
}

/** Plugins are asynchronous, and what loaders emit is named alike: both are built in one process that does all at once. */
function needsProcess({ requests: [first] }: Group): boolean {
  return first !== undefined && (first.plugins.length > 0 || !canShareBuild(first));
}

/** Source maps name sources as seen from the folder of the output, so that it must seem to be the root. */
function isInMemory({ options }: BundleRequest): boolean {
  return options.sourcemap !== false;
}

/** When some cannot be built, halves are tried, so that the others are and each failure is told of its own entry. */
function buildGroup(esbuild: FoundEsbuild, group: Group, results: Map<BundleRequest, Built>): void {
  const { folder } = group;
  fs.mkdirSync(folder, { recursive: true });
  let result: BuildResult;
  try {
    result = esbuild.module.buildSync(optionsFor(group));
  } catch (error) {
    const { errors, message } = error as Partial<BuildFailure> & Error;
    const [first, ...others] = errors ? halves(group) : [group];
    if (others.length === 0 && first) fail(first.requests, errors ?? [{ text: message }], results);
    else for (const half of [first, ...others]) if (half) buildGroup(esbuild, half, results);
    return;
  }
  const files = result.outputFiles?.map(({ path: file, contents }) => {
    const name = path.basename(file);
    fs.writeFileSync(path.join(folder, name), contents);
    return { name, at: path.join(folder, name) };
  });
  const outputs = { metafile: result.metafile as Metafile, warnings: result.warnings, files: files ?? filesIn(folder) };
  finish(esbuild, group, outputs, results);
}

function buildGroupsInProcess(esbuild: FoundEsbuild, groups: readonly Group[], results: Map<BundleRequest, Built>): void {
  if (groups.length === 0) return;
  for (const { folder } of groups) fs.mkdirSync(folder, { recursive: true });
  const jobs = groups.map((group) => ({
    options: { ...optionsFor(group), write: false },
    plugins: group.requests[0]?.plugins ?? [],
    folder: group.folder,
  }));
  const again: Group[] = [];
  buildInProcess(esbuild, jobs).forEach((outputs, index) => {
    const group = groups[index] as Group;
    if ('files' in outputs) finish(esbuild, group, outputs, results);
    else if (group.requests.length === 1) fail(group.requests, outputs.errors, results);
    else again.push(...group.requests.map((each, number) => ({ requests: [each], folder: `${group.folder}-${number}` })));
  });
  buildGroupsInProcess(esbuild, again, results);
}

/** Of one entry it is all there is. */
function halves({ requests, folder }: Group): readonly Group[] {
  if (requests.length < 2) return [{ requests, folder }];
  const middle = Math.ceil(requests.length / 2);
  return [
    { requests: requests.slice(0, middle), folder: path.join(folder, 'a') },
    { requests: requests.slice(middle), folder: path.join(folder, 'b') },
  ];
}

function filesIn(folder: string): readonly BuiltFile[] {
  return fs.readdirSync(folder).map((name) => ({ name, at: path.join(folder, name) }));
}

function optionsFor({ requests, folder }: Group): BuildOptions {
  const [first] = requests as readonly [BundleRequest];
  const inMemory = isInMemory(first);
  return {
    ...first.options,
    entryPoints: requests.map(({ entry }, index) => ({ in: entry, out: `${NAME}${index}` })),
    absWorkingDir: first.root.folder,
    outdir: inMemory || needsProcess({ requests, folder }) ? first.root.folder : folder,
    outExtension: { '.js': first.options.format === 'esm' ? '.mjs' : '.js' },
    bundle: true,
    platform: 'node',
    metafile: true,
    write: !inMemory,
    // Where nothing is written esbuild minds all the same an entry that is called as the bundle will be.
    allowOverwrite: true,
    logLevel: 'silent',
  };
}

function finish(esbuild: FoundEsbuild, { requests }: Group, outputs: BuildOutputs, results: Map<BundleRequest, Built>): void {
  requests.forEach((request, index) => {
    const { bundle, inputs } = finished(request, { index, isAlone: requests.length === 1, version: esbuild.version }, outputs);
    results.set(request, { outcome: { kind: 'bundled', bundle }, inputs });
  });
}

function fail(requests: readonly BundleRequest[], errors: readonly Partial<Message>[], results: Map<BundleRequest, Built>): void {
  for (const request of requests) {
    const notes = errors.map((error) => noteOf(error, request.root.folder));
    results.set(request, { outcome: { kind: 'failed', errors: notes } });
  }
}
