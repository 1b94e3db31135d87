import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { pythonPlatform } from '../spec/python-wheels';
import type { Installation, InstallationNotes, TakenFile } from './bundle-cache';
import { canRun, runPackageManager } from './bundle-process';
import { normalized, type Requirements } from './bundle-requirements';
import { ConstructError, type Place } from './construct-error';

type PythonPlatform = NonNullable<ReturnType<typeof pythonPlatform>>;

const PYTHONS = ['python3', 'python'];
/** What pip writes of this machine and this moment beside the packages. */
const OF_THIS_MACHINE = new Set(['direct_url.json', 'INSTALLER', 'REQUESTED']);

/** What has to be installed for a requirements.txt. */
export function pythonInstallation(place: Place, requirements: Requirements, platform: PythonPlatform): Installation {
  const [main = ''] = requirements.files;
  return {
    key: keyOf(requirements, platform),
    install: (work) => {
      const target = path.join(work, 'python');
      runPackageManager(place, [pythonWithPip(place), ...pipArguments(main, target, platform)], path.dirname(main));
      fs.mkdirSync(target, { recursive: true });
      checkPinned(place, distributions(target), requirements);
      return { files: filesOf(target, path.join(work, 'records')), notes: notesOf(target) };
    },
  };
}

function keyOf({ files }: Requirements, platform: PythonPlatform): string {
  const hash = createHash('sha256').update(JSON.stringify(['python', 1, platform]));
  for (const file of files) {
    const content = fs.statSync(file).isFile() ? fs.readFileSync(file) : Buffer.alloc(0);
    hash.update(`\0${path.basename(file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function pythonWithPip(place: Place): string {
  const found = PYTHONS.find((program) => canRun(program, ['-m', 'pip', '--version']));
  if (found !== undefined) return found;
  const tried = PYTHONS.map((program) => `${program} -m pip`).join(' nor ');
  throw new ConstructError(place, 'PIP_MISSING', `pip is needed to install packages, but neither ${tried} can be run.`);
}

function pipArguments(requirements: string, target: string, { version, abis, platforms }: PythonPlatform): readonly string[] {
  return [
    ...['-m', 'pip', 'install', '--requirement', requirements, '--target', target, '--python-version', version],
    ...['--implementation', 'cp', ...abis.flatMap((abi) => ['--abi', abi])],
    ...platforms.flatMap((name) => ['--platform', name]),
    ...['--only-binary=:all:', '--no-compile', '--no-input', '--disable-pip-version-check', '--no-warn-conflicts', '--quiet'],
  ];
}

/** The `.dist-info` folders. */
function distributions(target: string): readonly string[] {
  return fs.readdirSync(target).filter((name) => name.endsWith('.dist-info'));
}

function checkPinned(place: Place, found: readonly string[], { pins }: Requirements): void {
  const loose = found
    .map((name) => /^(.+)-([^-]+)\.dist-info$/.exec(name))
    .filter((match) => match !== null && !pins.has(normalized(match[1] ?? '')))
    .map((match) => `${normalized(match?.[1] ?? '')}==${match?.[2] ?? ''}`);
  if (loose.length === 0) return;
  const message = `requirements must name the packages that the others need, too; pip chose ${loose.sort().join(', ')}.`;
  throw new ConstructError(place, 'REQUIREMENT_NOT_PINNED', message);
}

function filesOf(target: string, records: string): readonly TakenFile[] {
  const files: TakenFile[] = [];
  fs.mkdirSync(records);
  walk(target, 'python');
  return files;

  function walk(folder: string, to: string): void {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const source = path.join(folder, entry.name);
      const isInfo = to.endsWith('.dist-info');
      if (entry.isDirectory()) {
        // Commands that begin with the path of this machine's Python, and what it has compiled.
        if (entry.name !== '__pycache__' && source !== path.join(target, 'bin')) walk(source, `${to}/${entry.name}`);
      } else if (entry.isFile() && !(isInfo && OF_THIS_MACHINE.has(entry.name))) {
        const isRecord = isInfo && entry.name === 'RECORD';
        files.push({ path: `${to}/${entry.name}`, source: isRecord ? portableRecord(source, files.length) : source });
      }
    }
  }

  /** The list of a package's files, without those that are left out. */
  function portableRecord(source: string, index: number): string {
    const lines = fs.readFileSync(source, 'utf8').split(/\r?\n/);
    const kept = lines.filter((line) => {
      const file = line.split(',')[0] ?? '';
      const isOut = file.startsWith('..') || file.startsWith('bin/') || file.includes('__pycache__/');
      return line !== '' && !isOut && !OF_THIS_MACHINE.has(path.posix.basename(file));
    });
    const portable = path.join(records, `${index}`);
    fs.writeFileSync(portable, `${kept.sort().join('\n')}\n`);
    return portable;
  }
}

/** A wheel says of itself whether it runs everywhere. */
function notesOf(target: string): InstallationNotes {
  const tags = distributions(target).flatMap((name) => {
    const file = path.join(target, name, 'WHEEL');
    return fs.existsSync(file) ? (fs.readFileSync(file, 'utf8').match(/^Tag:.*$/gm) ?? []) : [];
  });
  return { native: tags.some((tag) => !tag.trim().endsWith('-any')), warnings: [] };
}
