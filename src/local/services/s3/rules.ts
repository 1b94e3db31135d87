import type { NotificationRule } from '../../../model/bucket';

/** Whether the rule is for this event of this key. */
export function fits({ events, prefix = '', suffix = '' }: NotificationRule, event: string, key: string): boolean {
  return events.some((pattern) => covers(pattern, `s3:${event}`)) && key.startsWith(prefix) && key.endsWith(suffix);
}

/** Why two rules of one bucket cannot be told apart (S3-06); undefined when they can. */
export function overlap(rules: readonly NotificationRule[]): string | undefined {
  for (const [at, one] of rules.entries()) {
    for (const other of rules.slice(at + 1)) {
      const shares = one.events.some((a) => other.events.some((b) => covers(a, b) || covers(b, a)));
      if (!shares || !bothFit(one.prefix, other.prefix, begins) || !bothFit(one.suffix, other.suffix, ends)) continue;
      const isFiltered = [one.prefix, one.suffix, other.prefix, other.suffix].some((each) => each !== undefined);
      return isFiltered
        ? 'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.'
        : 'Configurations overlap. Configurations on the same bucket cannot share a common event type.';
    }
  }
  return undefined;
}

function covers(pattern: string, event: string): boolean {
  return pattern === event || (pattern.endsWith(':*') && event.startsWith(pattern.slice(0, -1)));
}

function bothFit(one = '', other = '', within: (long: string, short: string) => boolean): boolean {
  return within(one, other) || within(other, one);
}

const begins = (long: string, short: string) => long.startsWith(short);
const ends = (long: string, short: string) => long.endsWith(short);
