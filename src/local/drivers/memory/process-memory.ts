import type { Root } from '../process-group';
import { processesOf, procText } from '../process-tree';

/** What processes use, in kibibytes. */
export interface Memory {
  /** Held now, what files lend included. */
  readonly resident: number;
  /** The most that each has held. */
  readonly peak: number;
  /** Their own, which no file can give back; counted once where processes share it. */
  readonly own: number;
}

/** Of these and all they have started, where /proc tells; undefined when they are gone or nothing tells. */
export function memoryOf(roots: readonly Root[]): Memory | undefined {
  const statuses = allOf(roots).flatMap((pid) => statusOf(pid) ?? []);
  if (statuses.length === 0) return undefined;
  return statuses.reduce((sum, { resident, peak, own }) => ({
    resident: sum.resident + resident,
    peak: sum.peak + peak,
    own: sum.own + own,
  }));
}

/** The same as `own` of `memoryOf`, with what forked processes share counted once; slower. */
export function ownMemoryOf(roots: readonly Root[]): number {
  return allOf(roots).reduce((sum, pid) => sum + (shareOf(pid) ?? statusOf(pid)?.own ?? 0), 0);
}

function allOf(roots: readonly Root[]): number[] {
  return roots.flatMap(({ pid, enclosed }) => processesOf(pid, enclosed));
}

function statusOf(pid: number): Memory | undefined {
  const text = procText(`/proc/${pid}/status`);
  const resident = numberIn(text, 'VmRSS:');
  if (resident === undefined) return undefined;
  return { resident, peak: numberIn(text, 'VmHWM:') ?? resident, own: numberIn(text, 'RssAnon:') ?? resident };
}

function shareOf(pid: number): number | undefined {
  return numberIn(procText(`/proc/${pid}/smaps_rollup`), 'Pss_Anon:');
}

function numberIn(text: string, name: string): number | undefined {
  const at = text.indexOf(name);
  return at < 0 ? undefined : Number.parseInt(text.slice(at + name.length), 10);
}
