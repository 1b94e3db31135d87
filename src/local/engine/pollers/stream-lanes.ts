import type { LaneRecord, LaneRunner } from './lane-runner';

/** Records with the same key go to the same lane (KIN-05). */
export function spread(records: readonly (LaneRecord & { readonly key: string })[], lanes: readonly LaneRunner[]): void {
  const shares = lanes.map(() => [] as LaneRecord[]);
  for (const { key, ...record } of records) shares[laneOf(key, lanes.length)]?.push(record);
  for (const [at, share] of shares.entries()) if (share.length > 0) lanes[at]?.happens({ is: 'read', records: share });
}

function laneOf(key: string, lanes: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % lanes;
}
