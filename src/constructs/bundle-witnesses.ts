import * as fs from 'node:fs';
import * as path from 'node:path';
import type { BundleInput } from './bundle-inputs';
import type { BundleRequest } from './bundle-request';
import { foldersFrom } from './bundle-root';
import type { Sight, Witness } from './bundle-witness';

const IN_PACKAGES = `${path.sep}node_modules${path.sep}`;

/**
 * Everything that decided about a bundle: its sources, the settings beside and above them, where its packages were found, and
 * where something else would have been found first. Undefined when that cannot be said, as of files that were just changed.
 */
export class Witnesses {
  private readonly seen = new Map<string, Witness | undefined>();
  private readonly settingsSeen = new Map<string, readonly string[]>();

  constructor(
    private readonly sight: Sight,
    /** When the build began, by the clock of the files. */
    private readonly since: number,
  ) {}

  of({ root, options }: BundleRequest, inputs: readonly BundleInput[]): readonly Witness[] | undefined {
    const places = new Set<string>();
    for (const { file, packages } of inputs) {
      places.add(`file ${file}`);
      const folder = path.dirname(file);
      const isPackage = file.includes(IN_PACKAGES);
      for (const key of this.settings(folder, isPackage)) places.add(key);
      if (isPackage) continue;
      places.add(`folder ${folder}`);
      if (folder !== root.folder) places.add(`folder ${path.dirname(folder)}`);
      for (const name of packages) for (const key of this.wayTo(name, folder)) places.add(key);
    }
    if (root.lockFile !== undefined) places.add(`file ${root.lockFile}`);
    if (options.tsconfig !== undefined) for (const key of this.extended(options.tsconfig)) places.add(key);

    const witnesses: Witness[] = [];
    for (const key of places) {
      const witness = this.seenAt(key);
      if (!witness) return undefined;
      witnesses.push(witness);
    }
    return witnesses;
  }

  private seenAt(key: string): Witness | undefined {
    if (this.seen.has(key)) return this.seen.get(key);
    const [, kind, place = ''] = /^(\w+) (.*)$/s.exec(key) ?? [];
    const { sight, since } = this;
    const witness =
      kind === 'file' ? sight.file(place, since) : kind === 'folder' ? sight.folder(place, since) : sight.link(place);
    this.seen.set(key, witness);
    return witness;
  }

  /** The package.json and tsconfig.json that are in force for a folder, and where nearer ones would be. */
  private settings(folder: string, isPackage: boolean): readonly string[] {
    const known = this.settingsSeen.get(folder);
    if (known) return known;
    const keys: string[] = [];
    const wanted = new Set(isPackage ? ['package.json'] : ['package.json', 'tsconfig.json']);
    for (const at of foldersFrom(folder)) {
      for (const name of wanted) {
        const file = path.join(at, name);
        const isThere = this.sight.stat(file) !== undefined;
        if (!isThere) keys.push(`link ${file}`);
        else if (name === 'tsconfig.json') keys.push(...this.extended(file));
        else keys.push(`file ${file}`);
        if (isThere) wanted.delete(name);
      }
      if (wanted.size === 0 || (isPackage && path.basename(path.dirname(at)) === 'node_modules')) break;
    }
    this.settingsSeen.set(folder, keys);
    return keys;
  }

  /** A tsconfig.json and all that it extends. */
  private extended(file: string, above: readonly string[] = []): readonly string[] {
    const keys = [`file ${file}`];
    let text: string;
    try {
      text = fs.readFileSync(file, 'utf8');
    } catch {
      return keys;
    }
    // Comments are allowed in it, so that it is not read as JSON: a name too many does no harm.
    const [, one, several = ''] = /"extends"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|\[([^\]]*)\])/.exec(text) ?? [];
    const names = one === undefined ? [...several.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '') : [one];
    for (const name of names) {
      for (const candidate of candidatesOf(name, path.dirname(file))) {
        if (this.sight.stat(candidate)?.isFile() !== true) {
          keys.push(`link ${candidate}`);
          continue;
        }
        if (!above.includes(candidate)) keys.push(...this.extended(candidate, [...above, file]));
        break;
      }
    }
    return keys;
  }

  /** Every folder in which the package is looked for, until it is found. */
  private wayTo(name: string, from: string): readonly string[] {
    const keys: string[] = [];
    for (const folder of foldersFrom(from)) {
      if (path.basename(folder) === 'node_modules') continue;
      const place = path.join(folder, 'node_modules', name);
      keys.push(`link ${place}`);
      if (this.sight.stat(place) !== undefined) break;
    }
    return keys;
  }
}

/** Where the base of a tsconfig.json may lie. */
function candidatesOf(name: string, folder: string): readonly string[] {
  const spelled = (place: string) =>
    place.endsWith('.json') ? [place] : [place, `${place}.json`, path.join(place, 'tsconfig.json')];
  if (/^\.{1,2}([/\\]|$)/.test(name) || path.isAbsolute(name)) return spelled(path.resolve(folder, name));
  return [...foldersFrom(folder)].flatMap((at) => spelled(path.join(at, 'node_modules', name)));
}
