import * as fs from 'node:fs';
import * as path from 'node:path';

const DAY_MS = 24 * 60 * 60 * 1000;
/** What has been of no use for so long is not kept. */
const IDLE_DAYS = 30;
const MARK = '.tidied';

/** Removes, once a day, bundles that nobody has asked for in a month, and what processes that were killed have left. */
export function tidyStore(folder: string, day: number): void {
  const mark = path.join(folder, MARK);
  const before = fs.statSync(mark, { throwIfNoEntry: false });
  if (before && day - before.mtimeMs < DAY_MS) return;
  fs.writeFileSync(mark, '');

  for (const name of fs.readdirSync(folder)) {
    const work = path.join(folder, name);
    if (name.startsWith('.work-') && age(work, day) > DAY_MS) fs.rmSync(work, { recursive: true, force: true });
  }
  const used = new Set<string>();
  for (const name of names(folder, 'records')) {
    const file = path.join(folder, 'records', name);
    if (age(file, day) > IDLE_DAYS * DAY_MS) fs.rmSync(file, { force: true });
    else for (const each of usedBy(file)) used.add(each);
  }
  for (const kind of ['tables', 'content']) {
    for (const name of names(folder, kind)) {
      const file = path.join(folder, kind, name);
      // What is new may belong to a record that is just being written.
      if (!used.has(name) && age(file, day) > DAY_MS) fs.rmSync(file, { recursive: true, force: true });
    }
  }
}

function names(folder: string, kind: string): readonly string[] {
  const place = path.join(folder, kind);
  return fs.existsSync(place) ? fs.readdirSync(place) : [];
}

function age(file: string, day: number): number {
  return day - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? day);
}

function usedBy(record: string): readonly string[] {
  try {
    const { table, hash } = JSON.parse(fs.readFileSync(record, 'utf8'));
    return [table, hash];
  } catch {
    return [];
  }
}
