import type { Journal } from './journal/journal';

/** An attempt to hand over a message, an event or the input of a schedule. */
export interface PastHandover {
  /** Of the message, event or execution. */
  readonly id: string;
  /** ARN of the subscription, rule or schedule that says where it goes. */
  readonly by: string;
  /** ARN or address. */
  readonly to: string;
  /** As it arrived, or would have, parsed from JSON where it is JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the user's
  readonly body: any;
  /** From 1 up. */
  readonly attempt: number;
  /**
   * `filtered`: the subscription does not want it; `kept`: nothing here takes it, so that this is the only place where it can be
   * read; `retrying`: it is tried again at `dueAt`; `deadLettered`: it went to the dead-letter queue.
   */
  readonly outcome: 'delivered' | 'filtered' | 'retrying' | 'kept' | 'failed' | 'deadLettered';
  /** Why it was not delivered. */
  readonly why?: string;
  readonly dueAt?: Date;
  /** By the executor's clock. */
  readonly at: Date;
}

/** What the topic, bus or schedule with this ARN has handed over, or tried to, in order. */
export function handoversOf(journal: Journal, arn: string): readonly PastHandover[] {
  return journal.entries.flatMap((entry) => {
    if (entry.kind !== 'handover' || entry.from !== arn) return [];
    const { kind: _, from: __, at, body, dueAt, ...same } = entry;
    return [{ ...same, body: parsed(body), ...(dueAt !== undefined && { dueAt: new Date(dueAt) }), at: new Date(at) }];
  });
}

/** What the text holds as JSON; the text itself where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
