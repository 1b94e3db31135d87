/** What happens to messages of topics, events of buses and schedules, which are named by their ARNs. */
export type TopicHappening =
  | {
      readonly kind: 'topic.published';
      /** A phone number, where that was sent to. */
      readonly topic: string;
      readonly messageId: string;
      readonly message: string;
      readonly subject?: string;
      readonly attributes?: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
      readonly groupId?: string;
      /** It had been published before, within five minutes, and goes to nobody. */
      readonly duplicate?: true;
    }
  /** `rules` are the names of those it matches. */
  | {
      readonly kind: 'bus.received';
      readonly bus: string;
      readonly eventId: string;
      /** JSON text. */
      readonly event: string;
      readonly rules: readonly string[];
    }
  /** A schedule has come due, or a rule that has one. */
  | { readonly kind: 'schedule.due'; readonly schedule: string; readonly executionId: string; readonly scheduledFor: number }
  /** An attempt to hand something over. */
  | {
      readonly kind: 'handover';
      /** The topic, bus or schedule. */
      readonly from: string;
      /** The subscription, rule or schedule that says where it goes. */
      readonly by: string;
      /** Of the message, event or execution. */
      readonly id: string;
      readonly to: string;
      /** As it arrived, or would have. */
      readonly body: string;
      /** From 1 up. */
      readonly attempt: number;
      /**
       * `filtered`: the subscription does not want it; `retrying`: it is tried again at `dueAt`; `kept`: nothing here takes it, so
       * that it can be read only here; `deadLettered`: it went to the dead-letter queue, which is `to`.
       */
      readonly outcome: 'delivered' | 'filtered' | 'retrying' | 'kept' | 'failed' | 'deadLettered';
      readonly why?: string;
      readonly dueAt?: number;
    };
