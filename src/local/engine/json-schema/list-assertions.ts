import { type Assertion, isRecord } from './judge';
import { same } from './same';

/** What is demanded of lists. */
export const LIST_ASSERTIONS: Readonly<Record<string, Assertion>> = {
  items: ({ value, expected, schema, at, judge }) => {
    if (!Array.isArray(value)) return undefined;
    for (const [index, item] of value.entries()) {
      const place = `${at}[${index}]`;
      if (!Array.isArray(expected)) {
        const flaw = judge(item, expected, place);
        if (flaw !== undefined) return flaw;
        continue;
      }
      const isAdditional = index >= expected.length;
      if (isAdditional && schema.additionalItems === false) return `${place} is one more than there may be`;
      const flaw = judge(item, isAdditional ? schema.additionalItems : expected[index], place);
      if (flaw !== undefined) return flaw;
    }
    return undefined;
  },
  minItems: ({ value, expected, where }) =>
    Array.isArray(value) && value.length < Number(expected) ? `${where} has fewer than ${expected} items` : undefined,
  maxItems: ({ value, expected, where }) =>
    Array.isArray(value) && value.length > Number(expected) ? `${where} has more than ${expected} items` : undefined,
  uniqueItems: ({ value, expected, where }) => {
    if (expected !== true || !Array.isArray(value)) return undefined;
    const plain = new Set<unknown>();
    const others: unknown[] = [];
    for (const item of value) {
      const isPlain = !Array.isArray(item) && !isRecord(item);
      if (isPlain ? plain.has(item) : others.some((each) => same(each, item))) return `${where} has an item twice`;
      if (isPlain) plain.add(item);
      else others.push(item);
    }
    return undefined;
  },
};
