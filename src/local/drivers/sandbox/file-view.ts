import { sep } from 'node:path';

/** A file or folder of this machine as a function sees it. */
export interface Mount {
  readonly from: string;
  readonly to: string;
  readonly writable?: boolean;
}

/** By which paths a function knows files of this machine. */
export class FileView {
  constructor(private readonly mounts: readonly Mount[]) {}

  /** The path inside; the same one for what is not mounted elsewhere. */
  inside(path: string): string {
    const mount = this.mountOf(path);
    return mount ? mount.to + path.slice(mount.from.length) : path;
  }

  covers(path: string): boolean {
    return this.mountOf(path) !== undefined;
  }

  /** Every path in what JSON can hold. */
  insideAll(value: unknown): unknown {
    if (typeof value === 'string') return value.startsWith(sep) ? this.inside(value) : value;
    if (Array.isArray(value)) return value.map((each) => this.insideAll(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.insideAll(each)]));
  }

  private mountOf(path: string): Mount | undefined {
    return this.mounts.filter(({ from }) => isWithin(path, from)).sort((one, other) => other.from.length - one.from.length)[0];
  }
}

export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
