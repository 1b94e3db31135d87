import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { BundleFile } from './bundle';
import { contentsOf } from './bundle-contents';
import { ConstructError, type Place } from './construct-error';

const REQUIREMENTS = 'requirements.txt';

/** How pip may be called, the first that is there is taken. */
const PIPS: readonly (readonly [string, ...string[]])[] = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']];

/** What pip writes besides packages: it names this machine, its Python or the moment. Scripts begin with the path of a Python. */
const LEFT_BEHIND = /^bin\/|(^|\/)__pycache__\/|\.pyc$|\.dist-info\/(RECORD|direct_url\.json|INSTALLER|REQUESTED)$/;

export interface PipTarget {
  /** `3.14`; absent when only the deployment knows. */
  readonly version?: string;
  readonly platforms: readonly string[];
}

/** Of this process: a stack often has several functions with the same packages. */
const installed = new Map<string, readonly BundleFile[]>();

/** The packages of the folder's `requirements.txt` for Lambda's platform; none without that file, or when it is empty. */
export function installedPackages(place: Place, folder: string, target: PipTarget): readonly BundleFile[] {
  const file = path.join(folder, REQUIREMENTS);
  if (!fs.existsSync(file)) return [];
  const lines = fs
    .readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  const sought = lines.filter((line) => line !== '');
  // Options alone, as --index-url, install nothing.
  if (!sought.some((line) => /^(-r|--requirement|-e|--editable|[^-])/.test(line))) return [];

  // What names files can change while its text stays.
  const isWhole = sought.every((line) => /^[\w.\-[\],]+(\s*[=<>~!].*)?$/.test(line));
  const key = JSON.stringify([sought, target]);
  const before = isWhole ? installed.get(key) : undefined;
  if (before) return before;
  const files = install(place, folder, target);
  if (isWhole) installed.set(key, files);
  return files;
}

function install(place: Place, folder: string, { version, platforms }: PipTarget): readonly BundleFile[] {
  const into = fs.mkdtempSync(path.join(os.tmpdir(), 'lambda-kit-pip-'));
  try {
    const options = [
      ...['install', '--requirement', REQUIREMENTS, '--target', into, '--only-binary=:all:', '--implementation', 'cp'],
      ...(version === undefined ? [] : ['--python-version', version]),
      ...platforms.flatMap((platform) => ['--platform', platform]),
      ...['--no-compile', '--no-input', '--disable-pip-version-check', '--quiet'],
    ];
    runPip(place, folder, options);
    const names = (contentsOf(into) ?? []).map((file) => file.path).filter((name) => !LEFT_BEHIND.test(name));
    return names.map((name) => ({ path: name, contents: fs.readFileSync(path.join(into, name)) }));
  } finally {
    fs.rmSync(into, { recursive: true, force: true });
  }
}

function runPip(place: Place, folder: string, options: readonly string[]): void {
  for (const [command, ...first] of PIPS) {
    const run = spawnSync(command, [...first, ...options], { cwd: folder, encoding: 'utf8', windowsHide: true });
    if (run.error || /No module named '?pip/.test(run.stderr)) continue;
    if (run.status === 0) return;
    const words = `${run.stderr}`
      .trim()
      .split('\n')
      .map((line) => `  ${line}`);
    throw new ConstructError(place, 'PIP_FAILED', `${REQUIREMENTS} of ${folder} cannot be installed:\n${words.join('\n')}`);
  }
  throw new ConstructError(place, 'PIP_MISSING', `${REQUIREMENTS} of ${folder} needs pip, but there is none on this machine.`);
}
