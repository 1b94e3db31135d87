import type { Notification } from './s3-notifications';

/** Which keys a notification is about, and of which events. */
export interface Interest {
  readonly notification: Notification;
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

/** Two notifications that S3 could not tell apart, and an event and the keys that both are about. */
export interface Overlap {
  readonly earlier: Interest;
  readonly later: Interest;
  readonly event: string;
}

/** Read from a notification; throws `Undecided` where that is not known. */
export function interestOf(notification: Notification): Interest {
  const rules = notification.rules.parts().map((rule) => ({ name: rule.text('Name')?.toLowerCase(), value: rule.text('Value') }));
  const valueOf = (name: string) => rules.find((rule) => rule.name === name)?.value ?? '';
  return { notification, events: notification.events.texts(), prefix: valueOf('prefix'), suffix: valueOf('suffix') };
}

/** Every notification that overlaps one before it, once. */
export function overlapsAmong(interests: readonly Interest[]): readonly Overlap[] {
  const order = new Map(interests.map((interest, i) => [interest, i]));
  const place = (interest: Interest) => order.get(interest) ?? 0;
  const found = new Map<Interest, Overlap>();
  for (const group of byEventGroup(interests)) {
    // Sorted by prefix, those whose prefix is the beginning of another's stand before it, and only they can overlap.
    const sorted = [...group].sort((a, b) => compare(a.prefix, b.prefix) || place(a) - place(b));
    const around: Interest[] = [];
    for (const interest of sorted) {
      while (around.length > 0 && !interest.prefix.startsWith(around.at(-1)?.prefix ?? '')) around.pop();
      for (const other of around) {
        const event = sharedEvent(interest, other);
        if (event === undefined || !endsAlike(interest.suffix, other.suffix)) continue;
        const [earlier, later] = place(interest) < place(other) ? [interest, other] : [other, interest];
        if (!found.has(later)) found.set(later, { earlier, later, event });
      }
      around.push(interest);
    }
  }
  return [...found.values()].sort((a, b) => place(a.later) - place(b.later));
}

/** `s3:ObjectCreated:Put` and `s3:ObjectCreated:*` are of one group. */
function byEventGroup(interests: readonly Interest[]): Iterable<ReadonlySet<Interest>> {
  const groups = new Map<string, Set<Interest>>();
  for (const interest of interests) {
    for (const event of interest.events) {
      const name = event.split(':').slice(0, 2).join(':');
      groups.set(name, (groups.get(name) ?? new Set()).add(interest));
    }
  }
  return groups.values();
}

function sharedEvent(a: Interest, b: Interest): string | undefined {
  for (const one of a.events) {
    for (const other of b.events) {
      if (one === other || isWildcardOf(other, one)) return one;
      if (isWildcardOf(one, other)) return other;
    }
  }
  return undefined;
}

function isWildcardOf(wildcard: string, event: string): boolean {
  return wildcard.endsWith(':*') && event.startsWith(wildcard.slice(0, -1));
}

function endsAlike(a: string, b: string): boolean {
  return a.endsWith(b) || b.endsWith(a);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
