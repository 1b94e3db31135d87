import type { Outlet } from '../../engine/outlet';
import type { Streams } from '../../engine/stream-port';

/** Takes what rules and others send to data streams; what is of one group has one partition key. */
export function streamOutlet(streams: Streams, newKey: () => string): Outlet {
  return {
    async take({ targetArn, body, bytes, groupId }) {
      const data = bytes ?? new Uint8Array(Buffer.from(body));
      const put = streams.put(targetArn, { partitionKey: groupId ?? newKey(), data });
      if (!('kind' in put)) return { outcome: 'delivered' };
      return { outcome: 'failed', code: put.type, why: put.message, again: false };
    },
  };
}
