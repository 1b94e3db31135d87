import type { QueueInspection } from '../../engine/queue-port';
import type { Turn } from '../../engine/turns';
import { compose } from './compose';
import type { HeldMessage } from './message';
import { systemAttributes } from './message';
import { isError, queueMissing } from './refusals';
import type { QueueStore } from './store';

/** What tests see of queues, and do to them. */
export function queueInspection(store: QueueStore, begin: () => Turn): QueueInspection {
  const inTurn = <T>(work: (turn: Turn) => T): T => {
    const turn = begin();
    try {
      return work(turn);
    } finally {
      turn.end();
    }
  };
  return {
    messages: (arn) => [...(store.byArn(arn)?.all ?? [])].map(seen),
    send: (arn, body, { attributes, ...options }) => {
      const queue = store.byArn(arn);
      if (!queue) return queueMissing();
      return inTurn((turn) => {
        const origin = { messageId: turn.chance.uuid(), senderId: 'AIDALOCAL', place: turn.path };
        const message = compose(queue, { body, attributes, ...options }, origin);
        return isError(message) ? message : queue.send(message, (happening) => turn.append(happening));
      });
    },
    purge: (arn) => inTurn((turn) => store.byArn(arn)?.purge((happening) => turn.append(happening))),
  };
}

function seen(message: HeldMessage): ReturnType<QueueInspection['messages']>[number] {
  const { messageId, body, state, receiveCount, attributes, sentAt } = message;
  if (state === 'gone') throw new Error(`bug: the message ${messageId} is gone and still there`);
  return { messageId, body, state, receiveCount, sentAt, attributes: systemAttributes(message), messageAttributes: attributes };
}
