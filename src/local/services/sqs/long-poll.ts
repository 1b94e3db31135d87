import type { ReceivedMessage, SourceQueues } from '../../engine/queue-port';
import type { Call } from '../../engine/service-port';
import type { Clock } from '../../time/clock';

interface LongPoll {
  readonly clock: Clock;
  readonly store: Pick<SourceQueues, 'subscribe'>;
  readonly arn: string;
  readonly waitMs: number;
  readonly attempt: () => readonly ReceivedMessage[];
  /** A caller that has hung up takes no message from others. */
  readonly whenGone?: Call['whenGone'];
}

/** The first messages that can be had, or none when the time is over (SQS-32). */
export function whenAvailable({ clock, store, arn, waitMs, attempt, whenGone }: LongPoll): Promise<readonly ReceivedMessage[]> {
  return new Promise((resolve) => {
    const end = (messages: readonly ReceivedMessage[]) => {
      unsubscribe();
      alarm.cancel();
      resolve(messages);
    };
    const alarm = clock.wakeAt(clock.now() + waitMs, () => end([]));
    const unsubscribe = store.subscribe((available) => {
      if (available !== arn) return;
      const messages = attempt();
      if (messages.length > 0) end(messages);
    });
    whenGone?.(() => end([]));
  });
}
