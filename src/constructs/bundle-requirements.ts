import * as fs from 'node:fs';
import * as path from 'node:path';
import { ConstructError, type Place } from './construct-error';

/** What a requirements.txt, and those that it includes, ask for. */
export interface Requirements {
  /** Absolute: the files themselves and the packages of this machine that they name. */
  readonly files: readonly string[];
  /** The version by normalized name; absent where an address or a file tells it. */
  readonly pins: ReadonlyMap<string, string | undefined>;
}

const NAME = '[A-Za-z0-9][A-Za-z0-9._-]*';
const PINNED = new RegExp(`^(${NAME})\\s*(?:\\[[^\\]]*\\])?\\s*===?\\s*([^\\s;*,]+)\\s*(?:;.*)?$`);
const ADDRESSED = new RegExp(`^(${NAME})\\s*(?:\\[[^\\]]*\\])?\\s*@\\s*\\S`);
const WHEEL = /(?:^|\/)([^/-]+)-[^/-]+-[^/]+\.whl(?:[#?].*)?$/;
const INCLUDES = /^(?:-r|-c|--requirement|--constraint)[\s=]*(\S+)$/;

export function readRequirements(place: Place, given: string): Requirements {
  const files: string[] = [];
  const pins = new Map<string, string | undefined>();
  read(path.resolve(given), given);
  return { files, pins };

  function read(file: string, called: string): void {
    if (files.includes(file)) return;
    if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
      throw new ConstructError(place, 'REQUIREMENTS_MISSING', `requirements '${called}' is no file (looked for ${file}).`);
    }
    files.push(file);
    for (const line of linesOf(fs.readFileSync(file, 'utf8'))) take(line, file);
  }

  function take(line: string, file: string): void {
    const included = INCLUDES.exec(line)?.[1];
    if (included !== undefined) return read(path.resolve(path.dirname(file), included), included);
    // Other options are pip's business.
    if (line.startsWith('-')) return;
    const bare = line.replace(/\s--\S.*$/, '');
    const pinned = PINNED.exec(bare);
    if (pinned) return void pins.set(normalized(pinned[1] ?? ''), pinned[2]);
    const named = ADDRESSED.exec(bare)?.[1] ?? WHEEL.exec(bare)?.[1];
    if (named === undefined) {
      throw new ConstructError(
        place,
        'REQUIREMENT_NOT_PINNED',
        `requirements must name one version of each package, but has '${bare}'.`,
      );
    }
    pins.set(normalized(named), undefined);
    const local = path.resolve(path.dirname(files[0] ?? file), bare.replace(/^file:(\/\/)?/, ''));
    if (fs.existsSync(local)) files.push(local);
  }
}

/** Without comments and empty lines; a line that ends in a backslash goes on in the next. */
function linesOf(text: string): readonly string[] {
  return text
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** As PEP 503 compares names. */
export function normalized(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** What a requirements.txt asks for, whatever it leaves open. */
export interface AskedPackages {
  /** Absolute: the files themselves, and the packages of this machine that they name. */
  readonly files: readonly string[];
  /** Folders that pip looks for packages in. */
  readonly searched: readonly string[];
  /** The normalized names of packages with one version. */
  readonly pins: ReadonlySet<string>;
  /** It leaves none open. */
  readonly isPinned: boolean;
  /** There is something to install. */
  readonly isAsking: boolean;
}

const SEARCHES = /^(?:-f|--find-links)[\s=]*(\S+)$/;
const EDITABLE = /^(?:-e|--editable)[\s=]*/;
const FILE_URL = /^file:(?:\/\/(?:localhost)?)?/;

/** What it names and is not there, pip complains of. */
export function readAsked(main: string): AskedPackages {
  const files: string[] = [];
  const searched: string[] = [];
  const pins = new Set<string>();
  let isPinned = true;
  let isAsking = false;
  read(main);
  return { files, searched, pins, isPinned, isAsking };

  function read(file: string, isLimit = false): void {
    if (files.includes(file) || !fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return;
    files.push(file);
    for (const line of linesOf(fs.readFileSync(file, 'utf8'))) take(line, path.dirname(file), isLimit);
  }

  function take(line: string, folder: string, isLimit: boolean): void {
    const included = INCLUDES.exec(line)?.[1];
    if (included !== undefined) return read(path.resolve(folder, included), isLimit || /^(-c|--constraint)/.test(line));
    const searches = SEARCHES.exec(line)?.[1]?.replace(FILE_URL, '');
    if (searches !== undefined) searched.push(path.resolve(folder, searches));
    if (isLimit || (line.startsWith('-') && !EDITABLE.test(line))) return;
    isAsking = true;
    ask(line.replace(EDITABLE, '').replace(/\s--\S.*$/, ''), folder);
  }

  function ask(bare: string, folder: string): void {
    const pinned = PINNED.exec(bare);
    if (pinned && !pinned[2]?.includes('*')) return void pins.add(normalized(pinned[1] ?? ''));
    const at = bare
      .replace(/^[^@\s]+\s*@\s*/, '')
      .replace(/\s*;.*$/, '')
      .replace(/(\.whl|\/)?\[[^\]]*\]$/, '$1')
      .replace(FILE_URL, '')
      .replace(/#.*$/, '');
    // Names of packages on this machine start in the folder where pip runs, those of other files in theirs.
    const local = [path.resolve(path.dirname(main), at), path.resolve(folder, at)].find((file) => fs.existsSync(file));
    const named = WHEEL.exec(bare)?.[1] ?? ADDRESSED.exec(bare)?.[1];
    if (local !== undefined) files.push(local);
    if (local !== undefined && named !== undefined) pins.add(normalized(named));
    else isPinned = false;
  }
}
