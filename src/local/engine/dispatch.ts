import { DESTINATION_KINDS, FIFO_NAME } from '../../spec/destinations';
import { ASYNC_REQUEST_PAYLOAD_MAX } from '../../spec/payload-limits';
import { type Delivered, type Delivery, type Shipment, serviceOf } from './delivery';
import type { Lambda } from './ports';
import { textBytes } from './text';

/** What takes shipments, by the service in the ARN of the target. */
export type Deliveries = Readonly<Record<string, Delivery>>;

/** Hands a shipment to the service of its target; what no service here takes is kept in the journal. */
export async function dispatch(deliveries: Deliveries, targetArn: string, shipment: Shipment): Promise<Delivered> {
  const service = serviceOf(targetArn);
  const kind = Object.hasOwn(DESTINATION_KINDS, service) ? DESTINATION_KINDS[service] : undefined;
  const takes = shipment.to === 'deadLetter' ? kind?.canBeDeadLetters : shipment.to === 'onFailure' || kind?.canBeOnSuccess;
  if (kind === undefined || takes !== true) return failed(`Lambda sends nothing of this kind to ${targetArn}.`);
  if (FIFO_NAME.test(targetArn)) return failed(`${targetArn} keeps the order, and Lambda does not send to such targets.`);
  const delivery = Object.hasOwn(deliveries, service) ? deliveries[service] : undefined;
  if (delivery) return delivery.deliver(targetArn, shipment);
  return { outcome: 'kept', why: `${kind.name} cannot be sent to here yet: what it would have received is in the journal.` };
}

/** A function as destination is invoked asynchronously with the record (INV-68). */
export function lambdaDelivery(lambda: Lambda): Delivery {
  return {
    async deliver(targetArn, { body, traceHeader }) {
      const payload = textBytes(body);
      if (payload.length > ASYNC_REQUEST_PAYLOAD_MAX) {
        return failed(`The record has ${payload.length} bytes, and an event at most ${ASYNC_REQUEST_PAYLOAD_MAX}.`);
      }
      const answer = await lambda.invoke({
        functionName: targetArn,
        type: 'Event',
        logType: 'None',
        payload,
        traceHeader,
      });
      return answer.kind === 'answer' ? { outcome: 'delivered' } : failed(`${answer.type}: ${answer.message}`);
    },
  };
}

function failed(why: string): Delivered {
  return { outcome: 'failed', why };
}
