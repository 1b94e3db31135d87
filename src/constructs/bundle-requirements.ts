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
