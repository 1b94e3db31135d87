import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Installation } from './bundle-cache';
import { contentsOf } from './bundle-contents';
import { pipSettings } from './bundle-pip-settings';
import { type AskedPackages, normalized, readAsked } from './bundle-requirements';
import { ConstructError, type Place } from './construct-error';

const REQUIREMENTS = 'requirements.txt';

/** How pip may be called, the first that is there is taken. */
const PIPS: readonly (readonly [string, ...string[]])[] = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']];

/** What pip writes besides packages: it names this machine, its Python or the moment. Scripts begin with the path of a Python. */
const LEFT_BEHIND = /^bin\/|(^|\/)__pycache__\/|\.pyc$|\.dist-info\/(RECORD|direct_url\.json|INSTALLER|REQUESTED)$/;
/** Of packages that lie on this machine as sources. */
const NOT_OF_IT = new Set(['node_modules', '.git', '__pycache__', '.venv', 'venv', 'cdk.out']);

export interface PipTarget {
  /** `3.14`; absent when only the deployment knows. */
  readonly version?: string;
  readonly platforms: readonly string[];
}

/** What has to be installed for the folder's `requirements.txt`; nothing without that file, or when it asks for nothing. */
export function packagesInstallation(place: Place, folder: string, target: PipTarget): Installation | undefined {
  const file = path.join(folder, REQUIREMENTS);
  if (!fs.existsSync(file)) return undefined;
  const asked = readAsked(file);
  // Options alone, as --index-url, install nothing.
  if (!asked.isAsking) return undefined;
  return {
    key: keyOf(asked, folder, target),
    install: (work) => {
      const into = path.join(work, 'packages');
      install(place, folder, into, target);
      const names = (contentsOf(into) ?? []).map((each) => each.path).filter((name) => !LEFT_BEHIND.test(name));
      const files = names.map((name) => ({ path: name, source: path.join(into, name) }));
      return { files, notes: { native: false, warnings: [], isOpen: isOpen(into, asked) } };
    },
  };
}

/** The cache is of one machine, where paths say enough of folders that pip searches; what it installs is told by its bytes. */
function keyOf({ files, searched }: AskedPackages, folder: string, target: PipTarget): string {
  const hash = createHash('sha256').update(JSON.stringify(['python packages', 1, target, pipSettings()]));
  for (const file of files) hashInto(hash, folder, file);
  for (const place of searched) {
    const isFolder = fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
    const found = ((isFolder && contentsOf(place)) || []).map(({ path: name }) => [
      name,
      fs.statSync(path.join(place, name)).mtimeMs,
    ]);
    hash.update(`\0searched\0${JSON.stringify([place, found])}`);
  }
  return hash.digest('hex');
}

function hashInto(hash: ReturnType<typeof createHash>, folder: string, file: string): void {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    for (const name of fs.readdirSync(file).sort()) if (!NOT_OF_IT.has(name)) hashInto(hash, folder, path.join(file, name));
  } else if (stat?.isFile()) {
    hash.update(`\0${path.relative(folder, file)}\0${stat.size}\0`).update(fs.readFileSync(file));
  }
}

/** Whether pip has chosen a version. */
function isOpen(into: string, { pins, isPinned }: AskedPackages): boolean {
  const found = fs.existsSync(into) ? fs.readdirSync(into).filter((name) => name.endsWith('.dist-info')) : [];
  return !isPinned || found.some((name) => !pins.has(normalized(name.replace(/-[^-]+\.dist-info$/, ''))));
}

function install(place: Place, folder: string, into: string, { version, platforms }: PipTarget): void {
  const options = [
    ...['install', '--requirement', REQUIREMENTS, '--target', into, '--only-binary=:all:', '--implementation', 'cp'],
    ...(version === undefined ? [] : ['--python-version', version]),
    ...platforms.flatMap((platform) => ['--platform', platform]),
    ...['--no-compile', '--no-input', '--disable-pip-version-check', '--quiet'],
  ];
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
