/** The numbers of a version, the most significant first; as many as are known. */
export type Version = readonly number[];

/** From the first thing in `text` that looks like one, as `v22.1.0` and `cpython-3.13.0-linux-x86_64-gnu` have it. */
export function versionIn(text: string): Version | undefined {
  const [found] = /\d+(\.\d+)*/.exec(text) ?? [];
  return found?.split('.').map(Number);
}

export function versionText(version: Version): string {
  return version.join('.');
}

/** Whether `version` is one of those that `wanted`, which is shorter, stands for. */
export function isVersion(version: Version, wanted: Version): boolean {
  return wanted.every((part, at) => version[at] === part);
}

/** How far it is from `wanted`; what differs before the last part of that is too far. */
export function distance(version: Version, wanted: Version): number {
  const last = wanted.length - 1;
  if (!isVersion(version, wanted.slice(0, last))) return Number.POSITIVE_INFINITY;
  return Math.abs((version[last] ?? 0) - (wanted[last] as number));
}

/** The newest first. */
export function newestFirst(one: Version, other: Version): number {
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    const difference = (other[at] ?? 0) - (one[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
