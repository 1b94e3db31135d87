import { runtimeStanding } from '../spec/runtimes';
import { canSnapStart, SNAP_START_STORAGE_MB } from '../spec/snap-start';
import type { App } from './app';
import type { Declaration } from './declaration';
import { FUNCTION, isManaged, runtimeOf } from './lambda-function';
import { provisioned, scaled } from './provisioned';
import { each, type Rule } from './rule';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html';

function hasSnapStart(fn: Declaration): boolean {
  return fn.isKnown('SnapStart', 'ApplyOn') && fn.text('SnapStart', 'ApplyOn') === 'PublishedVersions';
}

export const SNAP_START: readonly Rule[] = [
  {
    id: 'FN-66',
    severity: 'error',
    title: 'A runtime cannot start from snapshots',
    why: 'Lambda refuses the function.',
    remedy: 'Take SnapStart away, or use Python 3.12, Java 11 or .NET 8, or newer ones.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn, { today }) {
      const runtime = hasSnapStart(fn) ? runtimeOf(fn) : undefined;
      if (runtime === undefined || canSnapStart(runtime, runtimeStanding(runtime, today).is === 'newer')) return;
      yield { on: fn, property: 'Properties.SnapStart', seenByCdk: 'E2530', message: `${runtime} has no SnapStart.` };
    }),
  },
  {
    id: 'FN-66-storage',
    severity: 'error',
    title: 'A function with SnapStart has more ephemeral storage than a snapshot can hold',
    why: 'Lambda refuses the function.',
    remedy: 'Take SnapStart away, or leave the ephemeral storage at 512 MB.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn) {
      const size = fn.number('EphemeralStorage', 'Size') ?? SNAP_START_STORAGE_MB;
      if (!hasSnapStart(fn) || size <= SNAP_START_STORAGE_MB) return;
      yield { on: fn, property: 'Properties.EphemeralStorage.Size', message: `It has ${size} MB.` };
    }),
  },
  {
    id: 'FN-66-files',
    severity: 'error',
    title: 'A function with SnapStart has a file system',
    why: 'Lambda refuses the function.',
    remedy: 'Take SnapStart or the file system away.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn) {
      if (!hasSnapStart(fn) || fn.parts('FileSystemConfigs').length === 0) return;
      yield { on: fn, property: 'Properties.FileSystemConfigs', message: 'It has SnapStart and a file system.' };
    }),
  },
  {
    id: 'FN-66-provisioned',
    severity: 'error',
    title: 'A function with SnapStart has provisioned concurrency',
    why: 'Lambda refuses it: environments start from a snapshot, or are kept ready.',
    remedy: 'Keep one of the two.',
    source: SOURCE,
    also: ['CON-06'],
    check: each(
      (app: App) => [...provisioned(app), ...scaled(app)],
      function* ({ on, target: { fn } }) {
        if (hasSnapStart(fn)) yield { on, message: `${fn.path} has SnapStart.` };
      },
    ),
  },
  {
    id: 'FN-66-versions',
    severity: 'warning',
    title: 'A function has SnapStart, but no version',
    why: 'Only published versions start from snapshots, so that it has no effect.',
    remedy: 'Publish a version, and invoke that or an alias of it: fn.currentVersion.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn, app) {
      if (!hasSnapStart(fn) || isManaged(fn) || app.versionsOf(fn).length > 0) return;
      yield { on: fn, property: 'Properties.SnapStart', seenByCdk: 'W2530', message: 'No version of it is published.' };
    }),
  },
];
