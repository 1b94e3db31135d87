import type { Delivery } from '../../engine/delivery';
import type { Outlet } from '../../engine/outlet';

/** Topics as destinations and dead-letter targets of asynchronous invocations (INV-68, INV-69). */
export function topicDelivery(outlet: Outlet): Delivery {
  return {
    async deliver(targetArn, { function: fn, body, attributes = {}, traceHeader }) {
      const sender = { principal: 'lambda.amazonaws.com', arn: fn.arn, account: fn.account };
      const named = Object.entries(attributes).map(
        ([name, { type, value }]) => [name, { dataType: type, stringValue: value }] as const,
      );
      const taken = await outlet.take({ targetArn, body, sender, traceHeader, attributes: Object.fromEntries(named) });
      return taken.outcome === 'failed' ? { outcome: 'failed', why: taken.why } : taken;
    },
  };
}
