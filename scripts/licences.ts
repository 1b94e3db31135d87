import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package with code in a bundle. */
export interface InlinedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** The package's own licence and notice files, one after the other. */
  readonly text: string;
}

/** Licences under which code may be copied into the bundles. */
export const ALLOWED_LICENCES: readonly string[] = ['Apache-2.0', 'MIT', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD'];

/** The packages that `inputs`, files named relative to `root`, belong to, by name; fails on a licence that is not allowed. */
export function inlinedPackages(root: string, inputs: readonly string[]): readonly InlinedPackage[] {
  const folders = new Set(inputs.map((input) => packageFolder(input)).filter((folder) => folder !== undefined));
  return [...folders].map((folder) => describe(join(root, folder))).sort((a, b) => compare(key(a), key(b)));
}

export function licenceText(packages: readonly InlinedPackage[]): string {
  const head = 'Code of these packages is part of the files in this folder, each under its own licence.\n';
  const byText = new Map<string, string[]>();
  for (const { name, version, licence, text } of packages) {
    const named = byText.get(text.trim()) ?? [];
    byText.set(text.trim(), [...named, `${name} ${version} (${licence})`]);
  }
  const parts = [...byText].map(([text, named]) => `${named.join('\n')}\n\n${text}\n`);
  return [head, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

function packageFolder(input: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function describe(folder: string): InlinedPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (!ALLOWED_LICENCES.includes(license)) {
    throw new Error(`${name} ${version} has the licence ${license}; code may be inlined under ${ALLOWED_LICENCES.join(', ')}`);
  }
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)(\.(md|txt))?$/i.test(file));
  if (!files.some((file) => !/^notice/i.test(file))) throw new Error(`${name} ${version} comes without the text of its licence`);
  const texts = files.sort(compare).map((file) => readFileSync(join(folder, file), 'utf8'));
  return { name, version, licence: license, text: texts.join('\n\n') };
}

const key = ({ name, version }: InlinedPackage) => `${name} ${version}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
